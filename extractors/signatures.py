"""Signatures: what functions that others call take and return, as far as the code tells."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.extractors.places import Place

FUNCTION, CLASS = "<function>", "<class>"
"""Types of what is no data but code."""


class Form(StrEnum):
    """What is called."""

    FUNCTION = "function"
    METHOD = "method"
    """Called on an instance, which is no parameter here."""
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"
    PROPERTY = "property"
    CLASS = "class"
    """Its parameters are the annotated fields, where it has no ``__init__`` of its own."""


class Parameter(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A parameter, or a field of a class.

    Attributes:
        name: as written.
        kind: ``positional``, ``keyword``, ``*`` or ``**``.
        annotation: as written, without quotes; empty without.
        default: as written; empty where it has to be given, ``…`` where it is long, or may be a secret.
        types: classes whose instances it may be, by annotation or because callers pass them: dotted names,
            ``<builtin>.str`` and its kin, ``<function>`` and ``<class>``, and with ``[]`` at the end those of the
            elements of a list, dict or other container. Sorted, the first few.
    """

    name: str
    kind: str = "positional"
    annotation: str = ""
    default: str = ""
    types: tuple[str, ...] = ()


class Signature(msgspec.Struct, frozen=True, order=True):
    """What a function takes and returns, or which fields a class has.

    Attributes:
        symbol: dotted name.
        form: what it is.
        parameters: in the order of the code, the receiver left out.
        returns: the annotation of the result, as written; empty without.
        return_types: as ``Parameter.types``.
        is_async: an ``async def``.
        is_generator: it yields.
        bases: of a class: all that it derives from, nearest first, the first few.
        decorators: dotted names of what it is decorated with, the outermost first.
        place: where it is defined.
    """

    symbol: str
    form: Form
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    return_types: tuple[str, ...] = ()
    is_async: bool = False
    is_generator: bool = False
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    place: Place = Place(".", 0)
