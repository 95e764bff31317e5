from contextlib import closing
class C:
    def close(self): pass
    def go(self): pass
with closing(C()) as c: c.go()
