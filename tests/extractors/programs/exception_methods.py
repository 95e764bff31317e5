class E(Exception):
    def info(self): pass
def f():
    raise E()
try: f()
except E as e: e.info()
