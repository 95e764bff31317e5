from enum import Enum
def a(): pass
class E(Enum):
    X = 'x'
    Y = 'y'
    @property
    def fn(self): return a
    @classmethod
    def pick(cls): return cls.X
    def __str__(self): return self.val()
    def val(self): return 'v'
E.X.fn()
E.pick().val()
str(E.Y)
for e in E: e.val()
E['X'].val(); E('y').val()
E.__members__['X'].val()
