class A:
    def getx(self): return f
    def setx(self, v): g()
    def delx(self): h()
    x = property(getx, setx, delx)
def f(): pass
def g(): pass
def h(): pass
a = A(); a.x(); a.x = 1
del a.x
