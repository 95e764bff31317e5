from functools import reduce
def compose(*fs):
    def go(x):
        for f in fs: x = f(x)
        return x
    return go
def a(x): return x
def b(x): return x
compose(a, b)(1)
def comp2(f, g): return lambda x: f(g(x))
reduce(comp2, [a, b])(1)
