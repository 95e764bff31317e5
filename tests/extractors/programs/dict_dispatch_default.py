def a(): pass
def b(): pass
D = {'a': a}
D.get('z', b)()
for n, f in D.items(): f()
[f() for f in D.values()]
