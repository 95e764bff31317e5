class P:
    def __init__(self, t): self._t = t
    def __getattr__(self, n): return getattr(self._t, n)
class T:
    def go(self): pass
P(T()).go()
class Q:
    def __getattribute__(self, n): return f
def f(): pass
Q().any()
class S:
    def __setattr__(self, n, v): note(); object.__setattr__(self, n, v)
def note(): pass
S().x = 1
