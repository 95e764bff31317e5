class M:
    def f(self): super().f()
class A:
    def f(self): pass
class B(M, A): pass
B().f()
class C:
    def f(self): pass
class D(M, C): pass
D().f()
