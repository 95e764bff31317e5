def mk(x): return x
def a(): pass
for f in map(mk, [a]): f()
list(filter(None, [a]))[0]()
sorted([a], key=id)[0]()
max([a], key=id)()
(lambda f: f)(a)()
[*map(mk, [a])][0]()
