"""Annotations as JSON Schema, as far as they say what a value looks like."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]
"""A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses."""

SIMPLE: Mapping[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "None": {"type": "null"},
    "NoneType": {"type": "null"},
    "list": {"type": "array", "items": {}},
    "tuple": {"type": "array", "items": {}},
    "set": {"type": "array", "items": {}, "uniqueItems": True},
    "frozenset": {"type": "array", "items": {}, "uniqueItems": True},
    "dict": {"type": "object"},
    "decimal.Decimal": {"type": "string", "format": "decimal"},
    "datetime.datetime": {"type": "string", "format": "date-time"},
    "datetime.date": {"type": "string", "format": "date"},
    "datetime.time": {"type": "string", "format": "time"},
    "datetime.timedelta": {"type": "string", "format": "duration"},
    "uuid.UUID": {"type": "string", "format": "uuid"},
    "pathlib.Path": {"type": "string"},
}
"""By the name of a builtin, or the dotted name of a class of the standard library."""

_BY_LAST_NAME = {name.rpartition(".")[2]: schema for name, schema in SIMPLE.items()}
_LISTS = frozenset({"list", "List", "Sequence", "MutableSequence", "Iterable", "Collection", "tuple", "Tuple", "deque"})
_SETS = frozenset({"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet"})
_MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"})
_PLAIN_FORMS = frozenset({"Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Mapped"})
_ANYTHING = frozenset({"Any", "object"})

Refer = Callable[[str], Schema | None]
"""Name in an annotation → the schema of that class, if it is known."""


def schema_of(annotation: str, refer: Refer = lambda _: None) -> Schema | None:
    """The schema of an annotation; None if a part of it is not known.

    Args:
        annotation: as written.
        refer: knows the classes of the program.
    """
    if len(annotation) > 400:
        return None
    try:
        tree = ast.parse(annotation, mode="eval").body
        return _schema(tree, refer)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_simple(annotation: str) -> bool:
    """Whether an annotation says what a value looks like, without classes of the program."""
    return schema_of(annotation) is not None and annotation not in _ANYTHING


def _schema(node: ast.expr, refer: Refer) -> Schema | None:
    match node:
        case ast.Constant(value=None):
            return {"type": "null"}
        case ast.Constant(value=str() as text):
            return schema_of(text, refer)
        case ast.Name() | ast.Attribute():
            return _named(_dotted(node), refer)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _any_of([left, right], refer)
        case ast.Subscript(value=head, slice=index):
            arguments = index.elts if isinstance(index, ast.Tuple) else [index]
            return _generic(_dotted(head).rpartition(".")[2], arguments, refer)
        case _:
            return None


def _named(name: str, refer: Refer) -> Schema | None:
    known = refer(name)
    if known is not None:
        return known
    last = name.rpartition(".")[2]
    if last in _ANYTHING:
        return {}
    if last in _LISTS:
        return {"type": "array", "items": {}}
    if last in _SETS:
        return {"type": "array", "items": {}, "uniqueItems": True}
    if last in _MAPS:
        return {"type": "object"}
    found = _BY_LAST_NAME.get(last)
    return dict(found) if found is not None else None


def _generic(head: str, arguments: list[ast.expr], refer: Refer) -> Schema | None:
    if head in {"Optional", "Union"}:
        return _any_of([*arguments, *([ast.Constant(value=None)] if head == "Optional" else [])], refer)
    if head == "Literal":
        return _literal(arguments)
    if head == "Annotated" or head in _PLAIN_FORMS:
        return _schema(arguments[0], refer)
    if head in _MAPS:
        values = _schema(arguments[1], refer) if len(arguments) == 2 else None
        return None if values is None else {"type": "object", "additionalProperties": values}
    return _listed(head, arguments, refer) if head in _LISTS | _SETS else None


def _listed(head: str, arguments: list[ast.expr], refer: Refer) -> Schema | None:
    if head in {"tuple", "Tuple"} and not _is_endless(arguments):
        items = [_schema(argument, refer) for argument in arguments]
        if None in items:
            return None
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    of_each = _schema(arguments[0], refer)
    unique = {"uniqueItems": True} if head in _SETS else {}
    return None if of_each is None else {"type": "array", "items": of_each, **unique}


def _is_endless(arguments: list[ast.expr]) -> bool:
    """``tuple[int, ...]``."""
    return len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is ...


def _literal(arguments: list[ast.expr]) -> Schema | None:
    values = [item.value for item in arguments if isinstance(item, ast.Constant)]
    is_plain = len(values) == len(arguments) and all(
        isinstance(value, (str, int, bool, type(None))) for value in values
    )
    return {"enum": values} if is_plain else None


def _any_of(nodes: list[ast.expr], refer: Refer) -> Schema | None:
    found: list[Schema] = []
    for node in nodes:
        schema = _schema(node, refer)
        if schema is None:
            return None
        for one in schema["anyOf"] if set(schema) == {"anyOf"} else [schema]:
            if one not in found:
                found.append(one)
    if {} in found:
        return {}
    if all(set(schema) == {"type"} and isinstance(schema["type"], str) for schema in found) and len(found) > 1:
        return {"type": [schema["type"] for schema in found]}
    return found[0] if len(found) == 1 else {"anyOf": found}


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
        case _:
            return ""


_COLUMNS: tuple[tuple[tuple[str, ...], Schema], ...] = (
    (("bool",), SIMPLE["bool"]),
    (("datetime", "timestamp"), SIMPLE["datetime.datetime"]),
    (("date",), SIMPLE["datetime.date"]),
    (("duration", "interval"), SIMPLE["datetime.timedelta"]),
    (("time",), SIMPLE["datetime.time"]),
    (("uuid",), SIMPLE["uuid.UUID"]),
    (("decimal", "numeric", "money", "currency"), SIMPLE["decimal.Decimal"]),
    (("float", "double", "real"), SIMPLE["float"]),
    (("json",), {}),
    (("binary", "blob", "bytea"), SIMPLE["bytes"]),
    (("int", "serial", "autofield"), SIMPLE["int"]),
    (("char", "text", "string", "slug", "email", "url", "link", "enum", "select", "unicode", "file", "image", "path"),
     SIMPLE["str"]),
)  # fmt: skip


def schema_of_column(type_: str) -> Schema:
    """The schema of a column's values, by its type as declared; anything where that says nothing."""
    text = type_.casefold()
    for words, schema in _COLUMNS:
        if any(word in text for word in words):
            return dict(schema)
    return {}
