class E(Exception):
    def __init__(self, cb):
        super().__init__()
        self.cb = cb
class F(E): pass
def k(): pass
try:
    raise F(k)
except (E, TypeError) as e:
    e.cb()
try: raise F(k)
except Exception as e:
    e.cb()
