def a(): pass
def b(): pass
(a if 1 else b)()
f = None or a
f()
