import functools
def d(f):
    @functools.wraps(f)
    def w(): return 1
    return w
@d
def g(): h()
def h(): pass
g.__wrapped__()
