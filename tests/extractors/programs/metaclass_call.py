class M(type):
    def __call__(cls, *a):
        log()
        return super().__call__(*a)
def log(): pass
class A(metaclass=M):
    def __init__(self): pass
    def go(self): pass
A().go()
