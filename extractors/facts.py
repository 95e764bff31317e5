"""Facts: what one file says by itself, as a small three-address program over numbered values.

A *value* is an integer, unique within its file: a parameter, the result of an expression, a
variable between two assignments. Locals are resolved here (static single assignment with copies
where paths join), so that linking needs no environments and no syntax tree. Everything that needs
a second file (imports, globals of other modules, attributes) stays symbolic until linking.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from decompose.extractors.places import Diagnostic

FACTS_VERSION = "8"
"""Raised whenever the same bytes give other facts."""

Value: TypeAlias = int
Key: TypeAlias = str | int | None
"""A constant subscript, or None for a computed one."""


class Op(msgspec.Struct, array_like=True, gc=False):
    """Base of the operations. ``target`` is always the value that the operation defines."""


class Copy(Op, tag=0):
    """target may be source."""

    target: Value
    source: Value


class Const(Op, tag=1):
    """A literal: ``kind`` is its type's name (``str``, ``int`` …), ``text`` the value of a string."""

    target: Value
    kind: str
    text: str = ""


class Load(Op, tag=2):
    """A name that no enclosing function binds: a global of this module or a builtin."""

    target: Value
    name: str
    line: int


class Bind(Op, tag=3):
    """A module or class body (or a function through ``global``) binds a name in the statement of a line."""

    name: str
    source: Value
    is_global: bool = False
    line: int = 0


class Attr(Op, tag=4):
    """``base.name``; ``loop`` as in ``Call``."""

    target: Value
    base: Value
    name: str
    line: int
    loop: Value = -1


class SetAttr(Op, tag=5):
    """``base.name = source``."""

    base: Value
    name: str
    source: Value
    line: int


class Item(Op, tag=6):
    """``base[key]``; ``index`` is the value of a computed key, -1 for a constant one."""

    target: Value
    base: Value
    key: Key
    line: int
    index: Value = -1


class SetItem(Op, tag=7):
    """``base[key] = source``; ``index`` is the value of a computed key, -1 for a constant one."""

    base: Value
    key: Key
    source: Value
    line: int
    index: Value = -1


class Call(Op, tag=8):
    """A call site.

    Attributes:
        args: positional arguments.
        stars: values unpacked by ``*``; they stand after the positional ones.
        keywords: (name, value); an empty name stands for ``**``.
        depth: how many loops of its function enclose it.
        loop: the element of the nearest ``for`` that repeats it (the target of an ``Iterate``); -1 outside of loops,
            and where the loop is left right after.
        behind: how many of the positional arguments stand behind an unpacked one.
    """

    target: Value
    func: Value
    args: tuple[Value, ...]
    stars: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    line: int
    depth: int
    loop: Value = -1
    behind: int = 0


class Decorate(Op, tag=9):
    """A decorator applied to a function or class."""

    target: Value
    decorator: Value
    function: Value
    line: int


class Text(Op, tag=10):
    """A string put together: ``kind`` is concat, percent, format or join.

    For percent and format the first part is the template; ``names`` gives keyword arguments' names
    (parallel to the last parts); an empty name stands for ``**``.
    """

    target: Value
    kind: str
    parts: tuple[Value, ...]
    names: tuple[str, ...] = ()


class Build(Op, tag=11):
    """A list, tuple, set or dict display; ``keys`` are parallel to ``values``."""

    target: Value
    kind: str
    keys: tuple[Key, ...]
    values: tuple[Value, ...]
    unpacked: tuple[Value, ...] = ()


class Iterate(Op, tag=12):
    """An element of iterating over base; ``loop`` as in ``Call``, of the loop around this one."""

    target: Value
    base: Value
    line: int
    loop: Value = -1


class MakeFunction(Op, tag=13):
    """The function object of a scope."""

    target: Value
    scope: int


class MakeClass(Op, tag=14):
    """The class object of a scope."""

    target: Value
    scope: int


class Import(Op, tag=15):
    """``import module`` (name empty) or ``from module import name``; ``level`` counts leading dots."""

    target: Value
    module: str
    level: int
    name: str
    line: int


class ImportStar(Op, tag=16):
    """``from module import *``."""

    module: str
    level: int
    line: int


class Enter(Op, tag=17):
    """``with base as target``; the block ends at ``end_line``."""

    target: Value
    base: Value
    line: int
    end_line: int


class Operator(Op, tag=18):
    """An operation that calls ``method`` on the first operand if that is a class of the program.

    ``__iadd__`` and its kin fall back to ``__add__``, that to ``__radd__`` of the second operand.
    """

    target: Value
    operands: tuple[Value, ...]
    method: str
    line: int


class Instance(Op, tag=19):
    """An annotation says that target is an instance of ``cls`` (with the type argument ``argument``)."""

    target: Value
    cls: Value
    argument: Value = -1


class Narrow(Op, tag=20):
    """target is source where it is an instance of ``cls``, or (if it excludes) where it is none."""

    target: Value
    source: Value
    cls: Value
    excludes: bool = False


class Raise(Op, tag=21):
    """``raise base``: a class is instantiated."""

    base: Value
    line: int


class Slice(Op, tag=22):
    """``base[start:stop]`` with constant bounds; ``stop`` is -1 for the end."""

    target: Value
    base: Value
    start: int
    stop: int


class Delegate(Op, tag=23):
    """What ``await base`` or (if it is not awaited) ``yield from base`` results in."""

    target: Value
    base: Value
    line: int
    is_awaited: bool


class DelAttr(Op, tag=24):
    """``del base.name``."""

    base: Value
    name: str
    line: int


class Metadata(Op, tag=25):
    """``Annotated[T, source]`` says this, too, of the target; frameworks may look at it."""

    target: Value
    source: Value


class Endless(Op, tag=26):
    """A ``while True`` of a statement that nothing inside leaves: no ``break``, ``return`` or ``yield``."""

    line: int


AnyOp: TypeAlias = (
    Copy
    | Const
    | Load
    | Bind
    | Attr
    | SetAttr
    | Item
    | SetItem
    | Call
    | Decorate
    | Text
    | Build
    | Iterate
    | MakeFunction
    | MakeClass
    | Import
    | ImportStar
    | Enter
    | Operator
    | Instance
    | Narrow
    | Raise
    | Slice
    | Delegate
    | DelAttr
    | Metadata
    | Endless
)


class Param(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter; ``kind`` is one of ``positional``, ``keyword``, ``*``, ``**``."""

    name: str
    value: Value
    kind: str = "positional"
    has_default: bool = False


class Hint(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is written beside a parameter, a result (``return``) or a field of a class: annotation and default."""

    name: str
    annotation: str = ""
    default: str = ""


class Scope(msgspec.Struct, frozen=True, array_like=True):
    """A module, class, function or lambda body.

    Attributes:
        kind: ``module``, ``class``, ``function`` or ``lambda``.
        name: its own name; ``<lambda1>`` … for lambdas.
        parent: index of the enclosing scope; -1 for the module.
        line, end_line: span, decorators included.
        ops: in the order of the source.
        params: in the order of the signature.
        returned: the value that it returns (or, for a class, -1).
        yielded: the value that a generator yields; -1 for others.
        sent: the value that is sent into a generator; -1 where it looks at none.
        bases: values of a class's bases.
        metaclass: value of the ``metaclass=`` keyword, or -1.
        bound: names that a module or class body binds, in order of first binding.
        cell: value of the enclosing class (zero-argument ``super``): scope index, or -1.
        is_async: an ``async def``.
        decorators: values of its decorators, outermost first.
        words: the words of the identifiers inside, for top-level scopes.
        docstring: its first line.
        keywords: those of a class statement, but for ``metaclass``.
        hints: of a function's parameters and result, and of a class's annotated fields, where something is written.
    """

    kind: str
    name: str
    parent: int
    line: int
    end_line: int
    ops: tuple[AnyOp, ...] = ()
    params: tuple[Param, ...] = ()
    returned: Value = -1
    yielded: Value = -1
    bases: tuple[Value, ...] = ()
    metaclass: Value = -1
    bound: tuple[str, ...] = ()
    is_async: bool = False
    decorators: tuple[Value, ...] = ()
    words: dict[str, int] = {}
    docstring: str = ""
    keywords: tuple[tuple[str, Value], ...] = ()
    sent: Value = -1
    hints: tuple[Hint, ...] = ()


class FileFacts(msgspec.Struct, frozen=True, array_like=True):
    """The facts of one file.

    Attributes:
        scopes: the module body first; a scope stands after its parent.
        values: how many values there are (they are 0 … values-1).
        lines: physical lines.
        syntax: ``python3``, ``newer`` or ``python2``.
        exported: the names in ``__all__`` where it is a literal; None without.
        diagnostics: places carry an empty path, which linking fills in.
        parsed: False if no parser could read the file.
    """

    scopes: tuple[Scope, ...]
    values: int
    lines: int
    syntax: str = "python3"
    exported: tuple[str, ...] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    parsed: bool = True
