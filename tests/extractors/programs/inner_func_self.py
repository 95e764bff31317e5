class A:
    def run(self):
        def go(): self.step()
        go()
        (lambda: self.step())()
        [self.step() for _ in [1]]
    def step(self): pass
A().run()
