class S(type):
    _i = {}
    def __call__(cls, *a, **k):
        if cls not in cls._i:
            cls._i[cls] = super().__call__(*a, **k)
        return cls._i[cls]
class A(metaclass=S):
    def __init__(self): pass
    def go(self): pass
A().go(); A().go()
