"""Controllers of the WSGI kind: classes whose methods answer, handed over inside of factories, partials and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.linking.hierarchy import definer, project_ancestors
from decompose.extractors.linking.objects import Kind

_DEEPEST = 6
_DISPATCHER = "action"
"""``POST …/action``: the method is named in the request, and registered by a decorator of this name."""


class Controllers:
    """What answers for a controller."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._made: dict[int, dict[int, list[facts.AnyOp]]] = {}
        self._actions: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for decoration in wiring.decorations:
            cls = wiring.linkage.class_of_method(decoration.scope)
            if cls >= 0 and decoration.site and any(name.endswith(f".{_DISPATCHER}") for name in decoration.names):
                for text in wiring.texts(decoration.site.argument(0)):
                    self._actions[cls].append((text, decoration.scope))

    def answering(self, scope: int, value: int, action: str) -> list[tuple[str, int]]:
        """The methods that answer when a controller (a value of a scope) is asked for an action.

        Each has the name of what the request asks for beyond its path, which is empty but for dispatchers.
        """
        linkage = self._wiring.linkage
        classes = list(dict.fromkeys(self._classes(scope, value, 0)))
        bearing = [cls for cls in classes if definer(linkage, cls, action) >= 0]
        if bearing:
            return [("", self._wiring.method(bearing[0], action))]
        lines = [ancestor for cls in classes for ancestor in project_ancestors(linkage, cls)]
        registered = sorted({found for cls in lines for found in self._actions[cls]})
        if action == _DISPATCHER:
            return registered
        return [("", scope) for name, scope in registered if name == action][:1]

    def _classes(self, scope: int, value: int, depth: int) -> Iterator[int]:
        """The classes of the program that a value is made of."""
        linkage = self._wiring.linkage
        node = linkage.node(scope, value)
        if depth > _DEEPEST:
            return
        made = self._making(scope).get(value, [])
        for op in made:
            yield from self._in_operation(scope, op, depth)
        if not any(isinstance(op, facts.Call | facts.Build) for op in made):
            for thing in sorted(linkage.solver.get(node)):
                cls = linkage.objects.first[thing] if linkage.objects.kinds[thing] is Kind.INSTANCE else thing
                if linkage.objects.kinds[cls] is Kind.CLASS:
                    yield linkage.objects.first[cls]

    def _in_operation(self, scope: int, op: facts.AnyOp, depth: int) -> Iterator[int]:
        linkage = self._wiring.linkage
        match op:
            case facts.Call(args=args, keywords=keywords, func=func):
                for value in (*args, *(value for _, value in keywords)):
                    yield from self._classes(scope, value, depth + 1)
                for function in self._wiring.functions(linkage.node(scope, func)):
                    if function in linkage.classes:
                        yield function
                    elif linkage.scopes[function].returned >= 0:
                        yield from self._classes(function, linkage.scopes[function].returned, depth + 1)
            case facts.Build(values=values):
                for value in values:
                    yield from self._classes(scope, value, depth + 1)
            case facts.Copy(source=source):
                yield from self._classes(scope, source, depth + 1)
            case facts.Item(base=base, key=str(key)):
                for item in linkage.of_type(scope, facts.SetItem):
                    if item.key == key and self._same(scope, item.base, base):
                        yield from self._classes(scope, item.source, depth + 1)
            case _:
                pass

    def _same(self, scope: int, one: int, other: int) -> bool:
        """Whether two values may be the same container."""
        linkage = self._wiring.linkage
        return bool(linkage.solver.get(linkage.node(scope, one)) & linkage.solver.get(linkage.node(scope, other)))

    def _making(self, scope: int) -> dict[int, list[facts.AnyOp]]:
        """The operations of a scope (and of the module, for its names) by the values that they make."""
        if scope not in self._made:
            made: dict[int, list[facts.AnyOp]] = defaultdict(list)
            module = self._wiring.linkage.scope_offset[self._wiring.linkage.file_of[scope]]
            for place in dict.fromkeys((scope, module)):
                for op in self._wiring.linkage.ops(place):
                    made[getattr(op, "target", -1)].append(op)
            self._made[scope] = made
        return self._made[scope]
