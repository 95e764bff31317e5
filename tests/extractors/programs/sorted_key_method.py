class A:
    def __init__(self, n): self.n = n
    def key(self): return self.n
def main():
    xs = [A(2), A(1)]
    xs.sort(key=A.key)
    max(xs, key=lambda a: a.key()).key()
main()
