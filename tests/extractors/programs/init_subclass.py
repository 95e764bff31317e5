class Base:
    reg = []
    def __init_subclass__(cls, **kw): note(cls); Base.reg.append(cls)
    def run(self): pass
def note(c): pass
class A(Base):
    def run(self): pass
def main():
    for c in Base.reg: c().run()
main()
