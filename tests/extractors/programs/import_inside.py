def f():
    import functools as ft
    from os import path
    return ft.partial(g)
def g(): pass
f()()
