def f(*args): return g(*args)
def g(a, b): a(); b()
def x(): pass
def y(): pass
f(x, y)
def h(a, /, b, *, c): a(); b(); c()
h(x, b=y, c=x)
h(*[x], **{'b': y, 'c': x})
