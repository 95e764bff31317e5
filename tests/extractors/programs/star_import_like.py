class N:
    pass
n = N()
n.__dict__['f'] = lambda: k()
def k(): pass
n.f()
n.__dict__.update(g=k)
n.g()
vars(n)['h'] = k
n.h()
