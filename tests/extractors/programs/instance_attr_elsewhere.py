class A: pass
def k(): pass
def setup(a): a.cb = k
def run(a): a.cb()
x = A(); setup(x); run(x)
