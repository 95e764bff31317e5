class D:
    def __get__(self, o, t=None): return g
    def __set__(self, o, v): h()
def g(): pass
def h(): pass
class A: d = D()
a = A(); a.d()
