def outer():
    cb = None
    def set_(f):
        nonlocal cb
        cb = f
    def run(): cb()
    return set_, run
def k(): pass
s, r = outer(); s(k); r()
