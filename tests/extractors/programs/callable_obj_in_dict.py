class Cmd:
    def __call__(self): self.run()
    def run(self): pass
D = {'c': Cmd(), 'l': lambda: None}
D['c'](); D['l']()
list(map(Cmd(), [])) 
