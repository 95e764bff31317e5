"""Uses as data: which function of linking is to be told of a node's objects, and what it is to know.

The annotation of a function's first parameter says how its payload is read; only functions of linking are called.
"""

from __future__ import annotations

import importlib
import typing
from collections.abc import Callable
from functools import lru_cache
from inspect import isfunction, signature
from typing import Any

import msgspec

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.solver import Use

_LINKING = "decompose.extractors.linking."


class Unknown(Exception):  # noqa: N818 - it says what was met
    """A use that this version of linking does not know, or that cannot be kept."""


class UseNames:
    """Numbers the functions of uses in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[Callable[..., None], int] = {}
        self.names: list[str] = []

    def number(self, function: Callable[..., None]) -> int:
        """The number of a function, or of the function behind a method of the linkage."""
        plain: Callable[..., None] = getattr(function, "__func__", function)
        found = self._numbers.get(plain)
        if found is None:
            found = self._numbers[plain] = len(self.names)
            self.names.append(f"{plain.__module__}:{plain.__qualname__}")
            _resolve(self.names[-1])
        return found


class UseReader:
    """Turns what was kept into uses again."""

    def __init__(self, linkage: Linkage, names: list[str]) -> None:
        self._linkage = linkage
        self._names = names
        self._known: dict[int, tuple[Callable[..., None], msgspec.msgpack.Decoder[Any]]] = {}

    def read(self, number: int, payload: msgspec.Raw) -> Use:
        """The use of a numbered function.

        Raises:
            Unknown: there is no such function.
            msgspec.DecodeError: the payload is not what the function takes.
        """
        known = self._known.get(number)
        if known is None:
            function, kind = _resolve(self._names[number])
            if "." in function.__qualname__:
                function = getattr(self._linkage, function.__name__)
            known = self._known[number] = (function, msgspec.msgpack.Decoder(kind, dec_hook=self._itself))
        return known[0], known[1].decode(payload)

    def _itself(self, kind: type, _: object) -> Linkage:
        if kind is not Linkage:
            raise Unknown(str(kind))
        return self._linkage


def encode_linkage(value: object) -> None:
    """How a payload's linkage is written: it is the one that reads it.

    Raises:
        Unknown: it is something else that cannot be written.
    """
    if not isinstance(value, Linkage):
        raise Unknown(type(value).__name__)


@lru_cache(maxsize=1024)
def _resolve(name: str) -> tuple[Callable[..., None], Any]:
    """A function of linking by module and name, and the type of its payload."""
    module, _, qualified = name.partition(":")
    if not module.startswith(_LINKING):
        raise Unknown(name)
    owner, _, last = qualified.rpartition(".")
    try:
        found: Any = importlib.import_module(module)
        if owner:
            if owner != Linkage.__name__:
                raise Unknown(name)
            found = Linkage
        function = getattr(found, last)
        payload = list(signature(function).parameters)[bool(owner)]
        kind = typing.get_type_hints(function)[payload]
    except (ImportError, AttributeError, TypeError, NameError, LookupError, ValueError) as error:
        raise Unknown(name) from error
    if not isfunction(function):
        raise Unknown(name)
    return function, kind
