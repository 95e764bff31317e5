class Reg:
    def __init__(self): self.d = {}
    def add(self, name):
        def deco(f):
            self.d[name] = f
            return f
        return deco
    def run(self, name): return self.d[name]()
A = Reg(); B = Reg()
@A.add('x')
def ax(): pass
@B.add('x')
def bx(): pass
A.run('x')
