class A:
    def go(self): pass
class B:
    def go(self): pass
def f(x):
    if isinstance(x, A): x.go()
    else: g(x)
def g(x): x.go()
f(A()); f(B())
