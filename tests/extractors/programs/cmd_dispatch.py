class C:
    def do(self, name):
        m = getattr(self, 'cmd_' + name, None)
        if m: return m()
        return self.unknown()
    def cmd_a(self): pass
    def cmd_b(self): pass
    def unknown(self): pass
C().do('a'); C().do('b'); C().do('x')
