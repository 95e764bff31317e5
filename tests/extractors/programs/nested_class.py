class Outer:
    class Inner:
        def go(self): Outer.help()
    @staticmethod
    def help(): pass
    def run(self): self.Inner().go()
Outer().run()
Outer.Inner().go()
