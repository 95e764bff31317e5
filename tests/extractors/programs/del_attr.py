def f(): pass
def g(): pass
class A: cb = staticmethod(f)
a = A()
a.cb = g
a.cb()
del a.cb
a.cb()
