def a(): return b
def b(): return None
f = a
while f:
    f = f()
