import functools
@functools.lru_cache(maxsize=None)
def f(): return g
@functools.cache
def h(): return g
def g(): pass
f()(); h()()
class A:
    @functools.cached_property
    def p(self): return g
A().p()
@functools.total_ordering
class O:
    def __lt__(self, o): return False
    def __eq__(self, o): return True
O() < O()
