def reg(cls):
    R[cls.__name__] = cls
    return cls
R = {}
@reg
class A:
    def __init__(self): pass
    def go(self): pass
R['A']().go()
