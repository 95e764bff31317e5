def a(): pass
def b(): pass
def c(): pass
def d(): pass
first = [a] + [b]
more = (c,)
more += (d,)
def run():
    for f in first: f()
def run_more():
    for f in more: f()
def grown():
    mine = [a]
    mine += [d]
    for f in mine: f()
table = {"a": a} | {"c": c}
def keyed(): table["c"]()
run(); run_more(); grown(); keyed()
