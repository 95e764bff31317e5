"""The call graph: small programs and what their functions call."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import calls_of, program_of

CASES = [
    pytest.param("def f(): pass\nf()", "m", {"m.f"}, id="function"),
    pytest.param("def f(): pass\ng = f\ng()", "m", {"m.f"}, id="assigned"),
    pytest.param("def f(): pass\ndef g(): pass\nx = f\nx = g\nx()", "m", {"m.g"}, id="reassigned"),
    pytest.param("def f(): pass\ndef h(x): x()\nh(f)", "m.h", {"m.f"}, id="argument"),
    pytest.param("def f(): pass\ndef h(x=f): x()\nh()", "m.h", {"m.f"}, id="default"),
    pytest.param("def f(): pass\ndef h(**k): k['x']()\nh(x=f)", "m.h", {"m.f"}, id="keyword dict"),
    pytest.param("def f(): pass\ndef h(*a): a[0]()\nh(f)", "m.h", {"m.f"}, id="star"),
    pytest.param("def f(): pass\ndef h(): return f\nh()()", "m", {"m.f", "m.h"}, id="returned"),
    pytest.param("def f(): pass\nd = {'a': f}\nd['a']()", "m", {"m.f"}, id="dict"),
    pytest.param("def f(): pass\nl = []\nl.append(f)\nl[0]()", "m", {"m.f", "<**PyList**>.append"}, id="list"),
    pytest.param("def f(): pass\nfor g in [f]: g()", "m", {"m.f"}, id="loop"),
    pytest.param("def f(): pass\na, b = f, 1\na()", "m", {"m.f"}, id="unpacked"),
    pytest.param("class A:\n def m(self): self.n()\n def n(self): pass", "m.A.m", {"m.A.n"}, id="self"),
    pytest.param(
        "class A:\n def n(self): pass\nclass B(A):\n def n(self): super().n()",
        "m.B.n",
        {"<builtin>.super", "m.A.n"},
        id="super",
    ),
    pytest.param("class A:\n def __init__(self): pass\nA()", "m", {"m.A.__init__"}, id="constructor"),
    pytest.param("class A:\n @classmethod\n def n(cls): pass\nA.n()", "m", {"m.A.n"}, id="class method"),
    pytest.param("class A:\n @staticmethod\n def n(): pass\nA().n()", "m", {"m.A.n"}, id="static method"),
    pytest.param("class A:\n @property\n def n(self): pass\nA().n", "m", {"m.A.n"}, id="property"),
    pytest.param("class A:\n def n(self): pass\ndef g(a: 'A'): a.n()", "m.g", {"m.A.n"}, id="annotation"),
    pytest.param("class A:\n def n(self): pass\ndef g(a: A | None): a.n()", "m.g", {"m.A.n"}, id="union"),
    pytest.param(
        "class A:\n def n(self): pass\ndef g(a):\n if isinstance(a, A): a.n()",
        "m.g",
        {"<builtin>.isinstance", "m.A.n"},
        id="isinstance",
    ),
    pytest.param(
        "class A:\n def n(self): pass\nclass B:\n def __init__(self): self.a = A()\n def g(self): self.a.n()",
        "m.B.g",
        {"m.A.n"},
        id="attribute of self",
    ),
    pytest.param("class A:\n def __call__(self): pass\nA()()", "m", {"m.A.__call__"}, id="callable object"),
    pytest.param("class A:\n def __enter__(self): pass\nwith A(): pass", "m", {"m.A.__enter__"}, id="with"),
    pytest.param("class A:\n def __add__(self, o): pass\nA() + 1", "m", {"m.A.__add__"}, id="operator"),
    pytest.param("def d(f): return f\n@d\ndef g(): pass\ng()", "m", {"m.d", "m.g"}, id="decorator"),
    pytest.param("def d(f):\n def w(): f()\n return w\n@d\ndef g(): pass\ng()", "m", {"m.d", "m.d.w"}, id="wrapper"),
    pytest.param("def f(x): pass\nlist(map(f, [1]))", "m", {"<builtin>.list", "<builtin>.map", "m.f"}, id="map"),
    pytest.param(
        "import functools\ndef f(x): pass\ng = functools.partial(f, 1)\ng()",
        "m",
        {"functools.partial", "m.f"},
        id="partial",
    ),
    pytest.param(
        "class A:\n def n(self): pass\ngetattr(A(), 'n')()", "m", {"<builtin>.getattr", "m.A.n"}, id="getattr"
    ),
    pytest.param("def f():\n yield g\ndef g(): pass\nfor x in f(): x()", "m", {"m.f", "m.g"}, id="generator"),
    pytest.param("async def f(): pass\nasync def g(): await f()", "m.g", {"m.f"}, id="await"),
    pytest.param("f = lambda: g()\ndef g(): pass\nf()", "m.<lambda1>", {"m.g"}, id="lambda"),
    pytest.param("import ext\next.A().b()", "m", {"ext.A", "ext.A.b"}, id="external"),
    pytest.param("def f():\n def g(): h()\n def h(): pass\n g()", "m.f.g", {"m.f.h"}, id="closure"),
    pytest.param(
        "def f(): pass\ndef g(): pass\nd = {'a': f}\nd['a'] = g\nd['a']()", "m", {"m.g"}, id="element set anew"
    ),
    pytest.param(
        "def f(): pass\ndef g(): pass\nd = {'a': {'b': f}}\nd['a']['b'] = g\nd['a']['b']()",
        "m",
        {"m.g"},
        id="inner element",
    ),
    pytest.param(
        "def f(): pass\ndef g(): pass\nd = {'a': f}\nif x: d['a'] = g\nd['a']()", "m", {"m.f", "m.g"}, id="on one path"
    ),
    pytest.param(
        "def f(): pass\ndef g(): pass\ndef h(d): d['a'] = g\nd = {'a': f}\nh(d)\nd['a']()",
        "m",
        {"m.f", "m.g", "m.h"},
        id="changed by a callee",
    ),
    pytest.param(
        "def f(): pass\ndef g(): pass\nd = {'a': f}\nfor x in y:\n d['a']()\n d['a'] = g",
        "m",
        {"m.f", "m.g"},
        id="in a loop",
    ),
    pytest.param("def f(): pass\ndef g(): pass\nl = [f, g]\nl[1:][0]()", "m", {"m.g"}, id="slice"),
    pytest.param("def f(): pass\ndef g(): pass\ndef h(i): l[i]()\nl = [f, g]\nh(1)", "m.h", {"m.g"}, id="index"),
    pytest.param("def f(): pass\ndef g(): pass\ndef h(i): l[i]()\nl = [f, g]", "m.h", {"m.f", "m.g"}, id="no index"),
    pytest.param(
        "R = {}\ndef reg(f):\n R[f.__name__] = f\n return f\n"
        "@reg\ndef a(): pass\n@reg\ndef b(): pass\ndef g(): R['a']()",
        "m.g",
        {"m.a"},
        id="registry by name",
    ),
    pytest.param(
        "R = {}\ndef reg(f):\n R[f.code] = f\n return f\n@reg\ndef a(): pass\n@reg\ndef b(): pass\ndef g(): R['x']()",
        "m.g",
        {"m.a", "m.b"},
        id="registry by something else",
    ),
    pytest.param(
        "R = {}\nclass A:\n def __init__(self, f): pass\ndef d(f):\n def w(): f()\n return w\n"
        "@d\n@A\ndef a(): pass\nR[x] = a\ndef g(): R['a']()",
        "m.g",
        {"m.d.w"},
        id="wrapped object in a registry",
    ),
    pytest.param("class E(Exception):\n def __init__(self): pass\nraise E", "m", {"m.E.__init__"}, id="raise"),
    pytest.param("raise ValueError", "m", set(), id="raise from outside"),
    pytest.param("try: x = f\nexcept E: x = g\ndef f(): pass\ndef g(): pass", "m", set(), id="before definition"),
]


@pytest.mark.parametrize(("code", "caller", "callees"), CASES)
def test_calls(code: str, caller: str, callees: set[str]) -> None:
    assert set(calls_of(code)[caller]) == callees


IMPORTS = [
    pytest.param("from a.b import f\nf()", id="from"),
    pytest.param("import a.b\na.b.f()", id="dotted"),
    pytest.param("import a.b as c\nc.f()", id="alias"),
    pytest.param("from a import f\nf()", id="re-exported"),
    pytest.param("from a import *\nf()", id="star"),
    pytest.param("def g():\n    from a.b import f\n    f()\ng()", id="inside a function"),
    pytest.param("import importlib\nimportlib.import_module('a.b').f()", id="by name"),
]


CARRIED = "import a\nclass H:\n    def __init__(self): self.k = a.K\n    def g(self): return self.k"
NAMED = [
    pytest.param("from a import K\ndef g(): return [K]", "m.g", "exact", id="in a function"),
    pytest.param("def g():\n    from a import K\n    return K", "m.g", "exact", id="imported in a function"),
    pytest.param("def g():\n    from a import K", "m.g", "exact", id="imported for its effect"),
    pytest.param("from a import K\nKINDS = (K, 1)", "m", "exact", id="in a statement of the module"),
    pytest.param("from a import K\nregister(1, kind=K)", "m", "exact", id="as an argument in the module"),
    pytest.param("import a\ndef g(): return a.K", "m.g", "exact", id="dotted"),
    pytest.param(CARRIED, "m.H.g", "heuristic", id="carried by an object"),
    pytest.param("from a import K", "m", "", id="not used"),
    pytest.param("from a import K as L", "m", "", id="passed on"),
]


@pytest.mark.parametrize(("code", "user", "confidence"), NAMED)
def test_what_names_a_class_of_another_module(code: str, user: str, confidence: str) -> None:
    edges = program_of(m=code, a="class K: ...").graph.edges
    told = {e.source_symbol: e.confidence.value for e in edges if e.kind.value == "imports" and e.target == "a.K"}
    assert told.get(user, "") == confidence


@pytest.mark.parametrize("code", IMPORTS)
def test_imports(code: str) -> None:
    graph = calls_of(code, a__init="from .b import f", a__b="def f(): pass")
    assert "a.b.f" in {callee for callees in graph.values() for callee in callees}


@pytest.mark.parametrize(
    "code",
    [
        "from functools import partial\nf = len\nfor _ in range(3):\n    f = partial(f, 1)\nf()",
        "l = []\nl.append(l)\nsession.add_all(l)",
        "class A(A): pass\nA()",
        "class A(B): pass\nclass B(A): pass\nA().x()",
        "x = ''\nfor i in y:\n    x = x + i\ncursor.execute(x)",
        "def f(*a, **k): f(*a, **k)",
    ],
)
def test_recursion_ends(code: str) -> None:
    assert calls_of(code)


def test_every_function_and_module_is_a_key() -> None:
    graph = calls_of("def f():\n    def g(): pass\nclass A:\n    def n(self): pass")
    assert set(graph) == {"m", "m.f", "m.f.g", "m.A.n"}


def test_unresolved_calls_are_counted_and_listed() -> None:
    coverage = program_of(m="def f(x):\n    x.go()\n    x.go()").graph.coverage
    assert coverage.calls_unresolved == 2
    (group,) = coverage.unresolved
    assert (group.expression, group.reason, group.count) == ("x.go", "parameter of unknown type", 2)


def test_one_broken_file_spoils_nothing_else() -> None:
    program = program_of(broken="def (:", m="def f(): pass\nf()")
    assert program.calls["m"] == ("m.f",)
    assert program.graph.coverage.files_not_parsed == 1
    assert any(found.place.path == "broken.py" for found in program.graph.diagnostics)
