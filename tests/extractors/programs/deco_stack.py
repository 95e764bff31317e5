import functools
def d1(f):
    def w1(*a): return f(*a)
    return w1
def d2(f):
    @functools.wraps(f)
    def w2(*a): return f(*a)
    return w2
@d1
@d2
def g(): pass
@d2
def h(): pass
g(); h()
