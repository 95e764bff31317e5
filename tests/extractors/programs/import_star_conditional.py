try:
    import nothing_here
except ImportError:
    nothing_here = None
def f(): pass
g = getattr(nothing_here, 'x', f)
g()
