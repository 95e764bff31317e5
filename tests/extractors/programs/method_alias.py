class A:
    def f(self): pass
    g = f
    h = property(lambda self: self.f)
a = A(); a.g(); a.h()
