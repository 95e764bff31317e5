def a(): pass
def b(): pass
def c(): pass
d = dict(x=a)
d['x']()
d.update({'y': b})
d['y']()
d.setdefault('z', c)()
d.pop('x')()
e = {**d, 'w': a}
e['w'](); e['y']()
f = d | {'v': a}
f['v']()
for k, v in e.items(): v()
g = {k: v for k, v in e.items()}
g['w']()
h = dict([('p', b)])
h['p']()
i = dict(zip(['q'], [c])); i['q']()
i.get('q')()
