import threading
def work(x): x()
def k(): pass
t = threading.Thread(target=work, args=(k,)); t.start(); t.join()
class T(threading.Thread):
    def run(self): k()
u = T(); u.start(); u.join()
