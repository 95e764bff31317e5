"""Small string expressions over the name of a class: ``cls.__name__.lower()``, snake case, plurals.

Base classes name the tables of their subclasses so. What is not recognised has no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp, Value
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.tables.naming import snake_case

Text = str | list[str] | None

_DEEPEST = 12
_LONGEST_PATTERN = 80
_LONGEST = 100
_REPEATED_GROUP = re.compile(r"\)[*+{]")
"""A pattern that repeats a group may take for ever; none that names a table needs that."""
_METHODS = frozenset(["lower", "upper", "strip", "lstrip", "rstrip", "replace", "capitalize", "title", "split", "join"])
_NAMES = frozenset(["__name__", "__qualname__"])
_INFLECTIONS = {"underscore": snake_case, "camel_to_snake": snake_case, "camel_to_snake_case": snake_case}
_PLURALS = frozenset(["pluralize", "plural", "plural_noun", "tableize"])


@dataclass(slots=True)
class Computation:
    """The values of one function's expressions, for one class.

    Attributes:
        given: what is known from outside: parameters that are strings.
        classes: values that are the class itself.
    """

    linkage: Linkage
    scope: int
    class_name: str
    given: dict[Value, Text] = field(default_factory=dict)
    classes: frozenset[Value] = frozenset()
    depth: int = 0
    _defining: dict[Value, AnyOp] = field(default_factory=dict)

    def returned(self) -> Text:
        """What the function returns."""
        return self.computed(self.linkage.scopes[self.scope].returned)

    def computed(self, value: Value) -> Text:
        """The string or the list of strings that a value of the function is; None where that is not known."""
        for op in self.linkage.ops(self.scope):
            target = getattr(op, "target", -1)
            if target >= 0 and not (isinstance(op, facts.Copy) and target in self._defining):
                self._defining[target] = op
        return self._value(value)

    def _value(self, value: Value, depth: int = 0) -> Text:
        op = None if value in self.given else self._defining.get(value) if depth <= _DEEPEST else None
        match op:
            case facts.Copy():
                return self._value(op.source, depth + 1)
            case facts.Const(kind="str"):
                return op.text
            case facts.Attr() if op.name in _NAMES and (op.base in self.classes or self._is_class(op.base)):
                return self.class_name
            case facts.Text():
                return self._composed(op, depth)
            case facts.Operator(method="__add__"):
                return self._joined(op.operands, depth)
            case facts.Build():
                return self._built(op, depth)
            case facts.Call():
                return self._called(op, depth)
            case _:
                return self.given.get(value)

    def _composed(self, op: facts.Text, depth: int) -> Text:
        if op.kind == "concat":
            return self._joined(op.parts, depth)
        if op.kind != "join":
            return self._filled(op, depth)
        separator, items = (self._value(part, depth + 1) for part in op.parts[:2])
        return separator.join(items) if isinstance(separator, str) and isinstance(items, list) else None

    def _joined(self, parts: Sequence[Value], depth: int) -> Text:
        texts = [self._value(part, depth + 1) for part in parts]
        return "".join(text for text in texts if isinstance(text, str)) if _are_texts(texts) else None

    def _is_class(self, value: Value) -> bool:
        """``type(self)``, ``self.__class__``, and copies of the class."""
        op = self._defining.get(value)
        if isinstance(op, facts.Attr):
            return op.name == "__class__" and op.base in self.classes
        if isinstance(op, facts.Copy):
            return op.source in self.classes or self._is_class(op.source)
        return isinstance(op, facts.Call) and len(op.args) == 1 and op.args[0] in self.classes

    def _filled(self, op: facts.Text, depth: int) -> Text:
        parts = [self._value(part, depth + 1) for part in op.parts]
        if not _are_texts(parts) or op.names:
            return None
        template, *values = (str(part) for part in parts)
        pieces = re.split(r"%s|\{\}|\{0\}", template)
        if len(pieces) != len(values) + 1:
            return None
        return "".join(piece + value for piece, value in zip(pieces, [*values, ""], strict=True))

    def _built(self, op: facts.Build, depth: int) -> Text:
        """A list, or a comprehension over a list of strings; empty strings are taken to be left out."""
        iterated = self._iterated(op.values[0]) if op.keys == (None,) else None
        if iterated is None:
            items = [self._value(item, depth + 1) for item in op.values]
            return [str(item) for item in items] if _are_texts(items) else None
        source = self._value(iterated.base, depth + 1)
        found: list[str] = []
        for item in source if isinstance(source, list) else []:
            self.given[iterated.target] = item
            result = self._value(op.values[0], depth + 1)
            del self.given[iterated.target]
            if not isinstance(result, str):
                return None
            found += [result] if result else []
        return found or None

    def _iterated(self, value: Value) -> facts.Iterate | None:
        """The iteration that an element of a comprehension is made of."""
        for _ in range(_DEEPEST):
            op = self._defining.get(value)
            if isinstance(op, facts.Iterate):
                return op
            if isinstance(op, facts.Call):
                func = self._defining.get(op.func)
                value = func.base if isinstance(func, facts.Attr) else -1
            elif isinstance(op, facts.Copy):
                value = op.source
            else:
                return None
        return None

    def _called(self, op: facts.Call, depth: int) -> Text:
        args = [self._value(argument, depth + 1) for argument in op.args]
        func = self._defining.get(op.func)
        if isinstance(func, facts.Attr):
            receiver = self._value(func.base, depth + 1)
            if isinstance(receiver, str) and func.name in _METHODS and _are_texts(args, or_lists=True):
                return _method(receiver, func.name, args)
        things = sorted(self.linkage.solver.get(self.linkage.node(self.scope, op.func)))
        for thing in things:
            found = self._function(thing, op, args)
            if found is not None:
                return found
        return self._compiled(func, args)

    def _compiled(self, func: AnyOp | None, args: list[Text]) -> Text:
        """``PATTERN.sub("_", name)`` on a pattern that a module compiled."""
        if not isinstance(func, facts.Attr) or func.name != "sub" or len(args) < 2 or not _are_texts(args):
            return None
        for thing in sorted(self.linkage.solver.get(self.linkage.node(self.scope, func.base))):
            for pattern in self._patterns(thing, func.base):
                return _substituted(pattern, str(args[0]), str(args[1]))
        return None

    def _patterns(self, thing: int, value: Value) -> list[str]:
        op = self._defining.get(value)
        if self.linkage.objects.external_name(thing) != "re.compile" or not isinstance(op, facts.Load):
            return []
        file = self.linkage.file_of[self.scope]
        module = self.linkage.scope_offset[file]
        bound = {bind.source for bind in self.linkage.of_type(module, facts.Bind) if bind.name == op.name}
        calls = [call for call in self.linkage.of_type(module, facts.Call) if call.target in bound and call.args]
        return [text for call in calls for text in strings_at(self.linkage, self.linkage.node(module, call.args[0]))]

    def _function(self, thing: int, op: facts.Call, args: list[Text]) -> Text:
        objects = self.linkage.objects
        if objects.kinds[thing] is Kind.BOUND:
            thing = objects.first[thing]
        if objects.kinds[thing] is Kind.FUNCTION and self.depth < _DEEPEST:
            return self._own(objects.first[thing], op, args)
        name = objects.text(thing) if objects.kinds[thing] is Kind.EXTERNAL else ""
        last = name.rpartition(".")[2]
        if name == "<builtin>.str" and args:
            return args[0]
        if name in {"re.sub", "re.split"} and _are_texts(args) and len(args) >= 2:
            pattern, *rest = (str(arg) for arg in args)
            return _substituted(pattern, *rest[:2]) if name == "re.sub" else _split(pattern, rest[0])
        if args and isinstance(args[0], str) and (last in _INFLECTIONS or last in _PLURALS):
            text = snake_case(args[0]) if last in _INFLECTIONS or last == "tableize" else args[0]
            return _plural(text) if last in _PLURALS else text
        return None

    def _own(self, function: int, op: facts.Call, args: list[Text]) -> Text:
        """A function of the program that is given strings or the class."""
        params = [param.value for param in self.linkage.scopes[function].params if param.kind == "positional"]
        given: dict[Value, Text] = {param: arg for param, arg in zip(params, args, strict=False) if arg is not None}
        classes = frozenset(
            param
            for param, value in zip(params, op.args, strict=False)
            if value in self.classes or self._is_class(value)
        )
        inner = Computation(self.linkage, function, self.class_name, given, classes, self.depth + 1)
        return inner.returned() if given or classes else None


def _are_texts(parts: list[Text], *, or_lists: bool = False) -> bool:
    return all(isinstance(part, (str, list) if or_lists else str) for part in parts)


def _method(receiver: str, name: str, args: list[Text]) -> Text:
    if name == "join":
        return receiver.join(args[0]) if args and isinstance(args[0], list) else None
    if not _are_texts(args) or (name == "replace" and len(args) != 2):
        return None
    plain: Mapping[str, object] = {"lower": 0, "upper": 0, "capitalize": 0, "title": 0}
    found = getattr(receiver, name)(*(() if name in plain else args))
    return [str(part) for part in found] if isinstance(found, list) else str(found)


def _is_harmless(pattern: str, text: str) -> bool:
    """The pattern is the program's; it must not run away."""
    return len(pattern) <= _LONGEST_PATTERN and len(text) <= _LONGEST and not _REPEATED_GROUP.search(pattern)


def _substituted(pattern: str, replacement: str, text: str = "") -> Text:
    if not _is_harmless(pattern, text):
        return None
    try:
        return re.sub(pattern, replacement, text)
    except (re.error, IndexError, RecursionError):
        return None


def _split(pattern: str, text: str) -> Text:
    if not _is_harmless(pattern, text):
        return None
    try:
        return [part for part in re.split(pattern, text) if part is not None]
    except (re.error, RecursionError):
        return None


def _plural(text: str) -> str:
    if text.endswith("y") and text[-2:-1] not in set("aeiou"):
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("s", "x", "z", "ch", "sh")) else "s")


def name_from(linkage: Linkage, function: int, gid: int) -> str:
    """What a function that is given a class returns, as far as that can be told; empty otherwise.

    Args:
        linkage: the program.
        function: scope of a ``declared_attr`` or the like; its first parameter is the class.
        gid: the class (scope).
    """
    params = [param.value for param in linkage.scopes[function].params if param.kind == "positional"]
    found = Computation(linkage, function, linkage.scopes[gid].name, classes=frozenset(params[:1])).returned()
    return found if isinstance(found, str) else ""
