"""What runs is in the call graph: small programs are run, and each call seen must be an edge."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import calls_of

RUNNER = """
import json, sys, threading
path = sys.argv[1]
edges = set()

def name(code):
    inside = code.co_qualname.replace(".<locals>", "")
    return "m" if inside == "<module>" else "m." + inside

def profile(frame, event, argument):
    if event == "call" and frame.f_code.co_filename == path:
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename != path:
            caller = caller.f_back
        if caller is not None:
            edges.add((name(caller.f_code), name(frame.f_code)))

code = compile(open(path).read(), path, "exec")
threading.setprofile(profile)
sys.setprofile(profile)
try:
    exec(code, {"__name__": "m"})
finally:
    sys.setprofile(None)
print(json.dumps(sorted(edges)))
"""
_INNER = re.compile(r"\.<(?:listcomp|genexpr|dictcomp|setcomp)>")
_LAMBDA = re.compile(r"<lambda\d*>")

PROGRAMS = {
    "dataclass_factory": """
from dataclasses import dataclass, field
def make(): return []
@dataclass
class A:
    x: list = field(default_factory=list)
    def __post_init__(self): helper(self)
def helper(a): pass
A()
""",
    "property_setter": """
class A:
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self.check(v); self._x = v
    def check(self, v): pass
a = A(); a.x = 1; a.x
""",
    "descriptor": """
class D:
    def __get__(self, o, t=None): return g
    def __set__(self, o, v): h()
def g(): pass
def h(): pass
class A: d = D()
a = A(); a.d()
""",
    "init_subclass": """
class Base:
    reg = []
    def __init_subclass__(cls, **kw): note(cls); Base.reg.append(cls)
    def run(self): pass
def note(c): pass
class A(Base):
    def run(self): pass
def main():
    for c in Base.reg: c().run()
main()
""",
    "yield_from": """
def inner():
    yield f
def outer(): yield from inner()
def f(): pass
def main():
    for x in outer(): x()
main()
""",
    "contextmanager": """
from contextlib import contextmanager
@contextmanager
def cm(f):
    f()
    yield f
def a(): pass
with cm(a) as x: x()
""",
    "exitstack_cls": """
class C:
    def __enter__(self): return self
    def __exit__(self, *a): self.close()
    def close(self): pass
    def use(self): pass
with C() as c: c.use()
""",
    "partial_method": """
from functools import partialmethod
class A:
    def f(self, x): x()
    g = partialmethod(f, lambda: None)
def k(): pass
A().f(k)
""",
    "operators": """
class V:
    def __add__(self, o): return V()
    def __eq__(self, o): return True
    def __len__(self): return 1
    def __contains__(self, x): return True
    def __getitem__(self, i): return self
    def __bool__(self): return True
    def __iter__(self): return iter([self])
    def __hash__(self): return 1
    def __str__(self): return 's'
    def __lt__(self, o): return True
def main():
    v = V(); v + v; v == v; len(v); 1 in v; v[0]
    for x in v: x + x
    str(v)
main()
""",
    "enum": """
from enum import Enum
class E(Enum):
    A = 1
    B = 2
    def go(self): pass
def main():
    E.A.go()
    for e in E: e.go()
    E(1).go(); E['B'].go()
main()
""",
    "super_diamond": """
class A:
    def f(self): pass
class B(A):
    def f(self): super().f()
class C(A):
    def f(self): super().f()
class D(B, C):
    def f(self): super().f()
D().f()
""",
    "class_decorator": """
def reg(cls):
    R[cls.__name__] = cls
    return cls
R = {}
@reg
class A:
    def __init__(self): pass
    def go(self): pass
R['A']().go()
""",
    "callable_class_deco": """
class Deco:
    def __init__(self, f): self.f = f
    def __call__(self, *a): return self.f(*a)
@Deco
def g(): pass
g()
""",
    "kwonly_star": """
def f(*args, cb=None, **kw):
    for a in args: a()
    cb(); kw['x']()
def a(): pass
def b(): pass
def c(): pass
f(a, cb=b, x=c)
f(*[a], **{'cb': b, 'x': c})
""",
    "nonlocal": """
def outer():
    cb = None
    def set_(f):
        nonlocal cb
        cb = f
    def run(): cb()
    return set_, run
def k(): pass
s, r = outer(); s(k); r()
""",
    "global": """
H = None
def install(f):
    global H
    H = f
def k(): pass
install(k)
def run(): H()
run()
""",
    "match": """
class A:
    def go(self): pass
class B:
    def go(self): pass
def f(x):
    match x:
        case A() as a: a.go()
        case [B() as b, *_]: b.go()
        case {'k': k}: k.go()
f(A()); f([B()]); f({'k': A()})
""",
    "walrus": """
def f(): return g
def g(): pass
if (x := f()): x()
""",
    "async": """
import asyncio
async def a(): return b
def b(): pass
class CM:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): pass
    def use(self): pass
async def agen():
    yield b
async def main():
    f = await a(); f()
    async with CM() as c: c.use()
    async for x in agen(): x()
asyncio.run(main())
""",
    "sorted_key_method": """
class A:
    def __init__(self, n): self.n = n
    def key(self): return self.n
def main():
    xs = [A(2), A(1)]
    xs.sort(key=A.key)
    max(xs, key=lambda a: a.key()).key()
main()
""",
    "reduce": """
from functools import reduce
def add(a, b): return a
reduce(add, [1, 2])
list(filter(add.__get__(1), [2]))
""",
    "thread": """
import threading
def work(x): x()
def k(): pass
t = threading.Thread(target=work, args=(k,)); t.start(); t.join()
class T(threading.Thread):
    def run(self): k()
u = T(); u.start(); u.join()
""",
    "dict_dispatch_default": """
def a(): pass
def b(): pass
D = {'a': a}
D.get('z', b)()
for n, f in D.items(): f()
[f() for f in D.values()]
""",
    "instance_attr_elsewhere": """
class A: pass
def k(): pass
def setup(a): a.cb = k
def run(a): a.cb()
x = A(); setup(x); run(x)
""",
    "getattr_fmt": """
class A:
    def on_x(self): pass
    def run(self, n): getattr(self, 'on_%s' % n)()
A().run('x')
""",
    "module_getattr_lambda": """
fs = [lambda: g(), lambda: h()]
def g(): pass
def h(): pass
for f in fs: f()
""",
    "abc": """
from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def step(self): ...
    def run(self): self.step()
class A(Base):
    def step(self): pass
A().run()
""",
    "classmethod_factory": """
class A:
    @classmethod
    def make(cls): return cls()
    def go(self): pass
class B(A):
    def go(self): pass
B.make().go(); A.make().go()
""",
    "del_shadow": """
def f(): pass
def g(): pass
def main():
    x = f
    del x
    x = g
    x()
main()
""",
    "new": """
class A:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.init2()
        return o
    def init2(self): pass
A()
""",
    "iter_next": """
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        if self.n: raise StopIteration
        self.n = 1
        return k
def k(): pass
for f in It(): f()
a = list(It()); a[0]()
x, = It(); x()
""",
    "closure_loop": """
def make(f):
    def w(): return f()
    return w
def a(): pass
ws = [make(f) for f in (a,)]
for w in ws: w()
""",
    "wraps_args": """
import functools
def deco(n):
    def d(f):
        @functools.wraps(f)
        def w(*a, **k):
            pre()
            return f(*a, **k)
        return w
    return d
def pre(): pass
@deco(1)
def g(cb): return cb()
def k(): pass
g(k)
""",
    "lru_cached_prop": """
from functools import lru_cache, cached_property
class A:
    @cached_property
    def p(self): return k
    @lru_cache
    def q(self): return k
def k(): pass
a = A(); a.p(); a.q()()
""",
    "str_annot": """
from __future__ import annotations
class A:
    def go(self): pass
def f(x: 'A | None', ys: list[A]):
    x.go()
    for y in ys: y.go()
f(A(), [A()])
""",
    "exception_methods": """
class E(Exception):
    def info(self): pass
def f():
    raise E()
try: f()
except E as e: e.info()
""",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_call_that_happens_is_known(tmp_path: Path, program: str) -> None:
    code = PROGRAMS[program]
    file = tmp_path / "m.py"
    file.write_text(code)
    done = subprocess.run([sys.executable, "-c", RUNNER, file], capture_output=True, text=True, check=True)
    classes = {f"m.{name}" for name in re.findall(r"^class (\w+)", code, re.MULTILINE)}  # their bodies run, too
    happened = {
        (_INNER.sub("", _LAMBDA.sub("<lambda>", caller)), _LAMBDA.sub("<lambda>", callee))
        for caller, callee in json.loads(done.stdout.splitlines()[-1])
        if callee not in classes and not _INNER.search(callee)
    }
    known = {
        (_LAMBDA.sub("<lambda>", caller), _LAMBDA.sub("<lambda>", callee))
        for caller, callees in calls_of(code).items()
        for callee in callees
    }
    assert happened <= known
