def sub():
    yield 1
    return f
def f(): pass
def main():
    r = yield from sub()
    r()
list(main())
