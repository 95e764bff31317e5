class A:
    @staticmethod
    def s(): pass
    @classmethod
    def c(cls): cls.s(); return cls
    def i(self): self.s(); self.c(); type(self).s(); self.__class__.s()
A.s(); A().i(); A.c()().i()
