"""A change followed from the state of an earlier link gives what a full link gives, or is refused."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decompose.extractors.declarations import NO_DECLARATIONS
from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.facts import FileFacts
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.linking import link
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.program import unsolved
from decompose.extractors.linking.relinking.program import Earlier, link_and_keep, relink
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.linking.relinking.state import capture
from decompose.extractors.linking.relinking.tables import Tables
from decompose.extractors.linking.relinking.uses import Unknown, UseNames, UseReader, encode_linkage
from decompose.extractors.linking.rounds import solve
from decompose.extractors.reading import read_file
from decompose.extractors.repository import Repository, Role, SourceFile

_PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))

_MODELS = """
    from django.db import models

    class Order(models.Model):
        total = models.IntegerField()

    class Bill(models.Model):
        order = models.ForeignKey(Order, on_delete=models.CASCADE)
"""
_SHOP = """
    from models import Order, Bill
    import mail

    LIMIT = 10

    class Base:
        def check(self):
            return True

    class Desk(Base):
        def __init__(self, kind):
            self.kind = kind

        def take(self, order):
            if order.total > LIMIT:
                mail.send(order)
            self.check()
            return order

        def close(self, names):
            for name in names:
                mail.send(name)

    def open_desk(kind="plain"):
        desk = Desk(kind)
        desk.take(Order.objects.get())
        return desk
"""
_MAIL = """
    def send(thing):
        write(thing)
        thing.check()

    def write(text):
        return str(text)

    def unused():
        write("x")
"""
_BEFORE = {"models": _MODELS, "shop": _SHOP, "mail": _MAIL}


def _read(modules: Mapping[str, str]) -> tuple[Repository, dict[str, FileFacts]]:
    sources = tuple(SourceFile(f"{name}.py", name) for name in sorted(modules))
    facts = {f"{name}.py": read_file(f"{name}.py", _dedented(code).encode()) for name, code in modules.items()}
    return Repository("test", "/", sources=sources), facts


def _dedented(code: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in code.split("\n")) if code.startswith("\n    ") else code


def _both(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[DependencyGraph, DependencyGraph]:
    """The graph of the later modules: from the state of the earlier ones, and from a full link."""
    repository, facts = _read(before)
    _, earlier = link_and_keep(repository, facts, NO_DECLARATIONS)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(earlier), type=Earlier)
    later_repository, later = _read(after)
    quick = relink(later_repository, later, NO_DECLARATIONS, kept, facts)
    return _comparable(quick), _comparable(link(later_repository, later).graph)


def _comparable(graph: DependencyGraph) -> DependencyGraph:
    """A graph without what relinking takes over from before, and without the types of signatures, which only grow."""
    return msgspec.structs.replace(graph, unreached=(), resources=(), repeated=(), traits=(), marks=(), signatures=())


def _check_same(quick: DependencyGraph, full: DependencyGraph) -> None:
    for name in full.__struct_fields__:
        assert getattr(quick, name) == getattr(full, name), name


def _edited(module: str, *replacements: tuple[str, str]) -> dict[str, str]:
    code = _BEFORE[module]
    for old, new in replacements:
        assert old in code
        code = code.replace(old, new)
    return {**_BEFORE, module: code}


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        pytest.param("shop", "LIMIT = 10", "# the most\n    LIMIT = 10", id="comment"),
        pytest.param(
            "shop", "            self.check()\n", "            self.check()\n            mail.unused()\n", id="call"
        ),
        pytest.param("shop", "mail.send(name)", "mail.write(name)", id="another-call"),
        pytest.param("shop", "            self.check()\n", "", id="call-gone"),
        pytest.param(
            "shop", "return order\n", "Bill.objects.create(order=order)\n            return order\n", id="write"
        ),
        pytest.param("shop", "Order.objects.get()", "Order.objects.first()", id="query"),
        pytest.param(
            "shop", "    def open_desk", "    def more():\n        mail.write(1)\n\n    def open_desk", id="function"
        ),
        pytest.param(
            "shop",
            "        def close(",
            "        def empty(self):\n            self.take(Order())\n\n        def close(",
            id="method",
        ),
        pytest.param("shop", "    import mail\n", "    import mail\n    from mail import write\n", id="import"),
        pytest.param(
            "mail", "return str(text)", "text.close([])\n        return str(text)", id="attribute-of-argument"
        ),
        pytest.param("mail", '    def unused():\n        write("x")\n', "", id="function-gone"),
        pytest.param("shop", 'open_desk(kind="plain")', 'open_desk(kind="plain", size=1)', id="parameter"),
        pytest.param("shop", "return desk", "return desk, [desk.close(n) for n in ()]", id="result"),
        pytest.param(
            "models",
            "total = models.IntegerField()",
            "total = models.IntegerField()\n        paid = models.DateField()",
            id="column",
        ),
    ],
)
def test_follows(module: str, old: str, new: str) -> None:
    quick, full = _both(_BEFORE, _edited(module, (old, new)))
    _check_same(quick, full)


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        pytest.param("shop", "class Desk(Base)", "class Desk", id="bases"),
        pytest.param("shop", "def take(self, order)", "def take(self, other, order)", id="parameters"),
        pytest.param(
            "shop", "        def check(self)", "        @staticmethod\n        def check(self)", id="decorators"
        ),
        pytest.param(
            "shop",
            "        def take(",
            "        def check(self):\n            pass\n\n        def take(",
            id="override",
        ),
        pytest.param("shop", "desk.take(Order.objects.get())", "pass", id="argument-of-which-much-was-made"),
        pytest.param("mail", "return str(text)", "yield text", id="generator"),
        pytest.param("mail", "    def send", "    __all__ = ['send']\n\n    def send", id="exports"),
    ],
)
def test_refuses(module: str, old: str, new: str) -> None:
    with pytest.raises(TooMuch):
        _both(_BEFORE, _edited(module, (old, new)))


def test_refuses_other_files() -> None:
    with pytest.raises(TooMuch):
        _both(_BEFORE, {**_BEFORE, "more": "x = 1\n"})


def test_several_files() -> None:
    after = _edited("shop", ("mail.send(name)", "mail.write(name)"))
    after["mail"] = _MAIL.replace("thing.check()", "write(thing.kind)")
    quick, full = _both(_BEFORE, after)
    _check_same(quick, full)


def _statements(tree: ast.Module) -> list[tuple[list[ast.stmt], int]]:
    """Every statement that has others beside it, as its block and its place in there."""
    blocks = [
        block
        for node in ast.walk(tree)
        for name in ("body", "orelse")
        if isinstance(block := getattr(node, name, None), list)
    ]
    return [(block, index) for block in blocks for index in range(len(block)) if len(block) > 1]


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_PROGRAMS), st.integers(0, 10_000), st.sampled_from(["delete", "double", "move"]))
def test_is_true_or_refused(program: Path, number: int, edit: str) -> None:
    code = program.read_text()
    tree = ast.parse(code)
    statements = _statements(tree)
    if not statements:
        return
    block, index = statements[number % len(statements)]
    if edit == "delete":
        del block[index]
    elif edit == "double":
        if not isinstance(block[index], (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            block.insert(index, block[index])
    else:
        block.insert(0, block.pop(index))
    before = {"m": ast.unparse(ast.parse(code)), **_BEFORE}
    try:
        quick, full = _both(before, {**before, "m": ast.unparse(tree)})
    except TooMuch:
        return
    _check_same(quick, full)


_SAMPLE = Path(__file__).parents[2] / "sample_monolith"
_MADE_ANEW = {
    *("sources", "plugins", "declarations", "named_user", "facts", "modules", "objects", "solver", "scopes", "file_of"),
    *("parent_of", "names", "value_offset", "scope_offset", "written", "value_end", "original", "mapped_program"),
    *("classes_by_name", "classes_by_lower_name", "_by_type", "_children", "doctypes", "rendered", "order_listeners"),
    *("attribute_of", "set_member", "own_attribute", "added", "gone", "fresh", "first_fresh"),
}
"""What a linkage makes of the facts again, or while it is used."""
_OF_ONE_RUN = {"made_plainly", "selections", "keyed_reads", "computed_reads", "computed_writes"}
"""What only those look at who come between the rounds, and then only at what their run loaded."""


def _linkage() -> Linkage:
    """The sample monolith, solved."""
    repository = discover(_SAMPLE, DiscoveryOptions())
    facts = {
        source.path: read_file(source.path, (_SAMPLE / source.path).read_bytes())
        for source in repository.sources
        if source.role is Role.CODE
    }
    linkage = unsolved(repository, facts, NO_DECLARATIONS)
    solve(linkage)
    return linkage


def test_all_that_linking_knows_is_kept() -> None:
    linkage = _linkage()
    assert set(vars(linkage)) == {*Tables.__struct_fields__, *_MADE_ANEW, *_OF_ONE_RUN}
    assert capture(linkage), "some use cannot be kept: its payload has to be written in the function's annotation"


def test_uses_are_what_they_were() -> None:
    linkage = _linkage()
    names = UseNames()
    encoder = msgspec.msgpack.Encoder(enc_hook=encode_linkage)
    reader = UseReader(linkage, names.names)
    for uses in linkage.solver.uses:
        for function, payload in uses or ():
            data = encoder.encode(payload)
            read = reader.read(names.number(function), msgspec.Raw(data))
            assert read[0] == function
            assert type(read[1]) is type(payload)
            assert encoder.encode(read[1]) == data


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "decompose.extractors.git:ask_git",
        "decompose.extractors.linking.calls:CallSite",
        "decompose.extractors.linking.calls:nothing",
        "decompose.extractors.linking.linkage:Linkage.nothing",
        "decompose.extractors.linking.solver:Solver.solve",
    ],
)
def test_only_functions_of_linking_are_called(name: str) -> None:
    with pytest.raises(Unknown):
        UseReader(Linkage([], {}), [name]).read(0, msgspec.Raw(b"\xc0"))
