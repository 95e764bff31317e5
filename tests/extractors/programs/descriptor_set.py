class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        return g
    def __set__(self, o, v): h()
    def __delete__(self, o): h2()
def g(): pass
def h(): pass
def h2(): pass
class A: d = D()
a = A(); a.d(); a.d = 2
del a.d
