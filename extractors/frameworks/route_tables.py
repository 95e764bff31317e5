"""Tables of routes that a program writes down itself: ``("/orders", {"GET": [Orders, "index"], "POST": create})``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.controllers import Controllers
from decompose.extractors.graph import EntryKind

_VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


@finder
def tabled(wiring: Wiring) -> Iterator[Entry]:
    """Pairs of a path and a mapping from methods of HTTP, in tuples or as items of a mapping."""
    for gid in range(len(wiring.linkage.scopes)):
        answers = {op.target: op for op in wiring.linkage.of_type(gid, facts.Build) if _is_answers(op)}
        for path, op in _rows(wiring, gid, answers) if answers else ():
            yield from _routes(wiring, wiring.once(Controllers), gid, path, op)


def _is_answers(op: facts.Build) -> bool:
    return op.kind == "dict" and bool(op.keys) and all(key in _VERBS for key in op.keys)


def _rows(wiring: Wiring, gid: int, answers: dict[int, facts.Build]) -> Iterator[tuple[str, facts.Build]]:
    texts = {op.target: op.text for op in wiring.linkage.of_type(gid, facts.Const) if op.kind == "str"}
    for op in wiring.linkage.of_type(gid, facts.Build):
        pairs: list[tuple[object, int]] = []
        if op.kind in {"tuple", "list"} and len(op.values) == 2:
            pairs = [(texts.get(op.values[0]), op.values[1])]
        elif op.kind == "dict":
            pairs = list(zip(op.keys, op.values, strict=True))
        for path, value in pairs:
            if isinstance(path, str) and (not path or path.startswith("/")) and value in answers:
                yield path, answers[value]


def _routes(wiring: Wiring, controllers: Controllers, gid: int, path: str, op: facts.Build) -> Iterator[Entry]:
    linkage = wiring.linkage
    lists = {found.target: found for found in linkage.of_type(gid, facts.Build) if found.kind in {"list", "tuple"}}
    for verb, value in zip(op.keys, op.values, strict=True):
        held = lists.get(value)
        if held is not None and len(held.values) == 2:
            for action in wiring.texts(linkage.node(gid, held.values[1])):
                for asked, scope in controllers.answering(gid, held.values[0], action):
                    yield _entry(wiring, f"{verb} {path or '/'} {asked}".rstrip(), scope)
        else:
            for scope in wiring.functions(linkage.node(gid, value))[:1]:
                yield _entry(wiring, f"{verb} {path or '/'}", scope)


def _entry(wiring: Wiring, name: str, scope: int) -> Entry:
    return wiring.entry(EntryKind.HTTP, name, scope, wiring.linkage.scopes[scope].line, scope)
