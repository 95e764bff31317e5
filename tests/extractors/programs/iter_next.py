class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        if self.n: raise StopIteration
        self.n = 1
        return k
def k(): pass
for f in It(): f()
a = list(It()); a[0]()
x, = It(); x()
