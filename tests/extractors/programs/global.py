H = None
def install(f):
    global H
    H = f
def k(): pass
install(k)
def run(): H()
run()
