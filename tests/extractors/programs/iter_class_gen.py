class T:
    def __init__(self, xs): self.xs = xs
    def __iter__(self):
        for x in self.xs: yield x
def a(): pass
for f in T([a]): f()
[f() for f in T([a])]
list(T([a]))[0]()
x, = T([a]); x()
