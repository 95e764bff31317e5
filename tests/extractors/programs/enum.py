from enum import Enum
class E(Enum):
    A = 1
    B = 2
    def go(self): pass
def main():
    E.A.go()
    for e in E: e.go()
    E(1).go(); E['B'].go()
main()
