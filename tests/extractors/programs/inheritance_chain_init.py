class A:
    def __init__(self, cb): self.cb = cb
class B(A):
    def __init__(self, cb): A.__init__(self, cb)
class C(B): pass
def k(): pass
C(k).cb()
