class D(dict):
    def __getitem__(self, k): return super().__getitem__(k)
    def get2(self, k): return self[k]
def f(): pass
d = D(); d['a'] = f
d['a'](); d.get2('a')()
class L(list):
    def first(self): return self[0]
l = L(); l.append(f); l.first()()
L([f]).first()()
