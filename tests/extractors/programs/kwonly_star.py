def f(*args, cb=None, **kw):
    for a in args: a()
    cb(); kw['x']()
def a(): pass
def b(): pass
def c(): pass
f(a, cb=b, x=c)
f(*[a], **{'cb': b, 'x': c})
