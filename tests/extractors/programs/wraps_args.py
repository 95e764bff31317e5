import functools
def deco(n):
    def d(f):
        @functools.wraps(f)
        def w(*a, **k):
            pre()
            return f(*a, **k)
        return w
    return d
def pre(): pass
@deco(1)
def g(cb): return cb()
def k(): pass
g(k)
