class Plugin:
    def run(self): pass
class A(Plugin):
    def run(self): pass
class B(A):
    def run(self): pass
for c in Plugin.__subclasses__(): c().run()
