"""The state of lowering one file: values, scopes, and the variables of the scope at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from decompose.extractors.facts import AnyOp, Bind, Copy, Hint, Key, Load, Param, Scope, Value
from decompose.extractors.lowering.names import Bindings

Variables = dict[str, Value]
"""What each local name, and each known element of a container, may be at one point of the program."""
_ELEMENT = "["
"""No name starts so: marks the elements among variables."""


@dataclass(slots=True, eq=False)
class LoopFrame:
    """The paths that leave or repeat the loop at hand."""

    breaks: list[Variables] = field(default_factory=list)
    continues: list[Variables] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ScopeBuilder:
    """A scope while its body is lowered."""

    index: int
    kind: str
    name: str
    parent: ScopeBuilder | None
    line: int
    end_line: int
    bindings: Bindings
    variables: Variables = field(default_factory=dict)
    is_reachable: bool = True
    ops: list[AnyOp] = field(default_factory=list)
    params: list[Param] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    returned: Value = -1
    yielded: Value = -1
    sent: Value = -1
    bases: tuple[Value, ...] = ()
    metaclass: Value = -1
    keywords: tuple[tuple[str, Value], ...] = ()
    bound: dict[str, None] = field(default_factory=dict)
    is_async: bool = False
    decorators: tuple[Value, ...] = ()
    identifiers: list[str] = field(default_factory=list)
    docstring: str = ""
    lambdas: int = 0
    loops: list[LoopFrame] = field(default_factory=list)
    comprehensions: int = 0
    elements: list[Value] = field(default_factory=list)
    """Of the loops that repeat the point at hand; -1 for a ``while``."""
    cells: dict[str, Value] = field(default_factory=dict)
    definitions: dict[str, list[Value]] = field(default_factory=dict)
    watchers: list[dict[str, list[Value]]] = field(default_factory=list)
    class_reference: Value = -1
    knows_elements: bool = False

    @property
    def depth(self) -> int:
        """How many loops enclose the point at hand."""
        return len(self.loops) + self.comprehensions

    @property
    def element(self) -> Value:
        """The element of the nearest ``for`` that repeats the point at hand; -1 without."""
        return next((element for element in reversed(self.elements) if element >= 0), -1)

    @property
    def is_function(self) -> bool:
        """Its locals are variables, not attributes of a module or class."""
        return self.kind in {"function", "lambda"}


class Builder:
    """Emits operations into the current scope and resolves local names."""

    def __init__(self, *, binds_in_expressions: bool = True) -> None:
        self.binds_in_expressions = binds_in_expressions
        self.values = 0
        self.line = 1
        """First line of the statement at hand."""
        self.scopes: list[ScopeBuilder] = []
        self.scope: ScopeBuilder = self._new_scope("module", "", None, 1, 1, Bindings())
        self.textual: set[Value] = set()
        self.displays: set[Value] = set()
        """lists and dicts that are written out, whose elements are followed from statement to statement."""

    # -- values and operations --

    def value(self) -> Value:
        """A new value."""
        self.values += 1
        return self.values - 1

    def emit(self, op: AnyOp) -> None:
        """Append an operation to the current scope."""
        self.scope.ops.append(op)

    def copy(self, target: Value, source: Value) -> None:
        """Let target be source, among others."""
        self.emit(Copy(target, source))
        if source in self.textual:
            self.textual.add(target)

    # -- scopes --

    def _new_scope(
        self, kind: str, name: str, parent: ScopeBuilder | None, line: int, end_line: int, bindings: Bindings
    ) -> ScopeBuilder:
        scope = ScopeBuilder(len(self.scopes), kind, name, parent, line, end_line, bindings)
        self.scopes.append(scope)
        return scope

    def open_scope(self, kind: str, name: str, line: int, end_line: int, bindings: Bindings) -> ScopeBuilder:
        """Make a nested scope current and return it."""
        self.scope = self._new_scope(kind, name, self.scope, line, end_line, bindings)
        return self.scope

    def close_scope(self) -> None:
        """Return to the parent; what nested scopes captured gets every definition of this one."""
        scope = self.scope
        for name, cell in scope.cells.items():
            for defined in scope.definitions.get(name, ()):
                self.copy(cell, defined)
        if scope.parent is not None:
            self.scope = scope.parent

    # -- variables --

    def assign(self, name: str, value: Value) -> None:
        """Bind a name in the current scope, or where ``global`` and ``nonlocal`` send it."""
        scope = self.scope
        scope.identifiers.append(name)
        if name in scope.bindings.declared_global and scope.kind != "module":
            self.emit(Bind(name, value, is_global=True, line=self.line))
            return
        if name in scope.bindings.declared_nonlocal:
            owner = self._owner(scope.parent, name)
            if owner is not None:
                self.copy(self._cell(owner, name), value)
            return
        self._define(scope, name, value)
        if not scope.is_function and not scope.comprehensions:
            scope.bound.setdefault(name)
            self.emit(Bind(name, value, line=self.line))

    def _define(self, scope: ScopeBuilder, name: str, value: Value) -> None:
        scope.variables[name] = value
        scope.definitions.setdefault(name, []).append(value)
        for watcher in scope.watchers:
            watcher.setdefault(name, []).append(value)

    def read(self, name: str, line: int) -> Value:
        """The value of a name here: local, captured, or a global to be linked."""
        scope = self.scope
        scope.identifiers.append(name)
        if name not in scope.bindings.declared_global:
            if name in scope.variables:
                return scope.variables[name]
            start = scope.parent if name not in scope.bindings.local or not scope.is_function else scope
            owner = self._owner(start, name)
            if owner is not None:
                return self._cell(owner, name)
        target = self.value()
        self.emit(Load(target, name, line))
        return target

    def _owner(self, scope: ScopeBuilder | None, name: str) -> ScopeBuilder | None:
        """The nearest enclosing function that binds the name (class bodies are not seen from inside)."""
        while scope is not None:
            if scope.is_function and (name in scope.bindings.local or name in scope.variables):
                return scope
            scope = scope.parent
        return None

    def _cell(self, owner: ScopeBuilder, name: str) -> Value:
        if name not in owner.cells:
            owner.cells[name] = self.value()
        return owner.cells[name]

    # -- elements of containers that this function has just made --

    def know_element(self, base: Value, key: Key, value: Value) -> None:
        """From here on ``base[key]`` is exactly this value, until something may change it."""
        if base not in self.displays or key is None:
            self.forget_elements()
        else:
            self.scope.variables[_element(base, key)] = value
            self.scope.knows_elements = True

    def known_element(self, base: Value, key: Key) -> Value | None:
        """What ``base[key]`` is known to be here."""
        if base in self.displays and key is not None and self.scope.knows_elements:
            return self.scope.variables.get(_element(base, key))
        return None

    def forget_elements(self) -> None:
        """Something may have changed any container."""
        if self.scope.knows_elements:
            variables = self.scope.variables
            self.scope.variables = {name: value for name, value in variables.items() if name[0] != _ELEMENT}
            self.scope.knows_elements = False

    def updated_elements(self, base: Value, other: Value) -> Variables:
        """What is known of a mapping's elements once another one has been merged into it."""
        if base not in self.displays or other not in self.displays or not self.scope.knows_elements:
            return {}
        own, others = f"{_ELEMENT}{base}]", f"{_ELEMENT}{other}]"
        variables = self.scope.variables
        kept = {name: value for name, value in variables.items() if name.startswith(own)}
        return kept | {own + name[len(others) :]: value for name, value in variables.items() if name.startswith(others)}

    def restore_elements(self, elements: Variables) -> None:
        """These elements are known again."""
        if elements:
            self.scope.variables |= elements
            self.scope.knows_elements = True

    # -- joining paths --

    def join(self, paths: Iterable[Variables]) -> Variables:
        """The variables where the given paths meet."""
        alternatives = list(paths)
        if len(alternatives) == 1:
            return dict(alternatives[0])
        joined: Variables = {}
        names = dict.fromkeys(name for path in alternatives for name in path)
        for name in names:
            if name[:1] == _ELEMENT and not all(name in path for path in alternatives):
                continue
            values = dict.fromkeys(path[name] for path in alternatives if name in path)
            joined[name] = self.any_of(values)
        return joined

    def any_of(self, values: Iterable[Value]) -> Value:
        """A value that may be each of those given."""
        choices = list(values)
        if len(choices) == 1:
            return choices[0]
        target = self.value()
        for choice in choices:
            self.copy(target, choice)
        return target

    def finished(self, scope: ScopeBuilder, words: dict[str, int]) -> Scope:
        """The scope as facts."""
        return Scope(
            kind=scope.kind,
            name=scope.name,
            parent=-1 if scope.parent is None else scope.parent.index,
            line=scope.line,
            end_line=scope.end_line,
            ops=tuple(scope.ops),
            params=tuple(scope.params),
            returned=scope.returned,
            yielded=scope.yielded,
            sent=scope.sent,
            bases=scope.bases,
            metaclass=scope.metaclass,
            bound=tuple(scope.bound),
            is_async=scope.is_async,
            decorators=scope.decorators,
            words=words,
            docstring=scope.docstring,
            keywords=scope.keywords,
            hints=tuple(scope.hints),
        )


def _element(base: Value, key: Key) -> str:
    return f"{_ELEMENT}{base}]{key!r}"


def is_element(name: str) -> bool:
    """Whether a variable stands for an element of a container."""
    return name.startswith(_ELEMENT)
