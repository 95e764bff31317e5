from typing import Generic, TypeVar
T = TypeVar('T')
class Repo(Generic[T]):
    model: type
    def get(self): return self.model()
class A:
    def go(self): pass
class ARepo(Repo[A]):
    model = A
ARepo().get().go()
