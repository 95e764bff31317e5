def a(): pass
def b(): pass
l = [a, b]
l[0]()
l[1]()
l[0] = b
l[0]()
l.append(a)
l[-1]()
l[2]()
