class Base:
    def call(self, name): return HANDLERS[name](self)
class A(Base):
    def go(self): self.own()
    def own(self): pass
class B(Base):
    def stay(self): self.mine()
    def mine(self): pass
HANDLERS = {"a": A.go, "b": B.stay}
A().call("a"); B().call("b")
