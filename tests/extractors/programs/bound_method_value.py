class A:
    def f(self): self.g()
    def g(self): pass
a = A(); m = a.f; m()
u = A.f; u(a)
