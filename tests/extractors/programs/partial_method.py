from functools import partialmethod
class A:
    def f(self, x): x()
    g = partialmethod(f, lambda: None)
def k(): pass
A().f(k)
