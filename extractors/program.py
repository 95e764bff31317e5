"""The linked program: every function, what it calls, and which tables it touches."""

from __future__ import annotations

import msgspec

from decompose.extractors.graph import DependencyGraph


class FunctionAccess(msgspec.Struct, frozen=True):
    """The tables that one function touches itself (not through its callees).

    Attributes:
        reads, writes: table names, sorted.
        dynamic: at least one more table is touched whose name is computed.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    dynamic: bool = False


class Program(msgspec.Struct, frozen=True):
    """All facts linked.

    Attributes:
        calls: symbol → symbols that it calls, both sorted. Every function, method and module body
            is a key. Builtins are ``<builtin>.len``, external functions keep their dotted name.
        access: symbol → the tables that it touches directly.
        models: dotted class name → table.
        graph: the same, gathered by unit, with places, entry points and diagnostics.
        guesses: symbol → methods that calls on unknown receivers may mean, by their names alone.
    """

    calls: dict[str, tuple[str, ...]]
    access: dict[str, FunctionAccess]
    models: dict[str, str]
    graph: DependencyGraph
    guesses: dict[str, tuple[str, ...]] = {}
