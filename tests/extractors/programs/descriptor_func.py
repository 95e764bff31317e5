class lazy:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): return self.f(o)
class A:
    @lazy
    def x(self): return k
def k(): pass
A().x()
