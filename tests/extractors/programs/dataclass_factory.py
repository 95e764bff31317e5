from dataclasses import dataclass, field
def make(): return []
@dataclass
class A:
    x: list = field(default_factory=list)
    def __post_init__(self): helper(self)
def helper(a): pass
A()
