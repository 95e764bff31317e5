def make(f):
    def w(): return f()
    return w
def a(): pass
ws = [make(f) for f in (a,)]
for w in ws: w()
