class classproperty:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): return self.f(t)
class A:
    @classproperty
    def x(cls): return cls.k
    @staticmethod
    def k(): pass
A.x()
