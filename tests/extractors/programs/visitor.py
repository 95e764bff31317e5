class Num:
    def accept(self, v): return getattr(v, 'visit_' + type(self).__name__)(self)
class Add:
    def accept(self, v): return getattr(v, 'visit_' + self.__class__.__name__)(self)
class V:
    def visit_Num(self, n): pass
    def visit_Add(self, n): pass
Num().accept(V()); Add().accept(V())
import ast
class W(ast.NodeVisitor):
    def visit_Name(self, n): self.seen(n)
    def seen(self, n): pass
W().visit(ast.parse('x'))
