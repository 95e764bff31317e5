from itertools import chain
class A:
    def run(self): pass
def some(): return [A()]
def more(): return [A()]
for a in chain.from_iterable([some(), more()]): a.run()
