def a(): pass
def b(): pass
def pair(): return a, b
x, y = pair()
x(); y()
pair()[1]()
