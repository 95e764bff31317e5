"""Lowering of annotations: what they say of the value that they annotate."""

from __future__ import annotations

import ast

from decompose.extractors.facts import Instance, Metadata, Value
from decompose.extractors.lowering.expressions import Expressions

_TRANSPARENT = frozenset(
    {"Optional", "Union", "ClassVar", "Final", "Required", "NotRequired", "Mapped", "ReadOnly", "Awaitable"}
)
_CONTAINERS = frozenset(
    {
        *("list", "List", "set", "Set", "frozenset", "FrozenSet", "tuple", "Tuple", "deque", "Deque"),
        *("Sequence", "MutableSequence", "Iterable", "Iterator", "Collection", "Generator"),
        *("AsyncIterator", "AsyncIterable", "AsyncGenerator"),
    }
)
_MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"})
_OPAQUE = frozenset({"Any", "Callable", "Literal", "None", "object", "TypeVar", "Self", "NoReturn", "Never"})


class Annotations(Expressions):
    """Lowers annotations into statements about values."""

    def annotate(self, target: Value, node: ast.expr | None) -> None:
        """Let the annotation speak about target."""
        match node:
            case None:
                return
            case ast.Constant(value=str()):
                self._annotate_text(target, node)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                self.annotate(target, left)
                self.annotate(target, right)
            case ast.Subscript(value=head, slice=index):
                self._annotate_generic(target, head, index)
            case ast.Name() | ast.Attribute() if last_name(node) not in _OPAQUE:
                self.emit(Instance(target, self.expression(node)))
            case _:
                return

    def alias(self, node: ast.expr) -> Value:
        """What is bound to a name for a type: ``Annotated[T, …]`` is kept with all that it says."""
        if not isinstance(node, ast.Subscript) or last_name(node.value) != "Annotated":
            return self.expression(node)
        described = self.value()
        self.annotate(described, node)
        return described

    def _annotate_text(self, target: Value, node: ast.Constant) -> None:
        inner = _parsed(node)
        if inner is not node:
            self.annotate(target, inner)

    def _annotate_generic(self, target: Value, head: ast.expr, index: ast.expr) -> None:
        arguments = index.elts if isinstance(index, ast.Tuple) else [index]
        name = last_name(head)
        if name in _OPAQUE or not arguments:
            return
        if name == "Annotated":
            self.annotate(target, arguments[0])
            for metadata in arguments[1:]:
                self.emit(Metadata(target, self.expression(metadata)))
        elif name in _TRANSPARENT:
            for argument in arguments:
                self.annotate(target, argument)
        elif name in {"type", "Type"}:
            self.copy(target, self.expression(arguments[0]))
        elif name in _CONTAINERS:
            self._annotate_elements(target, "list", arguments[:1])
        elif name in _MAPPINGS:
            self._annotate_elements(target, "dict", arguments[1:2])
        else:
            argument = _parsed(arguments[0])
            named = isinstance(argument, (ast.Name, ast.Attribute))
            of = self.expression(argument) if named else -1
            self.emit(Instance(target, self.expression(head), of))

    def _annotate_elements(self, target: Value, kind: str, arguments: list[ast.expr]) -> None:
        for argument in arguments:
            element = self.value()
            self.annotate(element, argument)
            self.copy(target, self.build(kind, (None,), (element,)))


def _parsed(node: ast.expr) -> ast.expr:
    """What an annotation in quotes says; the node itself where it is none."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return node
    try:
        inner = ast.parse(node.value.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return node
    for child in ast.walk(inner):
        ast.copy_location(child, node)
    return inner


def last_name(node: ast.expr) -> str:
    """``C`` of ``a.b.C``; empty for other forms."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
