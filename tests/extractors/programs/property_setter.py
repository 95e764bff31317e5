class A:
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self.check(v); self._x = v
    def check(self, v): pass
a = A(); a.x = 1; a.x
