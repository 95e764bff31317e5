class P:
    __match_args__ = ('f', 'g')
    def __init__(self, f, g): self.f = f; self.g = g
def a(): pass
def b(): pass
match P(a, b):
    case P(x, g=y): x(); y()
match [a, b]:
    case [x, *r]: x(); r[0]()
match {'k': a, 'o': b}:
    case {'k': x, **rest}: x(); rest['o']()
match (a, b):
    case (x, y) | [x, y, _]: y()
