from functools import partial
def f(a, b): a(); b()
def x(): pass
def y(): pass
partial(f, x)(y)
partial(f, b=y)(x)
p = partial(partial(f, x), y); p()
p.func(x, y)
