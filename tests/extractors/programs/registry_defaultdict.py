from collections import defaultdict
H = defaultdict(list)
def on(ev):
    def d(f):
        H[ev].append(f)
        return f
    return d
@on('a')
def ha(): pass
@on('b')
def hb(): pass
def emit(ev):
    for h in H[ev]: h()
emit('a'); emit('b')
