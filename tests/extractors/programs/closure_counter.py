def outer(f):
    def inner(): f()
    return inner
def a(): pass
def b(): pass
x = outer(a); y = outer(b)
x()
