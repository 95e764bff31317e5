"""Guesses: calls on receivers of which nothing is known, told by the method's name.

A method name that the classes of one family alone define, with fitting arguments, is likely that method.
Where several families define it, the receiver's own name may tell (``request_spec.save()`` and a class
``RequestSpec``). Guesses are marked as such everywhere and never stand beside calls that were followed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import Callee, ResolvedCall
from decompose.extractors.places import Confidence

_BUILTIN_TYPES = (str, bytes, bytearray, list, tuple, dict, set, int, float, complex, type, object)
_COMMON = frozenset(name for builtin in _BUILTIN_TYPES for name in dir(builtin)) | frozenset(
    {
        *("close", "read", "write", "readline", "flush", "seek", "open", "name", "add", "send", "recv", "connect"),
        *("info", "debug", "warning", "warn", "error", "exception", "critical", "log", "run", "start", "stop", "wait"),
        *("group", "match", "search", "sub", "strip", "date", "time", "isoformat", "execute", "commit", "rollback"),
        *("fetchone", "fetchall", "filter", "all", "first", "one", "query", "json", "load", "loads", "dump", "dumps"),
        *("register", "parse", "main", "submit", "result", "put", "delete", "post", "patch", "head", "options"),
    }
)
"""Methods of builtin types and of well-known libraries: their names tell nothing."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_MOST_DEFINERS = 3


def guess_calls(linkage: Linkage, calls: Iterable[ResolvedCall]) -> Iterator[ResolvedCall]:
    """What those of the calls that could not be resolved may call."""
    guesser = Guesser(linkage)
    for call in calls:
        if isinstance(call.op, facts.Call) and not call.callees:
            methods = guesser.methods(call.scope, call.op)
            if methods:
                callees = tuple(Callee(method, linkage.names[method]) for method in methods)
                yield msgspec.structs.replace(call, callees=callees, confidence=Confidence.HEURISTIC)


class Guesser:
    """Knows which classes of the program define which methods."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._methods: dict[str, list[int]] = defaultdict(list)
        for gid, scope in linkage.written_scopes():
            if scope.kind == "function" and linkage.class_of_method(gid) >= 0 and scope.name not in _COMMON:
                self._methods[scope.name].append(gid)
        self._names: dict[int, dict[int, str]] = {}

    def methods(self, gid: int, call: facts.Call) -> list[int]:
        """The methods (scopes) that a call in scope ``gid`` may mean; none where it is anyone's guess."""
        names = self._value_names(gid)
        attribute = next((op for op in self._linkage.of_type(gid, facts.Attr) if op.target == call.func), None)
        if attribute is None:
            return []
        fitting = [method for method in self._methods.get(attribute.name, ()) if self._fits(method, call)]
        families = self._families(fitting)
        if len(families) > 1:
            families = self._akin(families, names.get(attribute.base, ""), gid)
        if len(families) != 1:
            return []
        ((root, members),) = families.items()
        return members if len(members) <= _MOST_DEFINERS else [root]

    def _fits(self, method: int, call: facts.Call) -> bool:
        params = self._linkage.scopes[method].params
        positional = [param for param in params if param.kind == "positional"]
        names = {param.name for param in params}
        kinds = {param.kind for param in params}
        required = sum(not param.has_default for param in positional) - 1
        given = len(call.args) + len(call.keywords)
        return (
            ("*" in kinds or len(call.args) <= len(positional))
            and ("**" in kinds or all(name in names for name, _ in call.keywords if name))
            and (bool(call.stars) or any(not name for name, _ in call.keywords) or given >= required)
        )

    def _families(self, methods: list[int]) -> dict[int, list[int]]:
        """Methods by the topmost one that they override."""
        families: dict[int, list[int]] = {}
        for method in methods:
            cls, name = self._linkage.parent_of[method], self._linkage.scopes[method].name
            root = method
            for ancestor in project_ancestors(self._linkage, cls):
                found = [other for other in methods if self._linkage.parent_of[other] == ancestor]
                if found and self._linkage.scopes[found[0]].name == name:
                    root = found[0]
            families.setdefault(root, []).append(method)
        return families

    def _akin(self, families: dict[int, list[int]], receiver: str, caller: int) -> dict[int, list[int]]:
        """The families with a class named like the receiver; of several, the one nearest to the caller."""
        linkage, words = self._linkage, _words(receiver)
        akin: dict[int, list[int]] = {}
        for root, members in families.items():
            named = [
                method
                for method in members
                if _ends_alike(_words(linkage.scopes[linkage.parent_of[method]].name), words)
            ]
            if named:
                akin[root] = named
        if len(akin) < 2:
            return akin
        here = linkage.names[caller]
        distances = {
            root: max(_shared(here, linkage.names[method]) for method in named) for root, named in akin.items()
        }
        nearest = [root for root, shared in distances.items() if shared == max(distances.values())]
        return {root: akin[root] for root in nearest}

    def _value_names(self, gid: int) -> dict[int, str]:
        """What the values of a function are called where they come from."""
        names = self._names.get(gid)
        if names is None:
            scope = self._linkage.scopes[gid]
            names = {param.value: param.name for param in scope.params}
            for op in scope.ops:
                match op:
                    case facts.Load() | facts.Attr():
                        names[op.target] = op.name
                    case facts.Call():
                        called = names.get(op.func, "")
                        names[op.target] = called.removeprefix("get_").removeprefix("create_")
                    case facts.Item(key=str(key)):
                        names[op.target] = key.rpartition(".")[2]
                    case facts.Copy():
                        names.setdefault(op.target, names.get(op.source, ""))
                    case _:
                        pass
            self._names[gid] = names
        return names


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name.strip("_")))


def _ends_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """``request_context`` and ``context`` do."""
    shorter = min(len(one), len(other))
    return shorter > 0 and one[-shorter:] == other[-shorter:]


def _shared(one: str, other: str) -> int:
    """How many leading parts two dotted names share."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return next((index for index, (left, right) in enumerate(pairs) if left != right), 0)
