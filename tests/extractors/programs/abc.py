from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def step(self): ...
    def run(self): self.step()
class A(Base):
    def step(self): pass
A().run()
