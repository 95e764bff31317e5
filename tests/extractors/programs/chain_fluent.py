class Q:
    def a(self): return self
    def b(self): return self
    def end(self): return f
def f(): pass
Q().a().b().a().end()()
