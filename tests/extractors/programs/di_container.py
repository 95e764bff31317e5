class Container:
    def __init__(self): self._f = {}
    def register(self, k, f): self._f[k] = f
    def resolve(self, k): return self._f[k](self)
class Db:
    def q(self): pass
class Repo:
    def __init__(self, db): self.db = db
    def get(self): self.db.q()
c = Container()
c.register(Db, lambda c: Db())
c.register(Repo, lambda c: Repo(c.resolve(Db)))
c.resolve(Repo).get()
