from typing import Protocol
class P(Protocol):
    def go(self): ...
class A:
    def go(self): pass
def run(p: P): p.go()
run(A())
