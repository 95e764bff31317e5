"""What is bound to names of settings, as far as the code tells: literals, and the defaults of variables of the
environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.sql.holes import HOLE

_DEEPEST = 8
_MOST_STEPS = 300
_MOST = 6
"""A value that may be more texts than these is told by data."""
_READERS = re.compile(
    r"os\.environ\.get|(?:.*[._])?(?:getenv|environ|env|config|str|get_env\w*|env_\w+|get_?setting|\w*_from_env)"
)
"""Functions that look a variable up: their first argument is its name, others its default."""
_PLAIN = re.compile(r"(?:.*[._])?(?:parse|config|db|db_url|cache|cache_url|url|Path|str|SecretStr|Csv|make_url)")
"""Functions that make something of the literal that they are given."""
_DEFAULTS = frozenset({"default", "fallback", "value"})
_DICT = "<builtin>.dict"
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Setting:
    """A literal that a setting holds or falls back to.

    Attributes:
        scope, line: where it is bound.
        keys: its name, and the keys of mappings that lead to it.
        text: what it is; unknown parts are ``HOLE``. Empty where nothing is known of the value.
        is_default: it stands in for a variable of the environment.
    """

    scope: int
    line: int
    keys: tuple[str, ...]
    text: str
    is_default: bool = False

    @property
    def path(self) -> str:
        """The keys, with dots between."""
        return ".".join(self.keys)


def scheme(text: str) -> str:
    """The scheme of an address; empty where the text is none."""
    found = _SCHEME.match(text.strip())
    return found.group(1).lower() if found is not None else ""


def bound_settings(linkage: Linkage, wanted: re.Pattern[str]) -> Iterator[Setting]:
    """The settings whose name (the first key) matches, wherever a module or class binds or sets them."""
    for gid in linkage.as_written():
        scope = linkage.scopes[gid]
        if scope.kind in {"module", "class"}:
            is_bound = any(wanted.fullmatch(name) for name in scope.bound)
            found = list(_bound(linkage, gid, wanted)) if is_bound else []
            yield from found
            seen = {(setting.keys[-1], setting.text) for setting in found}
            yield from (one for one in _in_mappings(linkage, gid, wanted) if (one.keys[-1], one.text) not in seen)
        for op in linkage.of_type(gid, facts.SetItem):
            yield from _set(linkage, gid, op, wanted)


def _bound(linkage: Linkage, gid: int, wanted: re.Pattern[str]) -> Iterator[Setting]:
    reader = Reader(linkage, gid)
    for op in linkage.of_type(gid, facts.Bind):
        if wanted.fullmatch(op.name):
            found = list(reader.literals(op.source, (op.name,)))
            for keys, text, is_default in found or [((op.name,), "", False)]:
                yield Setting(gid, op.line, keys, text, is_default)


def _in_mappings(linkage: Linkage, gid: int, wanted: re.Pattern[str]) -> Iterator[Setting]:
    """``DEFAULTS = {"SQLALCHEMY_DATABASE_URI": …}``."""
    for op in linkage.of_type(gid, facts.Build):
        names = [key for key in op.keys if isinstance(key, str) and wanted.fullmatch(key)] if op.kind == "dict" else []
        if not names:
            continue
        reader = Reader(linkage, gid)
        line = _line_near(linkage, gid, op.target)
        for key, value in zip(op.keys, op.values, strict=False):
            if key in names:
                for keys, text, is_default in reader.literals(value, (str(key),)):
                    yield Setting(gid, line, keys, text, is_default)


def _line_near(linkage: Linkage, gid: int, value: int) -> int:
    """The line of the first operation after a value that has one: a display has none itself."""
    lines = (
        int(getattr(op, "line", 0))
        for op in linkage.ops(gid)
        if getattr(op, "line", 0) and value in {getattr(op, "source", -1), getattr(op, "func", -1)}
    )
    return next(lines, linkage.scopes[gid].line)


def _set(linkage: Linkage, gid: int, op: facts.SetItem, wanted: re.Pattern[str]) -> Iterator[Setting]:
    """``app.config["NAME"] = …`` and ``DATABASES["default"] = …``."""
    if not isinstance(op.key, str):
        return
    reader = Reader(linkage, gid)
    above = reader.path_to(op.base)
    keys = (*above, op.key) if above and wanted.fullmatch(above[0]) else (op.key,) if wanted.fullmatch(op.key) else ()
    if keys:
        for path, text, is_default in reader.literals(op.source, keys):
            yield Setting(gid, op.line, path, text, is_default)


Literal = tuple[tuple[str, ...], str, bool]


class Reader:
    """Reads the expressions of one scope, as far as a number of steps leads: settings are small."""

    def __init__(self, linkage: Linkage, gid: int) -> None:
        self._linkage, self._gid = linkage, gid
        self._steps = 0
        self._defined: dict[int, list[facts.AnyOp]] = {}
        for op in linkage.ops(gid):
            if hasattr(op, "target"):
                self._defined.setdefault(op.target, []).append(op)

    def literals(self, value: int, keys: tuple[str, ...] = ()) -> Iterator[Literal]:
        """(keys, text, whether it is a default) of all literals that a value may hold."""
        self._steps = 0
        yield from self._literals(value, keys)

    def _is_far(self, depth: int) -> bool:
        self._steps += 1
        return depth >= _DEEPEST or self._steps > _MOST_STEPS

    def _literals(
        self, value: int, keys: tuple[str, ...] = (), *, is_default: bool = False, depth: int = 0
    ) -> Iterator[Literal]:
        for op in () if self._is_far(depth) else self._defined.get(value, ()):
            match op:
                case facts.Const(kind="str"):
                    yield keys, op.text, is_default
                case facts.Copy():
                    yield from self._literals(op.source, keys, is_default=is_default, depth=depth + 1)
                case facts.Build():
                    yield from self._displayed(op, keys, is_default, depth)
                case facts.Call():
                    yield from self._called(op, keys, is_default, depth)
                case facts.Text() | facts.Load() | facts.Attr() | facts.Item():
                    yield from self._known(value, keys, is_default=is_default, depth=depth)
                case _:
                    pass

    def path_to(self, value: int) -> tuple[str, ...]:
        """The global and the keys that lead to a value: ``DATABASES["default"]``; empty for others."""
        for op in self._defined.get(value, ()):
            if isinstance(op, facts.Load):
                return (op.name,)
            if isinstance(op, facts.Item) and isinstance(op.key, str):
                above = self.path_to(op.base)
                return (*above, op.key) if above else ()
        return next(
            ((op.name,) for op in self._linkage.of_type(self._gid, facts.Bind) if op.source == value),
            (),
        )

    def _displayed(self, op: facts.Build, keys: tuple[str, ...], is_default: bool, depth: int) -> Iterator[Literal]:
        named = op.keys if op.kind == "dict" else (None,) * len(op.values)
        for key, inner in zip(named, op.values, strict=False):
            inside = (*keys, key) if isinstance(key, str) else keys
            yield from self._literals(inner, inside, is_default=is_default, depth=depth + 1)

    def _called(self, op: facts.Call, keys: tuple[str, ...], is_default: bool, depth: int) -> Iterator[Literal]:
        name = self._callee(op.func)
        if name == _DICT:
            for key, inner in op.keywords:
                yield from self._literals(inner, (*keys, key) if key else keys, is_default=is_default, depth=depth + 1)
            return
        named = [value for word, value in op.keywords if word in _DEFAULTS]
        given = list(named)
        looks_up = _READERS.fullmatch(name) is not None
        if looks_up and len(op.args) > 1:
            given += op.args[1:2]
        elif _PLAIN.fullmatch(name) is not None and not self._is_lookup(name):
            given += op.args[:1]
        for value in given:
            falls_back = is_default or looks_up or value in named
            yield from self._literals(value, keys, is_default=falls_back, depth=depth + 1)
        if not given:
            yield from self._known(op.target, keys, is_default=is_default, depth=depth)

    @staticmethod
    def _is_lookup(name: str) -> bool:
        """``env.db("DATABASE_URL")`` is given a name; ``dj_database_url.parse("postgres://…")`` is not."""
        return name.endswith((".config", ".db", ".cache", ".url")) or name == "config"

    def _callee(self, value: int) -> str:
        """What is called: its dotted name, or else the name that is written."""
        linkage = self._linkage
        for thing in sorted(linkage.solver.get(linkage.node(self._gid, value))):
            dotted = linkage.objects.external_name(thing)
            if dotted is not None:
                return dotted
            named = linkage.definition_name(thing)
            if named:
                return named
        for op in self._defined.get(value, ()):
            if isinstance(op, (facts.Attr, facts.Load)):
                return op.name
        return ""

    def _known(self, value: int, keys: tuple[str, ...], *, is_default: bool, depth: int) -> Iterator[Literal]:
        """What the linked program knows of a value; of a global of this module, what it is bound to here."""
        linkage = self._linkage
        node = linkage.node(self._gid, value)
        names = [op.name for op in self._defined.get(value, ()) if isinstance(op, facts.Load)]
        bound = [op.source for op in linkage.of_type(self._gid, facts.Bind) if op.name in names and op.source != value]
        if bound:
            for source in dict.fromkeys(bound):
                yield from self._literals(source, keys, is_default=is_default, depth=depth + 1)
            return
        found = texts_at(linkage, node)
        for text in found if len(found) <= _MOST else ():
            if text.strip(HOLE):
                yield keys, text, is_default
        yield from self._contained(node, keys, is_default, depth)

    def _contained(self, node: int, keys: tuple[str, ...], is_default: bool, depth: int) -> Iterator[Literal]:
        linkage = self._linkage
        things = () if self._is_far(depth) else sorted(linkage.solver.get(node))
        for thing in things if len(things) <= _MOST else ():
            if linkage.objects.kinds[thing] is not Kind.CONTAINER:
                continue
            for key, element in linkage.elements_by_key(thing):
                inside = (*keys, key) if isinstance(key, str) else keys
                found = texts_at(linkage, element)
                yield from ((inside, text, is_default) for text in found[:_MOST] if text.strip(HOLE))
                yield from self._contained(element, inside, is_default, depth + 1)
