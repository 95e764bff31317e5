def a(): pass
def b(): pass
def c(): pass
x = a
x()
x = b
x()
if len([]) == 0:
    x = c
x()
