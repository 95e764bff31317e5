def gen():
    f = yield
    while True:
        f = yield f()
def cb(): pass
g = gen(); next(g); g.send(cb)
