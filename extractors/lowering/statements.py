"""Lowering of statements: control flow, definitions, imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from decompose.extractors.facts import (
    Decorate,
    DelAttr,
    Endless,
    Enter,
    Import,
    ImportStar,
    Instance,
    Item,
    MakeClass,
    MakeFunction,
    Narrow,
    Operator,
    Raise,
    Value,
)
from decompose.extractors.lowering.annotations import Annotations
from decompose.extractors.lowering.builder import LoopFrame, Variables, is_element
from decompose.extractors.lowering.endings import is_endless
from decompose.extractors.lowering.expressions import all_arguments, arguments_by_kind, constant_key, encodable
from decompose.extractors.lowering.names import bindings_of
from decompose.extractors.lowering.writing import hint_of, hints_of

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Statements(Annotations):
    """Lowers statements into the current scope."""

    def body(self, statements: Sequence[ast.stmt]) -> None:
        """Lower statements in order."""
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """Lower one statement."""
        handler = self._STATEMENTS.get(type(node))
        self.line = node.lineno
        if handler is not None:
            handler(self, node)

    # -- simple statements --

    def _expression(self, node: ast.Expr) -> None:
        self.expression(node.value)

    def _assign(self, node: ast.Assign) -> None:
        value = self.alias(node.value)
        for target in node.targets:
            self.store(target, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        value = self.alias(node.value) if node.value is not None else self.value()
        self.annotate(value, node.annotation)
        if self.scope.kind == "class" and isinstance(node.target, ast.Name):
            self.scope.hints.append(hint_of(node.target.id, node.annotation, node.value))
        self.store(node.target, value)

    def _augmented(self, node: ast.AugAssign) -> None:
        target = node.target
        before = self.expression(_as_load(target))
        after = self.operation(type(node.op), before, node.value, node.lineno, in_place=True)
        if after not in self.textual:
            self.copy(after, before)
        self.store(target, after)

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            with self._left(node):
                value = self.expression(node.value)
            if self.scope.is_function:
                self.copy(self.scope.returned, value)
        self.scope.is_reachable = False

    def _raise(self, node: ast.Raise) -> None:
        with self._left(node):
            if node.exc is not None:
                raised = self.expression(node.exc)
                if not isinstance(node.exc, ast.Call):
                    self.emit(Raise(raised, node.lineno))
            if node.cause is not None:
                self.expression(node.cause)
        self.scope.is_reachable = False

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            match target:
                case ast.Name(id=name):
                    self.scope.variables.pop(name, None)
                case ast.Attribute(value=base, attr=name):
                    self.emit(DelAttr(self.expression(base), name, target.lineno))
                case ast.Subscript(value=base):
                    self.emit(Operator(self.value(), (self.expression(base),), "__delitem__", target.lineno))
                case _:
                    self.expression(_as_load(target))

    def _assert(self, node: ast.Assert) -> None:
        self.test(node.test)
        self.narrow(node.test)
        if node.msg is not None:
            self.expression(node.msg)

    def _break(self, _: ast.Break) -> None:
        if self.scope.loops:
            self.scope.loops[-1].breaks.append(dict(self.scope.variables))
        self.scope.is_reachable = False

    def _continue(self, _: ast.Continue) -> None:
        if self.scope.loops:
            self.scope.loops[-1].continues.append(dict(self.scope.variables))
        self.scope.is_reachable = False

    # -- imports --

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            target = self.value()
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            if module != alias.name:
                self.emit(Import(self.value(), alias.name, 0, "", node.lineno))
            self.emit(Import(target, module, 0, "", node.lineno))
            self.assign(alias.asname or module, target)

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.emit(ImportStar(node.module or "", node.level, node.lineno))
                continue
            target = self.value()
            self.emit(Import(target, node.module or "", node.level, alias.name, node.lineno))
            self.assign(alias.asname or alias.name, target)

    # -- branches --

    def _branch(self, statements: Sequence[ast.stmt], variables: Variables) -> list[Variables]:
        """Lower a block from the given variables; the ways in which it is left at its end."""
        self.scope.variables = dict(variables)
        self.scope.is_reachable = True
        with self._left(statements[-1] if statements else None):
            self.body(statements)
        return [self.scope.variables] if self.scope.is_reachable else []

    @contextmanager
    def _left(self, last: ast.stmt | None) -> Iterator[None]:
        """What stands before a statement that leaves the loop, or the function, runs once and not for each element."""
        around = self.scope.elements
        if isinstance(last, ast.Return | ast.Raise):
            self.scope.elements = []
        elif isinstance(last, ast.Break):
            self.scope.elements = around[:-1]
        yield
        self.scope.elements = around

    def _continue_from(self, paths: Sequence[Variables]) -> None:
        """Go on where the paths meet; what follows a dead end is lowered all the same."""
        self.scope.is_reachable = bool(paths)
        if paths:
            self.scope.variables = self.join(paths)

    def _if(self, node: ast.If) -> None:
        self.test(node.test)
        before = self.scope.variables
        self.scope.variables = dict(before)
        self.narrow(node.test)
        paths = self._branch(node.body, self.scope.variables)
        self.scope.variables = dict(before)
        self.narrow(node.test, holds=False)
        paths += self._branch(node.orelse, self.scope.variables)
        self._continue_from(paths)

    def _loop_variables(self, body: Sequence[ast.stmt | ast.expr]) -> dict[str, Value]:
        """A value for each variable that the loop assigns, so that later rounds see earlier ones."""
        self.forget_elements()
        heads: dict[str, Value] = {}
        for name in sorted(bindings_of(body, in_expressions=self.binds_in_expressions).local):
            heads[name] = self.value()
            if name in self.scope.variables:
                self.copy(heads[name], self.scope.variables[name])
                self.scope.variables[name] = heads[name]
        return heads

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        source = self.expression(node.iter) if not isinstance(node, ast.While) else -1
        targets = [] if isinstance(node, ast.While) else [node.target]
        heads = self._loop_variables([*targets, *node.body])
        frame = LoopFrame()
        element = -1 if isinstance(node, ast.While) else self.iterate(source, node.iter.lineno)
        self.scope.loops.append(frame)
        self.scope.elements.append(element)
        if isinstance(node, ast.While):
            if is_endless(node):
                self.emit(Endless(node.lineno))
            self.test(node.test)
            self.narrow(node.test)
        start = dict(self.scope.variables)
        if not isinstance(node, ast.While):
            self.store(node.target, element)
        ends = self._branch(node.body, self.scope.variables) + frame.continues
        for name, head in heads.items():
            for value in dict.fromkeys(end[name] for end in ends if name in end and end[name] != head):
                self.copy(head, value)
        self.scope.loops.pop()
        self.scope.elements.pop()
        after = self._branch(node.orelse, self.join([start, *ends]))
        self._continue_from(after + frame.breaks)

    def _try(self, node: ast.Try) -> None:
        before = dict(self.scope.variables)
        assigned: dict[str, list[Value]] = {}
        self.scope.watchers.append(assigned)
        paths = self._branch(node.body, before)
        self.scope.watchers.pop()
        interrupted = {
            name: self.any_of(dict.fromkeys([*([before[name]] if name in before else []), *assigned.get(name, ())]))
            for name in dict.fromkeys([*before, *assigned])
            if not is_element(name)
        }
        if paths and node.orelse:
            paths = self._branch(node.orelse, paths[0])
        for handler in node.handlers:
            self.scope.variables = dict(interrupted)
            self._bind_exception(handler)
            paths += self._branch(handler.body, self.scope.variables)
        if node.finalbody:
            survives = bool(paths)
            paths = self._branch(node.finalbody, self.join([*paths, interrupted]))
            paths = paths if survives else []
        self._continue_from(paths)

    def _bind_exception(self, handler: ast.ExceptHandler) -> None:
        if handler.type is None:
            return
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        caught = self.value()
        for kind in kinds:
            self.emit(Instance(caught, self.expression(kind)))
        if handler.name:
            self.assign(handler.name, caught)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            manager = self.expression(item.context_expr)
            entered = self.value()
            end = node.body[-1].end_lineno or node.lineno
            self.emit(Enter(entered, manager, item.context_expr.lineno, end))
            if item.optional_vars is not None:
                self.store(item.optional_vars, entered)
        self.body(node.body)

    def _match(self, node: ast.Match) -> None:
        subject = self.expression(node.subject)
        before = dict(self.scope.variables)
        paths: list[Variables] = [before]
        for case in node.cases:
            self.scope.variables = dict(before)
            self._pattern(case.pattern, subject)
            if case.guard is not None:
                self.expression(case.guard)
            paths += self._branch(case.body, self.scope.variables)
        self._continue_from(paths)

    def _pattern(self, pattern: ast.pattern, subject: Value) -> None:  # noqa: C901 - one case a pattern
        match pattern:
            case ast.MatchAs(pattern=inner, name=name):
                if isinstance(inner, ast.MatchClass):
                    narrowed = self.value()
                    self.emit(Instance(narrowed, self.expression(inner.cls)))
                    subject = narrowed
                if inner is not None:
                    self._pattern(inner, subject)
                if name is not None:
                    self.assign(name, subject)
            case ast.MatchOr(patterns=patterns):
                for choice in patterns:
                    self._pattern(choice, subject)
            case ast.MatchSequence(patterns=patterns):
                for index, inner in enumerate(patterns):
                    element = self.value()
                    self.emit(Item(element, subject, index, pattern.lineno))
                    self._pattern(inner, element)
            case ast.MatchMapping(patterns=patterns, rest=rest):
                for key, inner in zip(pattern.keys, patterns, strict=True):
                    element = self.value()
                    self.emit(Item(element, subject, constant_key(key), pattern.lineno))
                    self._pattern(inner, element)
                if rest is not None:
                    self.assign(rest, subject)
            case ast.MatchStar(name=str(name)):
                self.assign(name, subject)
            case ast.MatchClass(cls=cls, patterns=patterns, kwd_attrs=names, kwd_patterns=named):
                matched = self.value()
                self.emit(Narrow(matched, subject, self.expression(cls)))
                for inner in patterns:
                    self._pattern(inner, self.value())
                for name, inner in zip(names, named, strict=True):
                    self._pattern(inner, self._attribute_named(matched, name, pattern.lineno))
            case _:
                pass

    # -- definitions --

    def _function(self, node: FunctionNode) -> None:
        decorators = self.expressions(node.decorator_list)
        defaults = self.default_values(node.args)
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        bindings = bindings_of(node.body, in_expressions=self.binds_in_expressions)
        bindings.local |= {argument.arg for argument in all_arguments(node.args)}
        hints = self._hints(node)
        outer = self.scope
        scope = self.open_scope("function", node.name, first, node.end_lineno or node.lineno, bindings)
        scope.is_async = isinstance(node, ast.AsyncFunctionDef)
        scope.decorators = decorators
        scope.docstring = _first_line(node)
        scope.hints = hints_of(node)
        scope.returned = self.value()
        if bindings.yields:
            scope.yielded = self.value()
        self.parameters(node.args, defaults)
        for name, hint in hints.items():
            self.copy(scope.returned if name == "return" else scope.variables[name], hint)
        self.body(node.body)
        self.close_scope()
        outer.identifiers += scope.identifiers
        made = self.value()
        self.emit(MakeFunction(made, scope.index))
        self.assign(node.name, self._decorated(made, decorators, node.decorator_list))

    def _hints(self, node: FunctionNode) -> dict[str, Value]:
        """What the annotations say of the parameters and the result, read in the enclosing scope."""
        annotated = [
            (argument.arg, argument.annotation)
            for argument, kind in arguments_by_kind(node.args)
            if kind in {"positional", "keyword"} and argument.annotation is not None
        ]
        if node.returns is not None:
            annotated.append(("return", node.returns))
        hints: dict[str, Value] = {}
        for name, annotation in annotated:
            hints[name] = self.value()
            self.annotate(hints[name], annotation)
        return hints

    def _decorated(self, made: Value, decorators: Sequence[Value], nodes: Sequence[ast.expr]) -> Value:
        for decorator, node in zip(reversed(decorators), reversed(nodes), strict=True):
            target = self.value()
            self.emit(Decorate(target, decorator, made, node.lineno))
            made = target
        return made

    def _class(self, node: ast.ClassDef) -> None:
        decorators = self.expressions(node.decorator_list)
        bases = self.expressions(node.bases)
        keywords = {word.arg or "": self.expression(word.value) for word in node.keywords}
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        outer = self.scope
        made = self.value()
        self.emit(MakeClass(made, len(self.scopes)))
        bindings = bindings_of(node.body, in_expressions=self.binds_in_expressions)
        scope = self.open_scope("class", node.name, first, node.end_lineno or node.lineno, bindings)
        scope.bases = bases
        scope.metaclass = keywords.get("metaclass", -1)
        scope.keywords = tuple((name, value) for name, value in keywords.items() if name != "metaclass")
        scope.decorators = decorators
        scope.docstring = _first_line(node)
        self.body(node.body)
        self.close_scope()
        outer.identifiers += scope.identifiers
        self.assign(node.name, self._decorated(made, decorators, node.decorator_list))

    def _type_alias(self, node: ast.AST) -> None:
        """``type X = …`` (newer interpreters): the name stands for what it is made of."""
        name, value = getattr(node, "name", None), getattr(node, "value", None)
        if isinstance(name, ast.Name) and isinstance(value, ast.expr):
            self.assign(name.id, self.expression(value))

    _STATEMENTS: ClassVar[dict[type[ast.stmt], Callable[[Any, Any], None]]] = {
        ast.Expr: _expression,
        ast.Assign: _assign,
        ast.AnnAssign: _annotated,
        ast.AugAssign: _augmented,
        ast.Return: _return,
        ast.Raise: _raise,
        ast.Delete: _delete,
        ast.Assert: _assert,
        ast.Break: _break,
        ast.Continue: _continue,
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.If: _if,
        ast.For: _loop,
        ast.AsyncFor: _loop,
        ast.While: _loop,
        ast.Try: _try,
        ast.TryStar: _try,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.Match: _match,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
    }
    if hasattr(ast, "TypeAlias"):
        _STATEMENTS[ast.TypeAlias] = _type_alias


def _as_load(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=value, attr=name):
            return ast.copy_location(ast.Attribute(value, name, ast.Load()), target)
        case ast.Subscript(value=value, slice=index):
            return ast.copy_location(ast.Subscript(value, index, ast.Load()), target)
        case _:
            return target


def _first_line(node: FunctionNode | ast.ClassDef) -> str:
    text = ast.get_docstring(node) or ""
    return encodable(text.partition("\n")[0][:200])
