import threading, queue
class T(threading.Thread):
    def __init__(self, q):
        super().__init__()
        self.q = q
    def run(self): self.q.get()()
def job(): pass
q = queue.Queue(); q.put(job)
t = T(q); t.start(); t.join()
