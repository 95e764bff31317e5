class Emitter:
    def __init__(self): self._h = {}
    def on(self, e, f=None):
        if f is None: return lambda g: self.on(e, g)
        self._h.setdefault(e, []).append(f); return f
    def emit(self, e, *a):
        for f in self._h.get(e, []): f(*a)
em = Emitter()
@em.on('x')
def hx(): pass
em.on('y', lambda: None)
em.emit('x'); em.emit('y')
