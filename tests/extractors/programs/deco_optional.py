def d(f=None, *, x=1):
    def wrap(g):
        def w(): return g()
        return w
    if f is None: return wrap
    return wrap(f)
@d
def a(): pass
@d(x=2)
def b(): pass
a(); b()
