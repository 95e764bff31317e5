class A:
    def on_x(self): pass
    def run(self, n): getattr(self, 'on_%s' % n)()
A().run('x')
