"""Lowering of expressions: each becomes operations and one value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from decompose.extractors.facts import (
    Attr,
    Build,
    Call,
    Const,
    Delegate,
    Item,
    Iterate,
    Key,
    MakeFunction,
    Narrow,
    Operator,
    Param,
    SetAttr,
    SetItem,
    Slice,
    Text,
    Value,
)
from decompose.extractors.lowering.builder import Builder
from decompose.extractors.lowering.names import Bindings

_BINARY = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.MatMult: "__matmul__",
    ast.Div: "__truediv__",
    ast.FloorDiv: "__floordiv__",
    ast.Mod: "__mod__",
    ast.Pow: "__pow__",
    ast.LShift: "__lshift__",
    ast.RShift: "__rshift__",
    ast.BitOr: "__or__",
    ast.BitXor: "__xor__",
    ast.BitAnd: "__and__",
}
_UNARY = {ast.UAdd: "__pos__", ast.USub: "__neg__", ast.Invert: "__invert__", ast.Not: "__bool__"}
_COMPARE = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.In: "__contains__",
    ast.NotIn: "__contains__",
}

_MOST_CODE = 1_000
"""Longer strings that are evaluated are programs of their own."""
_MOST_FOLLOWED = 100
"""The elements of a larger display are data."""

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Expressions(Builder):
    """Lowers expressions into the current scope."""

    def expression(self, node: ast.expr) -> Value:
        """Lower an expression; an unknown form yields a value of which nothing is known."""
        handler = self._HANDLERS.get(type(node))
        if handler is None:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.expression(child)
            return self.value()
        return handler(self, node)

    def expressions(self, nodes: Sequence[ast.expr]) -> tuple[Value, ...]:
        """Lower several."""
        return tuple(self.expression(node) for node in nodes)

    # -- literals --

    def _constant(self, node: ast.Constant) -> Value:
        return self.constant(node.value)

    def constant(self, literal: object) -> Value:
        """The value of a literal."""
        target = self.value()
        if isinstance(literal, str):
            self.emit(Const(target, "str", encodable(literal)))
            self.textual.add(target)
        elif literal is not None and literal is not Ellipsis:
            text = str(literal) if isinstance(literal, (int, float)) else ""
            self.emit(Const(target, type(literal).__name__, text[:40]))
        return target

    def _joined(self, node: ast.JoinedStr) -> Value:
        parts: list[Value] = []
        for piece in node.values:
            if isinstance(piece, ast.FormattedValue):
                parts.append(self.expression(piece.value))
                if piece.format_spec is not None:
                    self.expression(piece.format_spec)
            else:
                parts.append(self.expression(piece))
        return self.text("concat", parts)

    def text(self, kind: str, parts: Sequence[Value], names: Sequence[str] = ()) -> Value:
        """A string put together from parts."""
        target = self.value()
        self.emit(Text(target, kind, tuple(parts), tuple(names)))
        self.textual.add(target)
        return target

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        kind = type(node).__name__.lower()
        keys: list[Key] = []
        values: list[Value] = []
        unpacked: list[Value] = []
        for index, element in enumerate(node.elts):
            if isinstance(element, ast.Starred):
                unpacked.append(self.expression(element.value))
            else:
                keys.append(index if kind != "set" and not unpacked else None)
                values.append(self.expression(element))
        return self.build(kind, keys, values, unpacked)

    def build(self, kind: str, keys: Sequence[Key], values: Sequence[Value], unpacked: Sequence[Value] = ()) -> Value:
        """A container with the given elements."""
        target = self.value()
        self.emit(Build(target, kind, tuple(keys), tuple(values), tuple(unpacked)))
        if kind in {"dict", "list"} and not unpacked and len(keys) <= _MOST_FOLLOWED:
            self.displays.add(target)
            for key, value in zip(keys, values, strict=True):
                if key is not None:
                    self.know_element(target, key, value)
        return target

    def _dict(self, node: ast.Dict) -> Value:
        keys: list[Key] = []
        values: list[Value] = []
        unpacked: list[Value] = []
        for key, element in zip(node.keys, node.values, strict=True):
            value = self.expression(element)
            if key is None:
                unpacked.append(value)
                continue
            if not isinstance(key, ast.Constant):
                self.expression(key)
            keys.append(constant_key(key))
            values.append(value)
        return self.build("dict", keys, values, unpacked)

    # -- names and access --

    def _name(self, node: ast.Name) -> Value:
        return self.read(node.id, node.lineno)

    def _attribute(self, node: ast.Attribute) -> Value:
        return self._attribute_of(self.expression(node.value), node)

    def _attribute_of(self, base: Value, node: ast.Attribute) -> Value:
        return self._attribute_named(base, node.attr, node.end_lineno or node.lineno)

    def _attribute_named(self, base: Value, name: str, line: int) -> Value:
        self.scope.identifiers.append(name)
        target = self.value()
        self.emit(Attr(target, base, name, line, self.scope.element))
        return target

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.expression(node.value)
        key = constant_key(node.slice)
        if isinstance(key, str):
            self.scope.identifiers.append(key if key.isidentifier() else "")
        known = self.known_element(base, key)
        if known is not None:
            return known
        index = self.expression(node.slice) if key is None else -1
        target = self.value()
        bounds = _bounds(node.slice)
        if bounds is not None:
            self.emit(Slice(target, base, *bounds))
        else:
            self.emit(Item(target, base, key, node.lineno, index))
        return target

    def _named(self, node: ast.NamedExpr) -> Value:
        value = self.expression(node.value)
        self.assign(node.target.id, value)
        return value

    # -- calls --

    def _call(self, node: ast.Call) -> Value:
        receiver = -1
        if isinstance(node.func, ast.Attribute):
            receiver = self.expression(node.func.value)
            func = self._attribute_of(receiver, node.func)
        else:
            func = self.expression(node.func)
        args: list[Value] = []
        stars: list[Value] = []
        behind = 0
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                stars.append(self.expression(argument.value))
            else:
                args.append(self.expression(argument))
                behind += bool(stars)
        keywords = [(word.arg or "", self.expression(word.value)) for word in node.keywords]
        is_update = isinstance(node.func, ast.Attribute) and node.func.attr == "update" and len(args) == 1
        updated = self.updated_elements(receiver, args[0]) if is_update and not stars and not keywords else {}
        result = self.call(func, args, stars, keywords, node.func.end_lineno or node.lineno, behind)
        self.restore_elements(updated)
        if isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
            self._evaluated(node, result)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}:
            return self._composed(node.func.attr, receiver, args, keywords, result)
        return result

    def _evaluated(self, node: ast.Call, result: Value) -> None:
        """Code in a literal string is as good as written out."""
        match node.args:
            case [ast.Constant(value=str(code)), *_] if len(code) <= _MOST_CODE:
                try:
                    statements = ast.parse(code.strip()).body
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return
                for statement in statements:
                    ast.increment_lineno(statement, node.lineno - 1)
                    if isinstance(statement, ast.Expr):
                        self.copy(result, self.expression(statement.value))
                    else:
                        self.statement(statement)
            case _:
                pass

    def statement(self, node: ast.stmt) -> None:
        """Lower a statement (there are some inside of expressions, in what ``exec`` is given)."""
        raise NotImplementedError

    def call(
        self,
        func: Value,
        args: Sequence[Value],
        stars: Sequence[Value],
        keywords: Sequence[tuple[str, Value]],
        line: int,
        behind: int = 0,
    ) -> Value:
        """A call site."""
        self.forget_elements()
        target, depth, loop = self.value(), self.scope.depth, self.scope.element
        self.emit(Call(target, func, tuple(args), tuple(stars), tuple(keywords), line, depth, loop, behind))
        return target

    def _composed(
        self, kind: str, template: Value, args: list[Value], keywords: list[tuple[str, Value]], result: Value
    ) -> Value:
        """``template.format(…)`` and ``separator.join(…)`` are texts beside being calls."""
        parts = [template, *args, *(value for _, value in keywords)]
        composed = self.text(kind, parts, [name for name, _ in keywords])
        self.copy(composed, result)
        return composed

    def _lambda(self, node: ast.Lambda) -> Value:
        defaults = self.default_values(node.args)
        self.scope.lambdas += 1
        scope = self.open_scope(
            "lambda",
            f"<lambda{self.scope.lambdas}>",
            node.lineno,
            node.end_lineno or node.lineno,
            Bindings({argument.arg for argument in all_arguments(node.args)}),
        )
        self.parameters(node.args, defaults)
        scope.returned = self.value()
        self.copy(scope.returned, self.expression(node.body))
        self.close_scope()
        target = self.value()
        self.emit(MakeFunction(target, scope.index))
        return target

    def default_values(self, arguments: ast.arguments) -> dict[str, Value]:
        """The values of parameter defaults, evaluated in the current scope."""
        positional = [*arguments.posonlyargs, *arguments.args]
        found: dict[str, Value] = {}
        if arguments.defaults:
            for argument, default in zip(positional[-len(arguments.defaults) :], arguments.defaults, strict=True):
                found[argument.arg] = self.expression(default)
        for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword_default is not None:
                found[argument.arg] = self.expression(keyword_default)
        return found

    def parameters(self, arguments: ast.arguments, defaults: dict[str, Value]) -> None:
        """Declare the parameters of the current scope."""
        for argument, kind in arguments_by_kind(arguments):
            value = self.value()
            self.scope.params.append(Param(argument.arg, value, kind, argument.arg in defaults))
            self.assign(argument.arg, value)
            if argument.arg in defaults:
                self.copy(value, defaults[argument.arg])

    # -- operators --

    def _binary(self, node: ast.BinOp) -> Value:
        left = self.expression(node.left)
        return self.operation(type(node.op), left, node.right, node.lineno, in_place=False)

    def operation(
        self, operator: type[ast.operator], left: Value, right: ast.expr, line: int, *, in_place: bool
    ) -> Value:
        """The result of a binary operation, its left side lowered already."""
        if operator is ast.Mod and (left in self.textual or isinstance(right, ast.Tuple)):
            return self._percent(left, right)
        return self.binary(operator, left, self.expression(right), line, in_place=in_place)

    def binary(self, operator: type[ast.operator], left: Value, right: Value, line: int, *, in_place: bool) -> Value:
        """The result of a binary operation on two values."""
        if operator is ast.Add and (left in self.textual or right in self.textual):
            return self.text("concat", (left, right))
        target = self.value()
        method = _BINARY[operator]
        self.emit(Operator(target, (left, right), f"__i{method[2:]}" if in_place else method, line))
        return target

    def test(self, node: ast.expr) -> None:
        """Lower a condition: its truth is asked for."""
        asked = self.expression(node)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            self.emit(Operator(self.value(), (asked,), "__bool__", node.lineno))

    def _percent(self, template: Value, right: ast.expr) -> Value:
        parts = [template]
        names: list[str] = []
        if isinstance(right, ast.Tuple):
            parts += self.expressions(right.elts)
        elif isinstance(right, ast.Dict) and all(isinstance(constant_key(key), str) for key in right.keys):
            names = [str(constant_key(key)) for key in right.keys]
            parts += self.expressions(right.values)
        else:
            parts.append(self.expression(right))
        return self.text("percent", parts, names)

    def _unary(self, node: ast.UnaryOp) -> Value:
        operand = self.expression(node.operand)
        target = self.value()
        self.emit(Operator(target, (operand,), _UNARY[type(node.op)], node.lineno))
        return target

    def _boolean(self, node: ast.BoolOp) -> Value:
        before = dict(self.scope.variables)
        values = []
        for operand in node.values:
            values.append(self.expression(operand))
            if isinstance(operand, (ast.Name, ast.Attribute, ast.Call)) and operand is not node.values[-1]:
                self.emit(Operator(self.value(), (values[-1],), "__bool__", operand.lineno))
            if isinstance(node.op, ast.And):
                self.narrow(operand)
        self.scope.variables = {name: before.get(name, value) for name, value in self.scope.variables.items()}
        self.forget_elements()
        return self.any_of(dict.fromkeys(values))

    def _compare(self, node: ast.Compare) -> Value:
        operands = [self.expression(node.left), *self.expressions(node.comparators)]
        target = self.value()
        for index, operator in enumerate(node.ops):
            method = _COMPARE.get(type(operator))
            if method is not None:
                pair = (operands[index], operands[index + 1])
                ordered = pair[::-1] if method == "__contains__" else pair
                result = self.value()
                self.emit(Operator(result, ordered, method, node.lineno))
                self.copy(target, result)
        return target

    def _conditional(self, node: ast.IfExp) -> Value:
        self.test(node.test)
        before = dict(self.scope.variables)
        self.narrow(node.test)
        body = self.expression(node.body)
        self.scope.variables = before
        chosen = self.any_of(dict.fromkeys((body, self.expression(node.orelse))))
        self.forget_elements()
        return chosen

    def narrow(self, test: ast.expr, *, holds: bool = True) -> None:
        """Where the test holds (or fails), ``isinstance(name, cls)`` tells the class of a local name."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.narrow(operand, holds=not holds)
            case ast.BoolOp(op=ast.And() | ast.Or() as joined, values=operands):
                if isinstance(joined, ast.And) is holds:
                    for operand in operands:
                        self.narrow(operand, holds=holds)
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), classes]):
                if name in self.scope.variables:
                    self._narrow_name(name, classes.elts if isinstance(classes, ast.Tuple) else [classes], holds)
            case _:
                pass

    def _narrow_name(self, name: str, classes: Sequence[ast.expr], holds: bool) -> None:
        source = self.scope.variables[name]
        target = self.value()
        for cls in classes:
            self.emit(Narrow(target, source, self.expression(cls), not holds))
            if not holds:  # none of them: one after the other is taken out
                source, target = target, self.value()
        self.scope.variables[name] = target if holds else source

    # -- iteration --

    def iterate(self, base: Value, line: int) -> Value:
        """An element of a value."""
        target = self.value()
        self.emit(Iterate(target, base, line, self.scope.element))
        return target

    def _comprehension(self, node: Comprehension) -> Value:
        scope = self.scope
        outside = dict(scope.variables)
        opened = 0
        for generator in node.generators:
            source = self.expression(generator.iter)
            scope.comprehensions += 1
            opened += 1
            element = self.iterate(source, generator.iter.lineno)
            scope.elements.append(element)
            self.store(generator.target, element)
            for condition in generator.ifs:
                self.test(condition)
                self.narrow(condition)
        if isinstance(node, ast.DictComp):
            self.expression(node.key)
            element = self.expression(node.value)
        else:
            element = self.expression(node.elt)
        scope.comprehensions -= opened
        del scope.elements[len(scope.elements) - opened :]
        scope.variables = outside
        self.forget_elements()
        return self.build("dict" if isinstance(node, ast.DictComp) else "list", (None,), (element,))

    def _yield(self, node: ast.Yield) -> Value:
        if node.value is not None:
            self.copy(self._yielded(), self.expression(node.value))
        if self.scope.sent < 0:
            self.scope.sent = self.value()
        return self.scope.sent

    def _yield_from(self, node: ast.YieldFrom) -> Value:
        base = self.expression(node.value)
        self.copy(self._yielded(), self.iterate(base, node.lineno))
        return self._delegated(base, node.lineno, is_awaited=False)

    def _yielded(self) -> Value:
        if self.scope.yielded < 0:
            self.scope.yielded = self.value()
        return self.scope.yielded

    def _await(self, node: ast.Await) -> Value:
        return self._delegated(self.expression(node.value), node.lineno, is_awaited=True)

    def _delegated(self, base: Value, line: int, *, is_awaited: bool) -> Value:
        target = self.value()
        self.emit(Delegate(target, base, line, is_awaited))
        return target

    def _starred(self, node: ast.Starred) -> Value:
        return self.iterate(self.expression(node.value), node.lineno)

    def _slice(self, node: ast.Slice) -> Value:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.expression(part)
        return self.value()

    # -- targets of assignments --

    def store(self, target: ast.expr, value: Value) -> None:
        """Assign a value to a target."""
        match target:
            case ast.Name(id=name):
                self.assign(name, value)
            case ast.Attribute(value=base, attr=name):
                self.scope.identifiers.append(name)
                self.emit(SetAttr(self.expression(base), name, value, target.lineno))
            case ast.Subscript(value=base, slice=index):
                container = self.expression(base)
                key = constant_key(index)
                computed = self.expression(index) if key is None else -1
                self.emit(SetItem(container, key, value, target.lineno, computed))
                self.know_element(container, key, value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                self._unpack(elements, value, target.lineno)
            case ast.Starred(value=inner):
                self.store(inner, value)
            case _:
                pass

    def _unpack(self, elements: Sequence[ast.expr], value: Value, line: int) -> None:
        after_star = False
        for index, element in enumerate(elements):
            part = self.value()
            if isinstance(element, ast.Starred):
                after_star = True
                self.emit(Iterate(part, value, line))
                self.store(element.value, self.build("list", (None,), (part,)))
                continue
            self.emit(Item(part, value, None if after_star else index, line))
            self.store(element, part)

    _HANDLERS: ClassVar[dict[type[ast.expr], Callable[[Any, Any], Value]]] = {
        ast.Constant: _constant,
        ast.JoinedStr: _joined,
        ast.List: _display,
        ast.Tuple: _display,
        ast.Set: _display,
        ast.Dict: _dict,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Subscript: _subscript,
        ast.NamedExpr: _named,
        ast.Call: _call,
        ast.Lambda: _lambda,
        ast.BinOp: _binary,
        ast.UnaryOp: _unary,
        ast.BoolOp: _boolean,
        ast.Compare: _compare,
        ast.IfExp: _conditional,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.DictComp: _comprehension,
        ast.Yield: _yield,
        ast.YieldFrom: _yield_from,
        ast.Await: _await,
        ast.Starred: _starred,
        ast.Slice: _slice,
    }


def encodable(text: str) -> str:
    """Text without lone surrogates, which a literal may hold but no file."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def constant_key(node: ast.expr | None) -> Key:
    """The constant of a subscript or dict key; None where it is computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)) and not isinstance(node.value, bool):
        if isinstance(node.value, str):
            return encodable(node.value)
        return node.value if abs(node.value) < 2**31 else None
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))) if number < 2**31:
            return -number
        case _:
            return None


def _bounds(node: ast.expr) -> tuple[int, int] | None:
    """Start and stop of a slice that counts forward from the start by ones."""
    if not isinstance(node, ast.Slice) or node.step is not None:
        return None
    start = constant_key(node.lower) if node.lower is not None else 0
    stop = constant_key(node.upper) if node.upper is not None else -1
    if not isinstance(start, int) or not isinstance(stop, int) or start < 0 or (stop < 0 and node.upper is not None):
        return None
    return start, stop


def arguments_by_kind(arguments: ast.arguments) -> list[tuple[ast.arg, str]]:
    """The parameters with their kinds, in the order of the signature."""
    ordered = [(argument, "positional") for argument in (*arguments.posonlyargs, *arguments.args)]
    if arguments.vararg is not None:
        ordered.append((arguments.vararg, "*"))
    ordered += [(argument, "keyword") for argument in arguments.kwonlyargs]
    if arguments.kwarg is not None:
        ordered.append((arguments.kwarg, "**"))
    return ordered


def all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    """The parameters without their kinds."""
    return [argument for argument, _ in arguments_by_kind(arguments)]
