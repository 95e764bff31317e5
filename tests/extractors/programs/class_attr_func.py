def f(self): pass
class A:
    m = f
    n = staticmethod(lambda: None)
A().m()
A.n()
A.m(1)
