"""Units: the top-level classes and functions, and the module bodies that do something."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.graph import Unit, UnitKind
from decompose.extractors.linking.linkage import Linkage

_PLUMBING = (facts.Import, facts.ImportStar, facts.MakeFunction, facts.MakeClass)


class Units:
    """The units of a program, and which one each scope belongs to.

    Attributes:
        all: by name, in the order of files and lines.
    """

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._of_scope: list[str] = []
        self.all: dict[str, Unit] = {}
        for gid in range(len(linkage.scopes)):
            self._of_scope.append(self._place(gid) if gid not in linkage.gone else "")
        self._add_module_bodies()

    def of(self, gid: int) -> str:
        """The unit that a scope belongs to."""
        return self._of_scope[gid]

    def module_body(self, file: int) -> str | None:
        """The unit of a module's own statements, if it has any."""
        name = self._linkage.modules.names[file]
        return name if name in self.all else None

    def _place(self, gid: int) -> str:
        linkage = self._linkage
        parent, scope = linkage.parent_of[gid], linkage.scopes[gid]
        if parent < 0:
            return linkage.names[gid]
        if linkage.parent_of[parent] >= 0 or scope.kind == "lambda":
            return self._of_scope[parent]
        name = linkage.names[gid]
        if name not in self.all:
            kind = UnitKind.CLASS if scope.kind == "class" else UnitKind.FUNCTION
            lines = scope.end_line - scope.line + 1
            path = linkage.path(gid)
            self.all[name] = Unit(name, kind, path, scope.line, scope.end_line, lines, scope.words)
        return name

    def _add_module_bodies(self) -> None:
        linkage = self._linkage
        taken: dict[str, int] = {}
        for unit in self.all.values():
            taken[unit.path] = taken.get(unit.path, 0) + unit.lines
        for file, source in enumerate(linkage.sources):
            gid = linkage.scope_offset[file]
            if _does_something(linkage.scopes[gid]):
                end = max(linkage.facts[file].lines, 1)
                lines = max(end - taken.get(source.path, 0), 1)
                words = linkage.scopes[gid].words
                self.all[source.module] = Unit(source.module, UnitKind.MODULE, source.path, 1, end, lines, words)


def _does_something(scope: facts.Scope) -> bool:
    """A module that only imports and defines has nothing of its own to place."""
    plumbing = {op.target for op in scope.ops if isinstance(op, _PLUMBING) and hasattr(op, "target")}
    for op in scope.ops:
        match op:
            case facts.Bind(source=source) if source not in plumbing:
                return True
            case facts.Decorate(target=target) | facts.Copy(target=target):
                plumbing.add(target)
            case facts.Call():
                return True
            case _:
                pass
    return False
