import re
def f(x): return g
def g(): pass
while (h := f(1)):
    h()
    break
[y() for x in [1] if (y := f(x))]
