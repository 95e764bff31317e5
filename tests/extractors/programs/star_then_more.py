def f(a, b, c): first(a); last(c)
def first(a): a()
def last(c): c()
def x(): pass
def y(): pass
def z(): pass
pair = [x, y]
f(*pair, z)
