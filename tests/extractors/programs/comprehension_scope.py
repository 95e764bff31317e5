def a(): pass
def b(): pass
fs = {n: f for n, f in [('x', a), ('y', b)]}
fs['x']()
gs = [[f for f in (a,)], [b]]
gs[0][0]()
any(f() for f in (a, b))
