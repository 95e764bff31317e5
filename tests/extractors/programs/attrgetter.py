import operator
class A:
    def go(self): pass
    def __init__(self): self.f = k
def k(): pass
operator.methodcaller('go')(A())
operator.attrgetter('f')(A())()
operator.itemgetter(0)([k])()
list(map(operator.methodcaller('go'), [A()]))
