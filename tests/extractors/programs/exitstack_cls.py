class C:
    def __enter__(self): return self
    def __exit__(self, *a): self.close()
    def close(self): pass
    def use(self): pass
with C() as c: c.use()
