"""What one template says by itself: what it asks which names for, and what it includes, links to and calls."""

from __future__ import annotations

import msgspec


class Asked(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A name of the context, or of a loop or assignment of the template, is asked for attributes.

    Attributes:
        root: the name.
        binding: the index of the binding that gives the name its meaning; -1 for the context.
        parts: the attributes, one after the other; keys and positions pass for attributes.
        line: where.
        is_iterated: its elements are gone through there.
    """

    root: str
    binding: int
    parts: tuple[str, ...]
    line: int
    is_iterated: bool = False


class Binding(msgspec.Struct, frozen=True, order=True, array_like=True):
    """Names that a template gives a meaning: those of a loop, of ``with``, of ``set``.

    Attributes:
        names: in order.
        source: the index of what they stand for among all that is asked; -1 where that is not known.
        is_loop: they stand for its elements.
    """

    names: tuple[str, ...]
    source: int
    is_loop: bool


class TemplateFacts(msgspec.Struct, frozen=True, order=True):
    """A template.

    Attributes:
        path: its file.
        asked: in the order of the text.
        bindings: in the order of the text.
        includes: names of templates that it includes, extends or imports, with the line.
        links: names of routes that it links to, with the line.
        calls: names of tags and filters that it uses, with the line.
    """

    path: str
    asked: tuple[Asked, ...] = ()
    bindings: tuple[Binding, ...] = ()
    includes: tuple[tuple[str, int], ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    calls: tuple[tuple[str, int], ...] = ()
