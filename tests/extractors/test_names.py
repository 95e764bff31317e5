"""Which names a body binds."""

from __future__ import annotations

import ast

import pytest

from decompose.extractors.lowering.names import bindings_of, may_bind_in_expressions

STATEMENTS = [
    ("a = b = c", {"a", "b"}),
    ("a, (b, *c) = d", {"a", "b", "c"}),
    ("a.b = c[d] = e", set()),
    ("a: int = 1\nb += 2", {"a", "b"}),
    ("for a, b in c:\n d = 1\nelse:\n e = 2", {"a", "b", "d", "e"}),
    ("while a:\n b = 1", {"b"}),
    ("with a as b, c as (d, e):\n f = 1", {"b", "d", "e", "f"}),
    ("try:\n a = 1\nexcept E as b:\n c = 1\nelse:\n d = 1\nfinally:\n e = 1", {"a", "b", "c", "d", "e"}),
    ("match a:\n case {'k': b, **c}: pass\n case [d, *e] | C(f, g=h): i = 1\n case j: pass", set("bcdefhij")),
    ("import a.b, c as d\nfrom e import f as g, h", {"a", "d", "g", "h"}),
    ("def a(b): c = 1\nclass d: e = 1", {"a", "d"}),
    ("global a\na = b = 1", {"b"}),
    ("del a", {"a"}),
    ("if x:\n a = [b for b in c]\nelse:\n d = lambda e: f", {"a", "d"}),
]


@pytest.mark.parametrize(("code", "names"), STATEMENTS)
def test_names_bound_by_statements(code: str, names: set[str]) -> None:
    body = ast.parse(code).body
    assert bindings_of(body).local == names
    assert bindings_of(body, in_expressions=False) == bindings_of(body)


@pytest.mark.parametrize(
    ("code", "names"), [("f(a := 1)", {"a"}), ("[b for b in c if (d := b)]", {"d"}), ("x = yield y", {"x"})]
)
def test_names_bound_by_expressions(code: str, names: set[str]) -> None:
    assert may_bind_in_expressions(code.encode())
    found = bindings_of(ast.parse(code).body)
    assert found.local == names
    assert found.yields == ("yield" in code)
