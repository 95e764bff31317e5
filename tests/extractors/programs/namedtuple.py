from typing import NamedTuple
from collections import namedtuple
class P(NamedTuple):
    f: object
    g: object = None
    def call(self): return self.f()
def k(): pass
def j(): pass
P(k).call()
p = P(k, g=j); a, b = p; a(); b(); p[1](); p._replace(f=j).f()
Q = namedtuple('Q', 'x y')
q = Q(k, y=j); q.x(); q.y()
m, n = q; m(); n()
Q._make([k, j]).x()
