class Base:
    def run(self): self.step()
    def step(self): pass
class A(Base):
    def step(self): super().step()
class B(Base):
    def step(self): pass
A().run(); B().run()
