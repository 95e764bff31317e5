class V:
    def __iadd__(self, o): return self
    def __radd__(self, o): return self
    def __mul__(self, o): return o
    def __neg__(self): return self
    def __call__(self): pass
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): pass
    def __delitem__(self, k): pass
    def __enter__(self): return self
    def __exit__(self, *a): pass
    def __matmul__(self, o): return o
    def __invert__(self): return self
    def __lt__(self, o): return True
    def __and__(self, o): return self
    def __divmod__(self, o): return o
def f(): pass
v = V(); v += 1; v()
(1 + v)()
(v * f)()
(-v)(); (~v)()
v[f]()
v[1] = 2
del v[1]
(v @ f)()
v < v
(v & 1)()
