class N:
    def __init__(self, **kw):
        self.__dict__.update(kw)
def k(): pass
N(f=k).f()
class M:
    def __init__(self, **kw):
        for n, v in kw.items(): setattr(self, n, v)
M(g=k).g()
from types import SimpleNamespace
SimpleNamespace(f=k).f()
