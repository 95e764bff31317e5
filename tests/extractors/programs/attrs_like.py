class Field:
    def __init__(self, default): self.default = default
class Meta(type):
    def __new__(m, n, b, ns):
        fields = {k: v for k, v in ns.items() if isinstance(v, Field)}
        c = type.__new__(m, n, b, ns)
        c.fields = fields
        return c
class A(metaclass=Meta):
    x = Field(lambda: 1)
    def run(self):
        for n, f in self.fields.items(): f.default()
A().run()
