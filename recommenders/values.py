"""How values travel: what the types of a parameter or a result say of that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from decompose.extractors.graph import DependencyGraph, EdgeKind, Table
from decompose.extractors.signatures import CLASS, FUNCTION, Form, Parameter, Signature
from decompose.recommenders.plan import Argument, Travel
from decompose.recommenders.schemas import SIMPLE, is_simple

WITH_CRITERIA = "pass the criteria, and answer with the rows' data"
"""What is done for a query that is handed around."""
MANY = 5
"""A value that may be this many classes is no one thing."""
_DATA_DECORATORS = ("dataclasses.dataclass", "attr.", "attrs.", "pydantic.dataclasses.")
_DATA_BASES = ("pydantic.", "typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict", "msgspec.", "enum.",
               "sqlmodel.", "collections.namedtuple", "<builtin>.int", "<builtin>.str", "<builtin>.tuple")  # fmt: skip
_BUILTIN = "<builtin>."
_NO_CLASS = re.compile(r"(?:.*\.)?[a-z_][a-z0-9_]*")
"""What is not written like a class is a function whose result is not known."""
_WORD = re.compile(r"\w+")
_CODE = frozenset({FUNCTION, CLASS})
_CODE_WORDS = re.compile(r"\b(?:Callable|[Tt]ype|Coroutine|Awaitable)\b")
_COLUMN = re.compile(r"[\w.]+\w*Field|sqlalchemy(?:\.\w+)*\.Column|django\.utils\.timezone\.\w+|pydantic\.\w+")
"""Values of columns and fields, which are plain values themselves."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What is known of the classes of a program.

    Attributes:
        tables: class → table whose rows are its instances.
        signatures: by symbol.
    """

    tables: Mapping[str, Table]
    signatures: Mapping[str, Signature]

    def is_data(self, name: str) -> bool:
        """Whether instances of a class are nothing but their fields."""
        found = self.signatures.get(name)
        if found is None or name in self.tables:
            return False
        return any(held.startswith(_DATA_DECORATORS) for held in found.decorators) or any(
            base.startswith(_DATA_BASES) for base in found.bases
        )

    def is_error(self, name: str) -> bool:
        """Whether a class is an exception."""
        found = self.signatures.get(name)
        bases = () if found is None else found.bases
        return any(base.rpartition(".")[2].endswith(("Error", "Exception")) for base in bases)


def forms_of(graph: DependencyGraph) -> Forms:
    """What the graph knows of classes; a base class of one table's classes alone stands for that table's rows."""
    tables = {model: table for table in graph.tables for model in table.models}
    bases: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        if edge.kind is EdgeKind.INHERITS:
            bases[edge.source_symbol].add(edge.target_symbol)
    held: dict[str, dict[str, Table]] = defaultdict(dict)
    for model, table in tables.items():
        for base in _all_above(model, bases):
            held[base][table.name] = table
    above = {base: next(iter(found.values())) for base, found in held.items() if len(found) == 1}
    return Forms({**above, **tables}, {found.symbol: found for found in graph.signatures})


def _all_above(name: str, bases: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = sorted(bases.get(name, ()))
    while pending:
        base = pending.pop()
        if base not in found:
            found.add(base)
            pending += bases.get(base, ())
    return found


def argument(parameter: Parameter, forms: Forms) -> Argument:
    """How a parameter travels."""
    is_required = not parameter.default and parameter.kind in {"positional", "keyword"}
    return _judged(parameter.name, parameter.annotation, parameter.types, forms, is_required=is_required)


def result(signature: Signature, forms: Forms) -> Argument | None:
    """How a result travels; None where nothing is given back."""
    if signature.form is Form.CLASS or signature.returns == "None":
        return None
    if not signature.returns and not signature.return_types:
        return None
    found = _judged("result", signature.returns, signature.return_types, forms, is_required=True)
    if signature.is_generator and found.travel is not Travel.NOT:
        notes = [note for note in (found.note, "it yields one by one: answer with pages") if note]
        return msgspec.structs.replace(found, note="; ".join(notes))
    return found


def _judged(name: str, annotation: str, types: tuple[str, ...], forms: Forms, *, is_required: bool) -> Argument:
    things = sorted({held.removesuffix("[]") for held in types})
    words = set(_WORD.findall(annotation))
    things = [thing for thing in things if thing.rpartition(".")[2] in words] or things  # what is written goes first
    tables = tuple(sorted({forms.tables[thing].name for thing in things if thing in forms.tables}))
    is_many = len(types) >= MANY
    if tables and not is_many:
        travel, note = Travel.BY_KEY, ""
    elif annotation and is_simple(annotation):
        travel, note = Travel.AS_IS, ""
    elif _is_code(things, annotation):
        travel, note = Travel.NOT, "it is code: name the variants, or keep the function in a library"
    elif is_many:
        note = f"objects of {MANY} classes or more are passed: say what is needed of them"
        travel = Travel.UNKNOWN
    else:
        travel, note = _of_classes([thing for thing in things if thing not in _CODE], annotation, forms)
    return Argument(name, travel, annotation, types, tables, is_required, note)


def _is_code(things: Sequence[str], annotation: str) -> bool:
    code = [thing for thing in things if thing in _CODE]
    return bool(code) and (len(code) == len(things) or _CODE_WORDS.search(annotation) is not None)


def _of_classes(things: Sequence[str], annotation: str, forms: Forms) -> tuple[Travel, str]:
    """How instances of a few classes travel that are no rows, and what is to be said of it."""
    strangers = [thing for thing in things if _is_stranger(thing, forms)]
    if strangers:
        return Travel.NOT, f"{_shown(strangers)} lives in its process: {_instead(strangers)}"
    if any(forms.is_data(thing) for thing in things):
        return Travel.AS_DATA, ""
    if things and all(_is_plain(thing) for thing in things):
        return Travel.AS_IS, "" if annotation else "by what callers pass"
    return Travel.UNKNOWN, "the code does not tell its type: annotate it"


def _is_plain(thing: str) -> bool:
    return thing.removeprefix(_BUILTIN) in SIMPLE or thing in SIMPLE or _COLUMN.fullmatch(thing) is not None


def _is_stranger(thing: str, forms: Forms) -> bool:
    """An object of a class that is neither a row nor data."""
    if thing in _CODE or thing in forms.tables or _is_plain(thing) or forms.is_data(thing):
        return False
    return not thing.startswith(_BUILTIN) and _NO_CLASS.fullmatch(thing) is None


def _shown(names: Iterable[str]) -> str:
    return ", ".join(name.rpartition(".")[2] for name in names)


def _instead(names: Iterable[str]) -> str:
    text = " ".join(names).casefold()
    if "request" in text:
        return "pass what is read from it"
    if "session" in text or "connection" in text or "engine" in text:
        return "the service opens its own"
    if "queryset" in text or "query" in text or "manager" in text:
        return WITH_CRITERIA
    return "pass the data that is needed of it"
