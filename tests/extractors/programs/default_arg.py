def d(): pass
def e(): pass
def f(cb=d): cb()
f(); f(e)
def g(cb=None):
    cb = cb or d
    cb()
g()
g(e)
