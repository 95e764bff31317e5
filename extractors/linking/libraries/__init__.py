"""What the rest of the world does: models of builtins, the standard library and installed packages.

Each module of this package describes one library and registers itself. A *call model* says what a
call of an external function does to the values that it is given; an *attribute model* says what an
attribute of an external class, or of a class of the program that derives from one, is.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decompose.extractors.linking.linkage import CallSite, Linkage

CallModel: TypeAlias = "Callable[[Linkage, CallSite, int], None]"
"""(linkage, call site, receiver object or -1): adds to the solver what the call does."""
AttributeModel: TypeAlias = "Callable[[Linkage, int, str], Iterable[int]]"
"""(linkage, object, attribute name) → the objects that the attribute is; none if it does not know."""

RoundHook: TypeAlias = "Callable[[Linkage], None]"
"""Adds to the solver what only a solved round tells: relations from their other ends, what frameworks hand over."""

_CALLS: dict[str, CallModel] = {}
_ATTRIBUTES: dict[str, AttributeModel] = {}
_HOOKS: list[RoundHook] = []


def models_call(*dotted: str) -> Callable[[CallModel], CallModel]:
    """Register a model of calls of the external functions of these dotted names.

    ``*.execute`` is any function of that name, ``sqlalchemy.func.*`` any function of that module or class.
    Where several libraries know a name, each adds what it knows.
    """

    def register(model: CallModel) -> CallModel:
        for name in dotted:
            known = _CALLS.get(name)
            _CALLS[name] = model if known is None else _both(known, model)
        return model

    return register


def _both(first: CallModel, second: CallModel) -> CallModel:
    def model(linkage: Linkage, site: CallSite, receiver: int) -> None:
        first(linkage, site, receiver)
        second(linkage, site, receiver)

    return model


def models_attributes(*dotted: str) -> Callable[[AttributeModel], AttributeModel]:
    """Register a model of the attributes of these external classes."""

    def register(model: AttributeModel) -> AttributeModel:
        for name in dotted:
            _ATTRIBUTES[name] = model
        return model

    return register


def between_rounds(hook: RoundHook) -> RoundHook:
    """Register what has to be done with what one round of solving found, before the next."""
    _HOOKS.append(hook)
    return hook


def round_hooks() -> tuple[RoundHook, ...]:
    """All registered, by module and in the order of the source."""
    _load()
    return tuple(_HOOKS)


@lru_cache(maxsize=1)
def _load() -> None:
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def call_model(dotted: str) -> CallModel | None:
    """The model of calling an external function, if there is one."""
    _load()
    return _CALLS.get(dotted)


def attribute_model(dotted: str) -> AttributeModel | None:
    """The model of an external class's attributes, if there is one."""
    _load()
    return _ATTRIBUTES.get(dotted)
