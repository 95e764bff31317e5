"""What a function hands back of unpacked arguments is not what is written behind them."""


class Disk:
    def mount(self):
        return "disk"


class Log:
    def mount(self):
        return "log"


def first(one, two):
    return one


def use(pair):
    first(*pair, Log()).mount()


use([Disk()])
