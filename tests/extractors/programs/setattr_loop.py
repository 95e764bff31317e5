class A: pass
def a(self): pass
def b(self): pass
for n, f in (('x', a), ('y', b)):
    setattr(A, n, f)
A().x(); A().y()
