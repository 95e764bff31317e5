"""Signatures off a solved linkage: what is written, and what the values may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.graph import Edge, EdgeKind
from decompose.extractors.linking.hierarchy import resolution_order
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Place
from decompose.extractors.signatures import CLASS, FUNCTION, Form, Parameter, Signature

_MOST_TYPES = 5
_MOST_BASES = 12
_ELEMENT = "[]"
_CODE = {
    Kind.FUNCTION: FUNCTION,
    Kind.WRAPPED: FUNCTION,
    Kind.BOUND: FUNCTION,
    Kind.PARTIAL: FUNCTION,
    Kind.CLASS: CLASS,
}
_FORMS = {
    "staticmethod": Form.STATIC_METHOD,
    "classmethod": Form.CLASS_METHOD,
    "property": Form.PROPERTY,
    "cached_property": Form.PROPERTY,
}


def signatures_of(linkage: Linkage, edges: Iterable[Edge]) -> tuple[Signature, ...]:
    """The signatures of what other units call, and of the classes that these take, return and belong to, sorted."""
    numbers: dict[str, int] = {}
    for gid, scope in linkage.written_scopes():
        if scope.kind in {"function", "class"} and gid not in linkage.gone:
            numbers[linkage.names[gid]] = gid
    reader = _Reader(linkage)
    found: dict[str, Signature] = {}
    pending = [edge.target_symbol for edge in edges if edge.kind is EdgeKind.CALLS]
    while pending:
        symbol = pending.pop()
        if symbol not in found and symbol in numbers:
            read = found[symbol] = reader.signature(symbol, numbers[symbol])
            types = (*read.return_types, *(name for parameter in read.parameters for name in parameter.types))
            pending += [name.removesuffix(_ELEMENT) for name in (*types, *read.bases)]
            if read.form not in {Form.FUNCTION, Form.CLASS}:
                pending.append(symbol.rpartition(".")[0])
    return tuple(sorted(found.values()))


class _Reader:
    """Reads signatures off one linkage."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage

    def signature(self, symbol: str, gid: int) -> Signature:
        """The signature of a function or class."""
        linkage, scope = self._linkage, self._linkage.scopes[gid]
        place = Place(linkage.path(gid), scope.line)
        if scope.kind == "class":
            bases, decorators = tuple(self._bases(gid)), self._decorators(gid)
            return Signature(symbol, Form.CLASS, self._fields(gid), bases=bases, decorators=decorators, place=place)
        form = self._form(gid)
        hints = {hint.name: hint for hint in scope.hints}
        params = scope.params[1:] if form in {Form.METHOD, Form.CLASS_METHOD, Form.PROPERTY} else scope.params
        result = hints.get("return", facts.Hint("return"))
        return Signature(
            symbol,
            form,
            tuple(self._parameter(gid, param, hints.get(param.name)) for param in params),
            result.annotation,
            self._types([linkage.node(gid, scope.returned)]) if scope.returned >= 0 else (),
            scope.is_async,
            scope.yielded >= 0,
            (),
            self._decorators(gid),
            place,
        )

    def _parameter(self, gid: int, param: facts.Param, hint: facts.Hint | None) -> Parameter:
        written = hint or facts.Hint(param.name)
        return Parameter(
            param.name,
            param.kind,
            written.annotation,
            written.default,
            self._types([self._linkage.node(gid, param.value)]),
        )

    def _fields(self, gid: int) -> tuple[Parameter, ...]:
        linkage = self._linkage
        return tuple(
            Parameter(
                hint.name,
                "keyword",
                hint.annotation,
                hint.default,
                self._types([linkage.member_node(gid, hint.name)]),
            )
            for hint in linkage.scopes[gid].hints
        )

    def _form(self, gid: int) -> Form:
        linkage = self._linkage
        owner = linkage.class_of_method(gid)
        if owner < 0:
            return Form.FUNCTION
        decorators = linkage.scopes[gid].decorators
        names = [op.name for op in linkage.of_type(owner, facts.Load) if op.target in decorators]
        names += [op.name for op in linkage.of_type(owner, facts.Attr) if op.target in decorators]
        return next((_FORMS[name] for name in names if name in _FORMS), Form.METHOD)

    def _decorators(self, gid: int) -> tuple[str, ...]:
        """Names of the decorators; of one that is called first, the name of what is called."""
        linkage, scope = self._linkage, self._linkage.scopes[gid]
        outer = linkage.parent_of[gid]
        called = {op.target: op.func for op in linkage.of_type(outer, facts.Call)} if scope.decorators else {}
        found: list[str] = []
        for value in scope.decorators:
            things = linkage.solver.get(linkage.node(outer, called.get(value, value)))
            names = sorted({name for thing in things if (name := self._named(linkage.objects.unwrapped(thing)))})
            found += names[:1]
        return tuple(found)

    def _bases(self, gid: int) -> Iterator[str]:
        for ancestor in resolution_order(self._linkage, gid)[1 : _MOST_BASES + 1]:
            name = self._named(ancestor)
            if name:
                yield name

    def _named(self, thing: int) -> str:
        objects = self._linkage.objects
        if objects.kinds[thing] in {Kind.CLASS, Kind.FUNCTION}:
            return self._linkage.names[objects.first[thing]]
        return objects.text(thing) if objects.kinds[thing] is Kind.EXTERNAL else ""

    def _types(self, nodes: Iterable[int]) -> tuple[str, ...]:
        """The names of the classes whose instances are at some nodes, or in containers there."""
        linkage, objects = self._linkage, self._linkage.objects
        found: set[str] = set()
        for node in nodes:
            for thing in linkage.solver.get(node):
                if objects.kinds[thing] is Kind.CONTAINER:
                    inner = (element for _, element in linkage.elements_by_key(thing))
                    found.update(
                        name + _ELEMENT
                        for element in inner
                        for one in linkage.solver.get(element)
                        if (name := self._type(one))
                    )
                elif name := self._type(thing):
                    found.add(name)
        return tuple(sorted(found)[:_MOST_TYPES])

    def _type(self, thing: int) -> str:
        objects = self._linkage.objects
        kind = objects.kinds[thing]
        if kind in {Kind.STRING, Kind.TEXT}:
            return "<builtin>.str"
        if kind in _CODE:
            return _CODE[kind]
        if kind is not Kind.INSTANCE:
            return f"<builtin>.{self._linkage.container_kind(thing)}" if kind is Kind.CONTAINER else ""
        return self._named(objects.unwrapped(objects.first[thing]))
