"""All stacks of a system, in the order in which they are deployed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.kinds import KINDS, Kind
from decompose.recommenders.templates.limits import limits
from decompose.recommenders.templates.registry import parts_of_service, parts_of_system
from decompose.recommenders.templates.services import Service, System
from decompose.recommenders.templates.stack import Stack


@dataclass(frozen=True, slots=True)
class Template:
    """A finished template.

    Attributes:
        kind: what kind of stack it makes.
        service: whose; None where it belongs to the system.
        path: of its file.
        stack: the stack's name, after those of the system and the environment.
        document: what is in it.
    """

    kind: Kind
    service: Service | None
    path: str
    stack: str
    document: dict[str, Any]

    @property
    def text(self) -> str:
        """As it is written: for people to read, as long as it fits so."""
        compact = msgspec.json.encode(self.document)
        text = msgspec.json.format(compact, indent=1)
        return (text if len(text) < limits().template_bytes else compact).decode() + "\n"

    @property
    def file(self) -> File:
        """As a file."""
        return File(self.path, self.text)

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """What it asks for."""
        found: dict[str, dict[str, Any]] = self.document.get("Parameters", {})
        return found


def templates(system: System) -> tuple[Template, ...]:
    """Every stack that is not empty."""
    return tuple(
        Template(kind, stack.service, stack.path, stack.name, stack.document())
        for kind in KINDS
        for stack in (_of_services(kind, system) if kind.of_service else [_of_system(kind, system)])
        if not stack.is_empty
    )


def _of_system(kind: Kind, system: System) -> Stack:
    stack = Stack(kind, system, None)
    for part in parts_of_system(kind.name):
        part(stack, system)
    return stack


def _of_services(kind: Kind, system: System) -> list[Stack]:
    made = []
    for service in system.services:
        stack = Stack(kind, system, service)
        for part in parts_of_service(kind.name):
            part(stack, service)
        made.append(stack)
    return made
