from abc import ABC, abstractmethod
class B(ABC):
    @property
    @abstractmethod
    def x(self): ...
    def run(self): self.x()
class A(B):
    @property
    def x(self): return f
def f(): pass
A().run()
