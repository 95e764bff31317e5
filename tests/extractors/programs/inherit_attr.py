class Base:
    handler = None
    def run(self): return self.handler()
class A(Base):
    def handler(self): pass
class B(Base):
    def handler(self): pass
A().run()
