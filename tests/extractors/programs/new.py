class A:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.init2()
        return o
    def init2(self): pass
A()
