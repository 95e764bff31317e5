def f(): return g
def g(): pass
if (x := f()): x()
