"""What is made by the class of a parameter, or copied from it, is told apart by call."""
import copy
from copy import deepcopy


class A:
    def m(self):
        return 1


class B:
    def m(self):
        return 2


def again(thing):
    made = thing.__class__()
    made.label = "again"
    return made


def by_type(thing):
    return type(thing)()


def copied(thing):
    other = copy.copy(thing)
    return other


def deeply(thing):
    return deepcopy(thing)


def use_a():
    again(A()).m()
    by_type(A()).m()
    copied(A()).m()
    deeply(A()).m()


def use_b():
    again(B()).m()
    by_type(B()).m()
    copied(B()).m()
    deeply(B()).m()


use_a()
use_b()
