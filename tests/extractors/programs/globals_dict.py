def a(): pass
globals()['a']()
n = 'a'
globals()[n]()
class A:
    def go(self): pass
    def stop(self): pass
for n in ('go', 'stop'):
    getattr(A(), n)()
vars(A)['go'](A())
A.__dict__['stop'](A())
