def a(): pass
def b(): pass
ls = [lambda f=f: f() for f in (a, b)]
ls[0]()
for l in ls: l()
