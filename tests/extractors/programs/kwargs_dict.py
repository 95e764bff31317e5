def f(**kw): kw['a'](); g(**kw)
def g(a, **rest): a(); rest['b']()
def x(): pass
def y(): pass
f(a=x, b=y)
d = {'a': y, 'b': x}
g(**d)
