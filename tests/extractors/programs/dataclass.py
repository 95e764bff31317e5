from dataclasses import dataclass, field, replace
def mk(): return []
@dataclass
class A:
    f: object
    g: list = field(default_factory=mk)
    def run(self): self.f()
@dataclass
class B(A):
    h: object = None
    def __post_init__(self): self.h()
def k(): pass
def j(): pass
A(k).run()
B(k, h=j).run()
replace(A(k), f=j).run()
A(k) == A(k)
