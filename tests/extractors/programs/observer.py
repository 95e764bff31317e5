class Subject:
    def __init__(self): self.obs = []
    def attach(self, o): self.obs.append(o)
    def notify(self):
        for o in self.obs: o.update(self)
class A:
    def update(self, s): s.state()
class B:
    def update(self, s): pass
Subject.state = lambda self: None
s = Subject(); s.attach(A()); s.attach(B()); s.notify()
