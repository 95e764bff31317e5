def a(): pass
def b(): pass
def c(): pass
l = [a]
l.extend([b])
l.insert(0, c)
for f in l: f()
l.pop()()
m = l + [a]
m[-1]()
for f in reversed(m): f()
for i, f in enumerate(m): f()
for f, g in zip(l, m): g()
n = l[:]
n[0]()
k = list(l); k[0]()
t = tuple(l); t[0]()
(x, *y) = [a, b, c]
y[0]()
