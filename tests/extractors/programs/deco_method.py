def log(f):
    def w(self, *a):
        self.note()
        return f(self, *a)
    return w
class A:
    def note(self): pass
    @log
    def go(self, x): x()
def k(): pass
A().go(k)
