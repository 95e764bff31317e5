class A:
    def go(self): pass
class B:
    def go(self): pass
def f(x):
    match x:
        case A() as a: a.go()
        case [B() as b, *_]: b.go()
        case {'k': k}: k.go()
f(A()); f([B()]); f({'k': A()})
