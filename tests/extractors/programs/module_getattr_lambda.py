fs = [lambda: g(), lambda: h()]
def g(): pass
def h(): pass
for f in fs: f()
