import copy, weakref
class A:
    def go(self): pass
a = A()
copy.copy(a).go()
copy.deepcopy(a).go()
weakref.ref(a)().go()
weakref.proxy(a).go()
