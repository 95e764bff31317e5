"""What makes templates: each module of ``stacks`` and ``companions`` registers what it knows to make."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.services import Service, System
from decompose.recommenders.templates.stack import Stack

PartOfSystem = Callable[[Stack, System], None]
PartOfService = Callable[[Stack, Service], None]
Granting = Callable[[Service], Iterable[Grant]]

_SYSTEM: list[tuple[str, PartOfSystem]] = []
_SERVICE: list[tuple[str, PartOfService]] = []
_GRANTS: list[Granting] = []

S = TypeVar("S", bound=PartOfSystem)
V = TypeVar("V", bound=PartOfService)
G = TypeVar("G", bound=Granting)


def part_of_system(kind: str) -> Callable[[S], S]:
    """Register what adds to the stack of that kind, of which the system has one."""

    def register(part: S) -> S:
        _SYSTEM.append((kind, part))
        return part

    return register


def part_of_service(kind: str) -> Callable[[V], V]:
    """Register what adds to the stack of that kind, of which every service has one."""

    def register(part: V) -> V:
        _SERVICE.append((kind, part))
        return part

    return register


def grants(granting: G) -> G:
    """Register what a service's code is given: variables, secrets, permissions."""
    _GRANTS.append(granting)
    return granting


@lru_cache(maxsize=1)
def load() -> None:
    """Import every module that makes a part of a stack."""
    from decompose.recommenders.templates import stacks

    for module in sorted(pkgutil.iter_modules(stacks.__path__), key=lambda found: found.name):
        importlib.import_module(f"{stacks.__name__}.{module.name}")


def parts_of_system(kind: str) -> tuple[PartOfSystem, ...]:
    """What adds to it."""
    load()
    return tuple(part for of, part in _SYSTEM if of == kind)


def parts_of_service(kind: str) -> tuple[PartOfService, ...]:
    """What adds to it."""
    load()
    return tuple(part for of, part in _SERVICE if of == kind)


def grants_of(service: Service) -> tuple[Grant, ...]:
    """All that a service's code is given, by name."""
    load()
    return tuple(sorted((grant for granting in _GRANTS for grant in granting(service)), key=lambda grant: grant.name))
