class A: pass
def f(): pass
def g(): pass
o = A()
o.cb = f
o.cb()
o.cb = g
o.cb()
