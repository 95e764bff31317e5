from contextlib import ExitStack, contextmanager
@contextmanager
def cm():
    yield f
def f(): pass
def done(): pass
class C:
    def __enter__(self): return self
    def __exit__(self, *a): pass
    def go(self): pass
with ExitStack() as s:
    x = s.enter_context(cm()); x()
    c = s.enter_context(C()); c.go()
    s.callback(done)
