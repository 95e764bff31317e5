"""Groups of commands: what each is called, and what it is a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Decoration, Wiring
from decompose.extractors.frameworks.registering import router_of
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.objects import Kind

_LIBRARIES = ("click", "typer", "flask", "cli", "*", "<", "app")
_ADDING = {"add_command": ("cmd", 1), "add_typer": ("typer_instance", 99)}
"""Method → name of what is added, and the position of the name that it gets."""
_MAKERS = {"AppGroup": "name", "Group": "name", "Typer": "name", "Blueprint": "cli_group"}
"""Class of groups → the keyword that names one; its first argument does so, too."""
_DEEPEST = 6
_MOST = 4
_PROGRAMS = frozenset({"cli", "main"})
"""Functions of these names are groups that people start, not parts of another."""
_OUTERMOST = -1
"""The application itself: nothing stands before the names of its commands."""


def declares(wiring: Wiring, decoration: Decoration, last: str) -> bool:
    """Whether a decorator makes a ``command`` or a ``group`` of click's or typer's, perhaps by way of the program's."""
    own = wiring.linkage.names[decoration.at].partition(".")[0]
    return any(
        name.rpartition(".")[2] == last and (name.startswith(_LIBRARIES) or name.startswith(own))
        for name in decoration.names
    )


def own_name(wiring: Wiring, decoration: Decoration) -> str:
    """What a decorator calls a command or group; without a name, the function's."""
    given = wiring.texts(decoration.site.argument(0, "name")) if decoration.site else []
    return given[0] if given else wiring.linkage.scopes[decoration.scope].name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class _Part:
    """A command or group is a part of a group, perhaps under another name than its own."""

    parent: int
    name: str = ""


class Groups:
    """The groups of a program; a group is the function that declares it, or the object that a call made."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._objects = wiring.linkage.objects
        self._own: dict[int, str] = {}
        self._parts: dict[int, list[_Part]] = defaultdict(list)
        self._stands_for: dict[int, int] = {}
        """a group that is loaded when it is wanted → the one that stands for it until then"""
        self._command_lines = dict(self._of_applications())
        for last, word in _MAKERS.items():
            for site, _, _ in wiring.calls_to(last):
                self._make(site, word)
        for decoration in wiring.decorations:
            if declares(wiring, decoration, "group"):
                self._declare(decoration)
        for method, (word, position) in _ADDING.items():
            for site in wiring.method_calls(method):
                self._add(site, word, position)

    def names_of(self, command: int, owner: int, own: str) -> list[str]:
        """The whole names of a command (a scope), sorted.

        Args:
            command: its function.
            owner: the node of the group that declares it; -1 for none.
            own: its name in that group.
        """
        parts = [_Part(group) for group in self._groups(owner)]
        parts += self._parts[self._objects.intern(Kind.FUNCTION, command)]
        found = {f"{above}{part.name or own}" for part in parts for above in self._before(part.parent)}
        return sorted(found)[:_MOST] or [own]

    def _before(self, group: int, depth: int = 0) -> set[str]:
        """What stands before the names of a group's commands, blanks included."""
        group = self._stands_for.get(group, group)
        if group == _OUTERMOST or depth > _DEEPEST:
            return {""}
        parts = self._parts[group]
        if not parts and self._is_started(group):
            return {""}
        own = self._own.get(group, "")
        return {
            f"{above}{name} " if (name := part.name or own) else above
            for part in parts or [_Part(_OUTERMOST)]
            for above in self._before(part.parent, depth + 1)
        }

    def _is_started(self, group: int) -> bool:
        """Whether a group is a program of its own: a script starts it, or a call."""
        if self._objects.kinds[group] is not Kind.FUNCTION:
            return False
        linkage = self._wiring.linkage
        name = linkage.names[self._objects.first[group]]
        if self._own.get(group) in _PROGRAMS:
            return True
        is_script = any(plugin.target == name and plugin.group.endswith("_scripts") for plugin in linkage.plugins)
        return is_script or any(called == name for _, called, _ in self._wiring.calls_to(name.rpartition(".")[2]))

    def _declare(self, decoration: Decoration) -> None:
        """``@main.group("user")``, also with the path of the group that it loads when it is wanted."""
        group = self._objects.intern(Kind.FUNCTION, decoration.scope)
        self._own[group] = own_name(self._wiring, decoration)
        self._parts[group] += (_Part(parent) for parent in self._groups(decoration.owner))
        paths = {
            text.replace(":", ".")
            for _, node in (decoration.site.keywords if decoration.site else ())
            for text in self._wiring.texts(node)
            if ":" in text
        }
        for other in self._wiring.decorations if paths else ():
            if self._wiring.linkage.names[other.scope] in paths:
                self._stands_for[self._objects.intern(Kind.FUNCTION, other.scope)] = group

    def _make(self, site: CallSite, word: str) -> None:
        """``AppGroup("user")``; the commands of a blueprint lie below its name."""
        named = [
            *self._wiring.texts(next((node for key, node in site.keywords if key == word), -1)),
            *self._wiring.texts(site.argument(0, "name")),
        ]
        for group in self._groups(site.target):
            self._own.setdefault(group, named[0] if named else "")

    def _add(self, site: CallSite, word: str, position: int) -> None:
        """``parent.add_command(child, "name")``."""
        named = self._wiring.texts(site.argument(position, "name"))
        for child in self._groups(site.argument(0, word)):
            for parent in self._groups(router_of(self._wiring, site)):
                if child not in {parent, _OUTERMOST}:
                    self._parts[child].append(_Part(parent, named[0] if named else ""))

    def _groups(self, node: int) -> list[int]:
        """The groups and commands that a value may be."""
        if node in self._command_lines:
            held = [group for group in self._groups(self._command_lines[node]) if self._own.get(group)]
            return held or [_OUTERMOST]
        plain = (self._objects.unwrapped(thing) for thing in self._wiring.linkage.solver.get(node) if node >= 0)
        return sorted({thing for thing in plain if self._is_group(thing)})

    def _is_group(self, thing: int) -> bool:
        kind = self._objects.kinds[thing]
        return kind is Kind.FUNCTION or (kind is Kind.INSTANCE and self._objects.second[thing] >= 0)

    def _of_applications(self) -> Iterator[tuple[int, int]]:
        """The nodes of ``app.cli`` and ``blueprint.cli``, each with that of the application or blueprint."""
        linkage = self._wiring.linkage
        for gid in range(len(linkage.scopes)):
            for op in linkage.of_type(gid, facts.Attr):
                if op.name == "cli" and any(
                    (self._objects.external_name(thing) or "").startswith(("flask.", "quart."))
                    for thing in linkage.solver.get(linkage.node(gid, op.base))
                ):
                    yield linkage.node(gid, op.target), linkage.node(gid, op.base)
