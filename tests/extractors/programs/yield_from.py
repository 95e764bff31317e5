def inner():
    yield f
def outer(): yield from inner()
def f(): pass
def main():
    for x in outer(): x()
main()
