def a(): pass
def b(): pass
d = {}
d['x'] = a
d['x']()
d['x'] = b
d['x']()
d['y'] = a
d['y']()
