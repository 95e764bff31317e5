def a(): pass
def b(): pass
s = {a}; s.add(b)
for f in s: f()
(s | {a}).pop()()
for f in frozenset([a]): f()
for f in s & {a}: f()
