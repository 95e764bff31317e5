class Box:
    def __init__(self, v): self.v = v
    def get(self): return self.v
def a(): pass
def b(): pass
Box(a).get()()
def main():
    x = Box(b)
    x.get()()
main()
