"""What begins a transaction when it is entered by ``with``, or when it decorates a function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from decompose.extractors import facts
from decompose.extractors.linking.forwarding import captured_parameters
from decompose.extractors.linking.hierarchy import definer, lookup_node
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.transactions.callgraph import CallGraph
from decompose.extractors.transactions.commits import commits_here


class Opening(IntEnum):
    """How a transaction that is begun stands to the one around it."""

    NONE = 0
    """It begins none."""
    JOINING = 1
    """It is part of the one around it, if there is one."""
    INDEPENDENT = 2
    """It has a connection of its own."""


_JOINING = frozenset(
    [
        *("atomic", "begin", "begin_nested", "commit_on_success", "xact", "transaction", "savepoint", "in_transaction"),
        *("db_session", "transaction_context", "atomic_if_using_transaction"),
    ]
)
_FACADE = re.compile(r"(?:^|\.)(?:writer|reader)(?:\.(?:savepoint|connection|async_|allow_async|independent|using))*$")
_INDEPENDENT = re.compile(
    r"(?:^|\.)(?:create_engine|create_async_engine|sessionmaker|async_sessionmaker)\.begin$|\.independent(?:\.using)?$"
)
_CONNECTIONS = frozenset(
    f"{module}.connect"
    for module in ("sqlite3", "psycopg2", "psycopg", "pymssql", "pyodbc", "duckdb", "cx_Oracle", "oracledb")
)
_FOR_METHODS = "django.utils.decorators.method_decorator"
_ON_UNKNOWN = frozenset({"atomic", "begin", "begin_nested", "commit_on_success", "xact"})
_GENERATORS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


class Openings:
    """Tells what values begin."""

    def __init__(self, linkage: Linkage, graph: CallGraph) -> None:
        self._linkage = linkage
        self._graph = graph
        self._of_function: dict[int, Opening] = {}

    def of_value(self, gid: int, value: int) -> Opening:
        """What entering a value of a scope begins."""
        linkage = self._linkage
        found = Opening.NONE
        for thing in linkage.solver.get(linkage.node(gid, value)):
            found = max(found, self._of_thing(thing))
        for function in self._graph.making(gid, value):
            found = max(found, self._of_manager(function))
        return found or _of_unknown(linkage, gid, value)

    def of_decorators(self, gid: int) -> Opening:
        """What the decorators of a function begin around it."""
        linkage = self._linkage
        parent = linkage.parent_of[gid]
        found = Opening.NONE
        for value in [self._adapted(parent, value) for value in linkage.scopes[gid].decorators]:
            found = max(found, self.of_value(parent, value))
            for thing in linkage.solver.get(linkage.node(parent, value)):
                found = max(found, self._of_decorator(thing))
            for function in self._graph.making(parent, value):
                found = max(found, self._around(function))
        return found

    def _adapted(self, gid: int, value: int) -> int:
        """The decorator of functions that ``@method_decorator(atomic)`` makes one of methods; else the value itself."""
        linkage = self._linkage
        call = next((op for op in linkage.of_type(gid, facts.Call) if op.target == value and op.args), None)
        if call is None:
            return value
        made_by = (linkage.objects.external_name(thing) for thing in linkage.solver.get(linkage.node(gid, call.func)))
        return call.args[0] if _FOR_METHODS in made_by else value

    def _of_thing(self, thing: int) -> Opening:
        objects = self._linkage.objects
        dotted = objects.external_name(thing)
        if dotted is not None:
            return _of_name(dotted, is_made=objects.kinds[thing] is Kind.INSTANCE)
        cls = objects.first[thing]
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            return max((self._of_manager(method) for method in self._methods(objects.first[cls])), default=Opening.NONE)
        return Opening.NONE

    def _methods(self, cls: int) -> Iterator[int]:
        """The functions that entering and leaving an instance of a class of the program call."""
        linkage = self._linkage
        for name in ("__enter__", "__exit__", "__aenter__", "__aexit__"):
            if definer(linkage, cls, name) >= 0:
                for thing in sorted(linkage.solver.get(lookup_node(linkage, cls, name))):
                    if linkage.objects.kinds[thing] is Kind.FUNCTION:
                        yield linkage.objects.first[thing]

    def _of_manager(self, function: int) -> Opening:
        """A generator that yields inside a transaction, or that commits when it goes on; ``__exit__`` that does."""
        scope = self._linkage.scopes[function]
        if scope.yielded < 0 and not scope.name.startswith(("__enter", "__exit", "__aenter", "__aexit")):
            return Opening.NONE
        if function not in self._of_function:
            self._of_function[function] = Opening.NONE  # one that is entered inside itself
            inner = max((self.of_value(function, op.base) for op in self._enters(function)), default=Opening.NONE)
            commits = Opening.INDEPENDENT if commits_here(self._linkage, function) else Opening.NONE
            self._of_function[function] = inner or commits
        return self._of_function[function]

    def _enters(self, gid: int) -> tuple[facts.Enter, ...]:
        return self._linkage.of_type(gid, facts.Enter)

    def _of_decorator(self, thing: int) -> Opening:
        objects = self._linkage.objects
        thing = objects.unwrapped(thing)
        if objects.kinds[thing] is Kind.BOUND:
            thing = objects.first[thing]
        return self._around(objects.first[thing]) if objects.kinds[thing] is Kind.FUNCTION else Opening.NONE

    def _around(self, decorator: int) -> Opening:
        """Whether the wrapper that a decorator of the program makes runs what it wraps in a transaction."""
        found = Opening.NONE
        for wrapper in self.wrappers(decorator):
            for op in self._enters(wrapper):
                if calls_captured(self._linkage, wrapper, op.line, op.end_line):
                    found = max(found, self.of_value(wrapper, op.base))
            first = next(iter(commits_here(self._linkage, wrapper)), 0)
            if first and calls_captured(self._linkage, wrapper, 0, first):
                found = max(found, Opening.JOINING)
        return found

    def wrappers(self, decorator: int) -> Iterator[int]:
        """The functions that a function defines and hands out."""
        for op in self._linkage.of_type(decorator, facts.MakeFunction):
            inner = self._linkage.scope_offset[self._linkage.file_of[decorator]] + op.scope
            if self._linkage.scopes[inner].kind == "function":
                yield inner
                yield from self.wrappers(inner)


def calls_captured(linkage: Linkage, gid: int, start: int, end: int) -> bool:
    """Whether a function calls, between two lines, a parameter of a function around it."""
    captured = captured_parameters(linkage, gid)
    return any(op.func in captured and start <= op.line <= end for op in linkage.of_type(gid, facts.Call))


def _of_name(dotted: str, *, is_made: bool) -> Opening:
    if _INDEPENDENT.search(dotted) or (is_made and dotted in _CONNECTIONS):
        return Opening.INDEPENDENT
    if dotted.rpartition(".")[2] in _JOINING or _FACADE.search(dotted):
        return Opening.JOINING
    return Opening.NONE


def _of_unknown(linkage: Linkage, gid: int, value: int) -> Opening:
    """``session.begin()`` on a session of unknown type, ``context.writer.using(…)``."""
    call = next((op for op in linkage.of_type(gid, facts.Call) if op.target == value), None)
    function = value if call is None else call.func
    if linkage.solver.get(linkage.node(gid, function)):
        return Opening.NONE
    names: list[str] = []
    attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr)}
    while function in attributes:
        names.append(attributes[function].name)
        function = attributes[function].base
    dotted = ".".join(reversed(names))
    if call is not None and names and names[0] in _ON_UNKNOWN:
        return Opening.JOINING
    return _of_name(dotted, is_made=False) if _FACADE.search(dotted) else Opening.NONE
