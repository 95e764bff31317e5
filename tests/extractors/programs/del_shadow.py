def f(): pass
def g(): pass
def main():
    x = f
    del x
    x = g
    x()
main()
