class D:
    def __init__(self, n): self.n = n
    def __call__(self, f):
        def w(): self.pre(); return f()
        return w
    def pre(self): pass
@D(1)
def g(): pass
g()
