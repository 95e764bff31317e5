from contextlib import contextmanager
@contextmanager
def cm(f):
    f()
    yield f
def a(): pass
with cm(a) as x: x()
