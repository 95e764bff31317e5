"""The dependency graph: the type that the extractors own and hand on.

A typed multigraph of units, tables and entry points. Nodes are named by strings: a unit by its
dotted name (``shop.orders.models.Order``), a table by its real name, an entry point by its own
name (``POST /orders/<id>/pay``). Each edge carries its kind, weight, confidence and places.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from decompose.extractors.marks import Mark, Trait
from decompose.extractors.places import Confidence, Diagnostic, Place
from decompose.extractors.signatures import Signature

Count = Annotated[int, msgspec.Meta(ge=0)]
"""So many; a document with fewer than none is refused."""


class UnitKind(StrEnum):
    """What a unit is in the code."""

    CLASS = "class"
    FUNCTION = "function"
    MODULE = "module"
    """The statements of a module outside its classes and functions, where they do something."""


class Unit(msgspec.Struct, frozen=True, order=True):
    """The atom that is placed into a service: a top-level class or function, or a module's body.

    Attributes:
        name: dotted from the import root; a module's body has the module's name.
        kind: class, function or module body.
        path: file, relative to the analysed root.
        line, end_line: its span, decorators included.
        lines: physical lines that belong to it (for a module body: those of no other unit).
        words: the words of its identifiers, with how often they occur: evidence of vocabulary.
    """

    name: str
    kind: UnitKind
    path: str
    line: int
    end_line: int
    lines: Count
    words: dict[str, int] = {}

    @property
    def module(self) -> str:
        """The dotted name of its module."""
        return self.name if self.kind is UnitKind.MODULE else self.name.rpartition(".")[0]

    @property
    def place(self) -> Place:
        """Its first line."""
        return Place(self.path, self.line)


class Column(msgspec.Struct, frozen=True, order=True):
    """A column of a table.

    Attributes:
        name: its name in the database.
        type: as declared (``CharField``, ``Integer``); empty where unknown.
    """

    name: str
    type: str = ""
    primary_key: bool = False


class ForeignKey(msgspec.Struct, frozen=True, order=True):
    """A reference from a column to another table.

    Attributes:
        column: the referencing column.
        table: the referenced table's real name.
        on_delete: ``CASCADE``, ``PROTECT`` …; empty where not declared.
        place: where it is declared.
    """

    column: str
    table: str
    on_delete: str
    place: Place


class Table(msgspec.Struct, frozen=True, order=True):
    """A database table by its real name.

    Attributes:
        name: real name, with schema where one is declared (``public.orders``).
        columns: in declared order, as far as known.
        foreign_keys: as declared.
        models: dotted names of the classes that map it.
        place: where it is declared; None for a table known from SQL text alone.
        is_external: it belongs to an installed package (``auth_user``), not to this code.
    """

    name: str
    columns: tuple[Column, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    models: tuple[str, ...] = ()
    place: Place | None = None
    is_external: bool = False


class EntryKind(StrEnum):
    """How work enters the monolith."""

    HTTP = "http"
    TASK = "task"
    SCHEDULE = "schedule"
    COMMAND = "command"
    SIGNAL = "signal"
    MESSAGE = "message"
    RPC = "rpc"
    ADMIN = "admin"
    WEBSOCKET = "websocket"
    MIDDLEWARE = "middleware"
    """Runs around requests, whatever they ask for: middleware, request hooks, context processors, loaders of users."""
    STARTUP = "startup"
    """Runs once, when a process starts."""
    HOOK = "hook"
    """Called by a name or an occasion that a framework, a template or an installed host knows."""


class EntryPoint(msgspec.Struct, frozen=True, order=True):
    """Where work enters: a route, a task, a scheduled job, a command, a receiver …

    Attributes:
        name: method and path, task name, command name, unique together with ``kind``.
        kind: how work enters.
        symbol: dotted name of the function, method or class that handles it.
        unit: the unit of that symbol.
        place: where it is declared.
        trigger: what sets it off beyond its name: a cron line, a signal, a topic.
        is_synchronous: who sets it off waits until it is done: false for tasks, schedules, messages, and remote
            calls that want no answer.
    """

    name: str
    kind: EntryKind
    symbol: str
    unit: str
    place: Place
    trigger: str = ""
    is_synchronous: bool = True


class EdgeKind(StrEnum):
    """What relates the two ends of an edge (source → target)."""

    CALLS = "calls"
    """unit → unit: a function of the source calls one of the target."""
    IMPORTS = "imports"
    """unit → unit: the source names the target in an import or uses it as a value."""
    INHERITS = "inherits"
    """unit → unit: the source is a subclass of the target."""
    READS = "reads"
    """unit → table."""
    WRITES = "writes"
    """unit → table."""
    JOINS = "joins"
    """table → table: one statement of ``source_symbol`` uses both."""
    FOREIGN_KEY = "foreign_key"
    """table → table."""
    TRANSACTION = "transaction"
    """unit → table: written inside a transaction that the source opens, directly or in its callees."""
    EVENT = "event"
    """unit → unit: the source sends a signal, task or message that the target receives."""
    HANDLES = "handles"
    """entry point → unit."""


class Edge(msgspec.Struct, frozen=True, order=True):
    """One relation, between symbols; ``source`` and ``target`` are the nodes they belong to.

    Edges are unique by (kind, source_symbol, target_symbol).

    Attributes:
        kind: the relation.
        source, target: node names.
        source_symbol, target_symbol: the dotted function, method or class at each end (for a
            table or an entry point: its name).
        weight: how often: the number of places, multiplied by an estimate of loop iterations.
        confidence: the best of its places.
        places: where it stands in the code, sorted.
        operations: of a read or write: what is done (``select``, ``insert``, ``truncate`` …), as far as known, sorted;
            ``render`` where a template that the source renders does it. Of an event: ``answered`` where the sender uses
            what its receivers return.
        columns: of a read or write: the columns that are seen to be used, sorted.
        loops: of a call, read or write: how many loops of the function enclose it, at the place with the most.
    """

    kind: EdgeKind
    source: str
    target: str
    source_symbol: str
    target_symbol: str
    weight: float = 1.0
    confidence: Confidence = Confidence.EXACT
    places: tuple[Place, ...] = ()
    operations: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    loops: int = 0


ANSWERED = "answered"
"""The operation of an event whose sender uses what its receivers return."""


class TransactionScope(msgspec.Struct, frozen=True, order=True):
    """A stretch of code that commits or rolls back as one.

    Attributes:
        symbol: the function that opens it.
        unit: the unit of that function.
        place: the ``with`` line, decorator or ``commit``.
        reads, writes: tables touched inside, callees included, sorted.
        units: units that run inside it and touch those tables, sorted.
        functions: the functions among them that do, sorted.
        confidence: inferred where its beginning or end is not written in that function.
    """

    symbol: str
    unit: str
    place: Place
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    confidence: Confidence = Confidence.EXACT


class ResourceKind(StrEnum):
    """What code uses besides tables and other code."""

    HTTP = "http"
    """Other hosts and services, over HTTP or through their own client libraries."""
    NETWORK = "network"
    """Other hosts, by other protocols: LDAP, SSH, FTP, sockets, gRPC."""
    CACHE = "cache"
    """Caches and key-value stores."""
    QUEUE = "queue"
    """Tasks, messages, topics. Reads are those of who handles them."""
    STORAGE = "storage"
    """Object storage and uploaded files."""
    FILE = "file"
    """The local disk."""
    EMAIL = "email"
    SESSION = "session"
    """What is kept for a visitor between requests."""
    SEARCH = "search"
    """Search indexes."""
    FLAG = "flag"
    """Feature flags, and settings that switch behaviour."""
    PROCESS = "process"
    """Other programs that are run."""
    THREAD = "thread"
    """Threads and processes of the program itself."""
    CLOUD = "cloud"
    """Other services of a cloud provider, by their client's name."""
    WAIT = "wait"
    """The code sleeps."""


class ResourceUse(msgspec.Struct, frozen=True, order=True):
    """A function uses a resource. Unique by (kind, name, symbol).

    Attributes:
        kind: what is used.
        name: host, key, topic, path, program …; empty where the code does not tell, ``*`` for unknown parts,
            ``settings.NAME`` where a setting or a variable of the environment holds it.
        symbol: the function that uses it.
        unit: the unit of that function.
        reads, writes: whether it takes from there, changes something there, or both.
        operations: the library functions that do it (``get``, ``send_mail``), sorted.
        confidence: the best of its places.
        places: where, sorted.
    """

    kind: ResourceKind
    name: str
    symbol: str
    unit: str
    reads: bool
    writes: bool
    operations: tuple[str, ...] = ()
    confidence: Confidence = Confidence.INFERRED
    places: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind.value} {self.name}" if self.name else self.kind.value


class Template(msgspec.Struct, frozen=True, order=True):
    """A template of Django or Jinja.

    Attributes:
        path: its file.
        rendered_by: functions and classes that render it, itself or as a part of another, sorted.
        includes: names of the templates that it includes or extends, sorted.
        links: names of the routes that it links to, sorted.
    """

    path: str
    rendered_by: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class RepeatedKind(StrEnum):
    """What a loop repeats."""

    QUERY = "query"
    """A query is run."""
    LOAD = "load"
    """An attribute of a row loads another row."""
    WRITE = "write"
    """A row is written."""


class RepeatedQuery(msgspec.Struct, frozen=True, order=True):
    """A query that runs once for each element of a loop (N+1).

    Attributes:
        symbol: the function with the loop.
        unit: the unit of that function.
        loop: the loop.
        call: what the loop repeats: the query itself, or the call that leads to it.
        kind: what is repeated.
        rows: the tables whose rows the loop goes over, sorted; empty for other collections.
        tables: the tables that the query touches, sorted.
        query: the query.
        via: the functions between the loop and the query, in the order of the calls.
        confidence: inferred where rows are gone through and nothing is known to fetch the others along; heuristic
            elsewhere, and where the query is more than one function away.
    """

    symbol: str
    unit: str
    loop: Place
    call: Place
    kind: RepeatedKind
    rows: tuple[str, ...]
    tables: tuple[str, ...]
    query: Place
    via: tuple[str, ...] = ()
    confidence: Confidence = Confidence.INFERRED


class UnresolvedGroup(msgspec.Struct, frozen=True, order=True):
    """Things of one shape that could not be resolved.

    Attributes:
        reason: why, in words (``receiver of unknown type``).
        expression: what it looks like in the code (``request.user.save``).
        count: how often.
        places: the first few, sorted.
    """

    reason: str
    expression: str
    count: int
    places: tuple[Place, ...] = ()


class UnresolvedCall(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A call of which nothing is known.

    Attributes:
        symbol: the function that makes it.
        place: where.
        expression: what it looks like in the code (``request.user.save``).
        reason: why it could not be resolved, in words.
        likely: methods that it may be, by their name alone.
    """

    symbol: str
    place: Place
    expression: str
    reason: str
    likely: tuple[str, ...] = ()


class Unreached(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A function that neither an entry point nor the body of a module reaches: possibly dead.

    Attributes:
        symbol: the function or method.
        place: where it is defined.
        lines: how many.
        confidence: inferred where nothing in the program even asks for an attribute of that name; heuristic where
            calls on unknown receivers or strings may mean it, and for methods that stand in place of another class's.
    """

    symbol: str
    place: Place
    lines: Count
    confidence: Confidence


class Coverage(msgspec.Struct, frozen=True):
    """How much of the repository was read and understood.

    Attributes:
        files: Python files found, those kept out of the clustering included.
        files_analysed: files whose facts are in the graph.
        files_not_parsed: files that no parser could read.
        lines: physical lines of the analysed files.
        functions: functions and methods, lambdas left out.
        calls_internal: call sites resolved to at least one symbol of the program.
        calls_external: call sites resolved to builtins or installed packages only.
        calls_unresolved: call sites of which nothing is known.
        statements: SQL strings seen at a database call.
        statements_understood: those of which every table is known.
        statements_dynamic: those with a computed table name.
        unresolved: what could not be resolved, most frequent first.
        roles: number of files left out of the clustering, by role (``test``, ``migration`` …).
        calls_guessed: how many of the unresolved calls have a likely callee, by the method's name.
    """

    files: int = 0
    files_analysed: int = 0
    files_not_parsed: int = 0
    lines: Count = 0
    functions: int = 0
    calls_internal: int = 0
    calls_external: int = 0
    calls_unresolved: int = 0
    statements: int = 0
    statements_understood: int = 0
    statements_dynamic: int = 0
    unresolved: tuple[UnresolvedGroup, ...] = ()
    roles: dict[str, int] = {}
    calls_guessed: int = 0


class DependencyGraph(msgspec.Struct, frozen=True):
    """Everything that the later stages know of the code. All tuples are sorted.

    Attributes:
        name: the repository's folder name.
        roots: import roots, relative to the repository (``.``, ``src``).
        frameworks: what was recognised, such as ``django`` or ``sqlalchemy``.
        dependencies: installed packages that the code imports (top-level names).
        inner_calls: calls between the functions of one unit.
        unresolved_calls: the calls of which nothing is known.
        unreached: the functions that nothing reaches, by symbol.
        resources: what functions use besides tables, by kind and name.
        repeated: queries that loops repeat, by function.
        templates: by path.
        traits: what functions do that decides where they can run, by kind and name.
        marks: what files beside the code and settings tell of how the whole is built and run, by kind and name.
        signatures: of the functions that other units call, and of the classes that these take, return and belong to.
    """

    name: str
    units: tuple[Unit, ...] = ()
    tables: tuple[Table, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    edges: tuple[Edge, ...] = ()
    transactions: tuple[TransactionScope, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    coverage: Coverage = Coverage()
    roots: tuple[str, ...] = (".",)
    frameworks: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    inner_calls: tuple[Edge, ...] = ()
    unresolved_calls: tuple[UnresolvedCall, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    resources: tuple[ResourceUse, ...] = ()
    repeated: tuple[RepeatedQuery, ...] = ()
    templates: tuple[Template, ...] = ()
    traits: tuple[Trait, ...] = ()
    marks: tuple[Mark, ...] = ()
    signatures: tuple[Signature, ...] = ()
