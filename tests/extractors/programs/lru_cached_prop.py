from functools import lru_cache, cached_property
class A:
    @cached_property
    def p(self): return k
    @lru_cache
    def q(self): return k
def k(): pass
a = A(); a.p(); a.q()()
