class M(type):
    reg = []
    def __new__(m, name, bases, ns):
        c = super().__new__(m, name, bases, ns)
        note(c)
        M.reg.append(c)
        return c
    def __init__(cls, name, bases, ns): extra()
    def make(cls): return cls()
def note(c): pass
def extra(): pass
class A(metaclass=M):
    def go(self): pass
A.make().go()
for c in M.reg: c().go()
