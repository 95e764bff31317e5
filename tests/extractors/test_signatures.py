"""Signatures of what other units call: what is written, and what the values may be."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.signatures import Form, Signature

MODELS = """
    import dataclasses
    from django.db import models
    class Order(models.Model):
        def pay(self, amount, note=None): ...
        @property
        def is_open(self) -> bool: ...
        @classmethod
        def latest(cls, most=10): return cls.objects.all()
        @staticmethod
        def parse(text: "str"): ...
    @dataclasses.dataclass
    class Line:
        sku: str
        count: int = 1
"""


def signatures(code: str, uses: str, **modules: str) -> dict[str, Signature]:
    """The signatures of module ``m``, which a function of module ``n`` uses."""
    body = "from m import *\nfrom models import *\ndef use(other):\n" + "".join(
        f"    {line.strip()}\n" for line in uses.split(";")
    )
    graph = program_of(m=code, n=body, models=MODELS, **modules).graph
    assert list(graph.signatures) == sorted(graph.signatures)
    return {found.symbol: found for found in graph.signatures}


@pytest.mark.parametrize(
    ("code", "use", "parameter"),
    [
        ("def f(a: int): ...", "f(1)", ("a", "positional", "int", "", ("<builtin>.int",))),
        ("def f(a: 'int | None' = None): ...", "f()", ("a", "positional", "int | None", "None", ("<builtin>.int",))),
        ("def f(a='x'): ...", "f()", ("a", "positional", "", "'x'", ("<builtin>.str",))),
        ("def f(a=-1.5): ...", "f()", ("a", "positional", "", "-1.5", ())),
        ("def f(*, a: list[int] = ()): ...", "f()", ("a", "keyword", "list[int]", "()", ("<builtin>.int[]",))),
        ("def f(*a: int): ...", "f()", ("a", "*", "int", "", ())),
        ("def f(**a): ...", "f()", ("a", "**", "", "", ())),
        ("def f(a): ...", "f(Order())", ("a", "positional", "", "", ("models.Order",))),
        ("def f(a): ...", "f([Order()])", ("a", "positional", "", "", ("models.Order[]",))),
        ("def f(a): ...", "f(use)", ("a", "positional", "", "", ("<function>",))),
        ("def f(a): ...", "f(other)", ("a", "positional", "", "", ())),
        ("def f(password='hunter2'): ...", "f()", ("password", "positional", "", "…", ("<builtin>.str",))),
        ("import datetime\ndef f(a: datetime.date): ...", "f(1)",
         ("a", "positional", "datetime.date", "", ("<builtin>.int", "datetime.date"))),
    ],
)  # fmt: skip
def test_parameters(code: str, use: str, parameter: tuple[object, ...]) -> None:
    (found,) = signatures(code, use)["m.f"].parameters
    assert (found.name, found.kind, found.annotation, found.default, found.types) == parameter


@pytest.mark.parametrize(
    ("code", "returns", "types"),
    [
        ("def f() -> int: return 1", "int", ("<builtin>.int",)),
        ("def f(): return 'a'", "", ("<builtin>.str",)),
        ("from models import Order\ndef f(): return Order.objects.get(pk=1)", "", ("models.Order",)),
        ("def f(): ...", "", ()),
    ],
)
def test_results(code: str, returns: str, types: tuple[str, ...]) -> None:
    found = signatures(code, "f()")["m.f"]
    assert (found.returns, found.return_types) == (returns, types)


def test_forms_and_receivers() -> None:
    found = signatures("", "o = Order(); o.pay(1); o.is_open; Order.latest(); Order.parse('x'); Line('a')")
    forms = {symbol: (held.form, [parameter.name for parameter in held.parameters]) for symbol, held in found.items()}
    assert forms["models.Order.pay"] == (Form.METHOD, ["amount", "note"])
    assert forms["models.Order.is_open"] == (Form.PROPERTY, [])
    assert forms["models.Order.latest"] == (Form.CLASS_METHOD, ["most"])
    assert forms["models.Order.parse"] == (Form.STATIC_METHOD, ["text"])
    assert forms["models.Line"] == (Form.CLASS, ["sku", "count"])
    assert found["models.Line"].decorators == ("dataclasses.dataclass",)
    assert found["models.Order"].bases == ("django.db.models.Model",)


def test_only_what_other_units_call_and_what_that_takes() -> None:
    code = "from models import Line\ndef inner(): ...\ndef f(line: Line): return inner()\ndef unused(): ..."
    assert {"m.f", "m.inner", "models.Line"} == set(signatures(code, "f(other)"))


def test_coroutines_and_generators() -> None:
    found = signatures("async def f(): yield 1", "f()")["m.f"]
    assert (found.is_async, found.is_generator) == (True, True)
