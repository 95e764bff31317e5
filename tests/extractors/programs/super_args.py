class A:
    def __init__(self): self.setup()
    def setup(self): pass
class B(A):
    def __init__(self):
        super(B, self).__init__()
    def setup(self): A.setup(self)
B()
