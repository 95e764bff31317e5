class Deco:
    def __init__(self, f): self.f = f
    def __call__(self, *a): return self.f(*a)
@Deco
def g(): pass
g()
