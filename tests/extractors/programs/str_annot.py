from __future__ import annotations
class A:
    def go(self): pass
def f(x: 'A | None', ys: list[A]):
    x.go()
    for y in ys: y.go()
f(A(), [A()])
