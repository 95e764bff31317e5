def a(): raise ValueError
def b(): pass
def c(): pass
f = b
try:
    f = a
    f()
except ValueError:
    f = c
finally:
    f()
