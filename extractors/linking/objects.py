"""Abstract objects: what a value may be, interned as integers.

An object is a kind with up to two payloads, themselves integers: the number of a scope, of another
object, of a place, or of an interned string. Two objects are the same exactly if their integers are.
"""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """What an abstract object stands for, and its payloads."""

    MODULE = 0
    """(file)"""
    CLASS = 1
    """(scope)"""
    FUNCTION = 2
    """(scope)"""
    INSTANCE = 3
    """(class or external object, argument object or -1): any instance of it."""
    BOUND = 4
    """(callable object, receiver object)"""
    EXTERNAL = 5
    """(dotted name): something of the standard library or an installed package."""
    STRING = 6
    """(text)"""
    TEXT = 7
    """(value): a string put together there."""
    CONTAINER = 8
    """(value): a list, tuple, set or dict made there."""
    WRAPPED = 9
    """(wrapper function, original object): what a decorator made of the original."""
    PARTIAL = 10
    """(value of the call that made it)"""
    SUPER = 11
    """(class scope, receiver object)"""
    PROPERTY = 12
    """(getter object)"""
    CLASSMETHOD = 13
    """(function object)"""
    STATICMETHOD = 14
    """(function object)"""
    SITE = 15
    """(value): distinguishes instances of an external class by where they were made."""
    RELATED = 16
    """(model class object, object of the table between): what a many-to-many relation leads to."""
    MADE = 17
    """(value): tells instances apart by the call that made them, as routers that carry different prefixes."""
    INJECTED = 18
    """(node): stands in an annotation or a default for what a framework passes in its place; the node holds that."""


_DEFINITIONS = frozenset({Kind.MODULE, Kind.CLASS, Kind.FUNCTION, Kind.WRAPPED})


class Objects:
    """The table of abstract objects of one program."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self.first: list[int] = []
        self.second: list[int] = []
        self.definitions: list[bool] = []
        """Whether each object is a function, class or module of the program."""
        self.texts: list[str] = []
        self._ids: dict[tuple[Kind, int, int], int] = {}
        self._text_ids: dict[str, int] = {}

    def fill(self, kinds: list[Kind], first: list[int], second: list[int], texts: list[str]) -> None:
        """Number the objects of an empty table as those of an earlier one."""
        self.kinds, self.first, self.second, self.texts = kinds, first, second, texts
        self.definitions.extend([kind in _DEFINITIONS for kind in kinds])
        self._ids = {key: index for index, key in enumerate(zip(kinds, first, second, strict=True))}
        self._text_ids = {text: index for index, text in enumerate(texts)}

    def intern(self, kind: Kind, first: int, second: int = -1) -> int:
        """The integer of an object."""
        key = (kind, first, second)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self.kinds)
            self.kinds.append(kind)
            self.definitions.append(kind in _DEFINITIONS)
            self.first.append(first)
            self.second.append(second)
        return found

    def text_id(self, text: str) -> int:
        """The integer of a string."""
        found = self._text_ids.get(text)
        if found is None:
            found = self._text_ids[text] = len(self.texts)
            self.texts.append(text)
        return found

    def external(self, dotted: str) -> int:
        """The external object of that dotted name."""
        return self.intern(Kind.EXTERNAL, self.text_id(dotted))

    def string(self, text: str) -> int:
        """The constant string."""
        return self.intern(Kind.STRING, self.text_id(text))

    def instance(self, cls: int, argument: int = -1) -> int:
        """Any instance of a class object, perhaps with a type argument."""
        return self.intern(Kind.INSTANCE, cls, argument)

    def is_definition(self, thing: int) -> bool:
        """Whether it is a function, class or module of the program."""
        return self.definitions[thing]

    def unwrapped(self, thing: int) -> int:
        """What decorators were put around."""
        while self.kinds[thing] is Kind.WRAPPED:
            thing = self.second[thing]
        return thing

    def text(self, thing: int) -> str:
        """The text of an external object or a constant string."""
        return self.texts[self.first[thing]]

    def external_name(self, thing: int) -> str | None:
        """The dotted name of an external object, or of the external class of an instance."""
        if self.kinds[thing] is Kind.INSTANCE:
            thing = self.first[thing]
        return self.texts[self.first[thing]] if self.kinds[thing] is Kind.EXTERNAL else None
