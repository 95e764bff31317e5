def d(f):
    def w(): return f()
    w.raw = f
    w.sub = lambda: f()
    return w
@d
def g(): pass
g.raw(); g.sub()
