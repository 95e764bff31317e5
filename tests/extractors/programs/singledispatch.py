from functools import singledispatch, singledispatchmethod
@singledispatch
def f(x): base()
@f.register(int)
def _(x): one()
@f.register
def g(x: str): two()
def base(): pass
def one(): pass
def two(): pass
f(1); f('a'); f(None)
class A:
    @singledispatchmethod
    def m(self, x): base()
    @m.register
    def _(self, x: int): one()
A().m(1); A().m('a')
