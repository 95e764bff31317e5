from contextvars import ContextVar
v = ContextVar('v')
def f(): pass
v.set(f); v.get()()
import threading
loc = threading.local(); loc.f = f; loc.f()
