"""The state of linking: all scopes of the program, and the nodes that stand for its names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

from decompose.extractors.declarations import NO_DECLARATIONS, Declarations
from decompose.extractors.facts import AnyOp, FileFacts, Op, Scope, SetAttr, Text
from decompose.extractors.linking.modules import Modules
from decompose.extractors.linking.objects import Kind, Objects
from decompose.extractors.linking.solver import Solver
from decompose.extractors.plugins import Plugin
from decompose.extractors.repository import SourceFile

if TYPE_CHECKING:
    from decompose.extractors.linking.doctypes import DocTypes
    from decompose.extractors.linking.forwarding import Forwarding
    from decompose.extractors.linking.sqlalchemy.mapped import MappedClass

_K = TypeVar("_K")
_MOST_POSITIONS = 32
"""Positions of a container that are told apart; elements behind them may stand anywhere."""
_OpT = TypeVar("_OpT", bound=Op)
_Noted = TypeVar("_Noted", "Access", "Statement", "NamedCall", "QueryCall", "CallSite")


@dataclass(slots=True, eq=False)
class CallSite:
    """A call as the solver sees it: nodes in place of values.

    Attributes:
        scope: the scope that calls.
        line: where.
        target: node of the result; -1 if nobody looks at it.
        args, stars: positional arguments, then unpacked ones.
        keywords: (name, node); an empty name stands for ``**``.
        op_node: a number that tells call sites apart (the node of the call's own result).
        behind: how many of the positional arguments stand behind an unpacked one, so that their position is not known.
    """

    scope: int
    line: int
    target: int
    args: tuple[int, ...] = ()
    stars: tuple[int, ...] = ()
    keywords: tuple[tuple[str, int], ...] = ()
    op_node: int = -1
    behind: int = 0

    def argument(self, position: int, name: str = "") -> int:
        """The node of a positional or keyword argument; -1 if it is not given, or not seen where."""
        if position < len(self.args) - self.behind:
            return self.args[position]
        return next((node for word, node in self.keywords if word == name and name), -1)


@dataclass(slots=True)
class ClassInfo:
    """What is known of a class of the program.

    Attributes:
        members: names bound in its body or set on it from outside.
        set_on_self: names that its methods set on their first parameter.
        bases: base class objects found so far, by position.
        children: classes that have it as a base.
        order: its method resolution order (class objects), None while it has to be computed.
        lookups: names looked up on it.
        attributes: (object, name) pairs looked up on its instances.
    """

    members: set[str]
    set_on_self: set[str] = field(default_factory=set)
    bases: list[list[int]] = field(default_factory=list)
    children: set[int] = field(default_factory=set)
    order: tuple[int, ...] | None = None
    lookups: dict[str, int] = field(default_factory=dict)
    attributes: dict[tuple[int, str], int] = field(default_factory=dict)


@dataclass(slots=True, frozen=True, order=True)
class Access:
    """A function touches a table through a mapped class or a table object.

    Attributes:
        scope, line: the code that touches it.
        mapped: the class, table or many-to-many field (an object; see ``tables``).
        writes: it writes (or else reads).
        is_inferred: what the receiver is was inferred from the shape of the call.
        is_conditional: it depends on what rows there are, as the deletion of rows that refer to a deleted one.
        operation: what it does (``Operation``); empty where only the direction is known.
    """

    scope: int
    line: int
    mapped: int
    writes: bool
    is_inferred: bool = False
    is_conditional: bool = False
    operation: str = ""


class Certainty(IntEnum):
    """How sure it is that a value is SQL which is executed there."""

    CERTAIN = 0
    """The callee executes SQL."""
    LIKELY = 1
    """The callee is called like one that does; the text has to look like SQL."""
    WRITTEN = 2
    """The text is declared to be SQL or can be nothing else; it counts here unless it is executed elsewhere."""


@dataclass(slots=True, frozen=True, order=True)
class Statement:
    """A value reaches a place where SQL is executed.

    Attributes:
        scope, line: the call.
        node: the value that holds the SQL.
        certainty: whether it is SQL, and executed there.
    """

    scope: int
    line: int
    node: int
    certainty: Certainty


@dataclass(slots=True, frozen=True, order=True)
class QueryCall:
    """A method of a manager, of a queryset or of an instance is called.

    Attributes:
        scope, line: where.
        model: the class (an object) that the query is about.
        method: ``filter``, ``delete`` …
        op_node: tells calls on the same line apart.
    """

    scope: int
    line: int
    model: int
    method: str
    op_node: int


@dataclass(slots=True, frozen=True, order=True)
class NamedCall:
    """A call that touches tables which a value names: ``get_all("Order")``.

    Attributes:
        scope, line: the call.
        node: the value that holds the name.
        writes: it writes (or else reads).
        operation: what it does (``Operation``); empty where only the direction is known.
        with_parts: the tables that belong to the named one, such as child tables, are touched, too.
        is_single: what is named has one row, which is kept elsewhere.
    """

    scope: int
    line: int
    node: int
    writes: bool
    operation: str = ""
    with_parts: bool = False
    is_single: bool = False


class Linkage:
    """All facts in one numbering, with the nodes that are shared between scopes."""

    def __init__(  # noqa: PLR0915 - it declares all that linking knows
        self,
        sources: Sequence[SourceFile],
        facts: Mapping[str, FileFacts],
        plugins: Sequence[Plugin] = (),
        named_user: str = "",
        declarations: Declarations = NO_DECLARATIONS,
    ) -> None:
        self.sources = list(sources)
        self.plugins = plugins
        """Entry points that packaging metadata declare."""
        self.declarations = declarations
        self.named_user = named_user
        """Django's user model (``label.Model``) as test settings name it; settings among the code go before."""
        self.stand_in_user = -1
        """The abstract class that stands for a user model which is not part of the program."""
        self.installed_sites: dict[tuple[int, str], CallSite] = {}
        """(class, field) → a call that declares the field that it has from an installed abstract model."""
        self.facts = [facts[source.path] for source in self.sources]
        self.modules = Modules(
            [source.module for source in self.sources], [source.is_package for source in self.sources]
        )
        self.objects = Objects()
        self.solver = Solver(self.objects.definitions)
        self.scopes: list[Scope] = []
        self.file_of: list[int] = []
        self.parent_of: list[int] = []
        self.names: list[str] = []
        self.value_offset: list[int] = []
        self.scope_offset: list[int] = []
        self.classes: dict[int, ClassInfo] = {}
        self.base_nodes: set[int] = set()
        """Nodes of the bases of classes."""
        self.global_names: list[set[str]] = []
        self.star_sources: list[list[int]] = [[] for _ in self.sources]
        self.outside_stars: list[list[str]] = [[] for _ in self.sources]
        """dotted names of installed modules that a file imports with a star."""
        self.getters: dict[int, set[int]] = {}
        """attribute node → the functions that reading it calls."""
        self.deleters: dict[int, set[int]] = {}
        """property object → the functions that deleting it calls."""
        self.asked_subclasses: dict[tuple[int, int], None] = {}
        """(class object, node) that ``__subclasses__()`` leads to."""
        self.factories: dict[int, int] = {}
        """node of a declared field → node of the function that makes its value for each instance."""
        self._made_by: dict[int, int] = {}
        self.setters: dict[int, set[int]] = {}
        """property object → the setter functions that assigning to it calls."""
        self.disguised: set[int] = set()
        """functions that pass for what they wrap, by ``functools.wraps``."""
        self.texts: dict[int, tuple[int, Text]] = {}
        """node of a composed string → its scope and operation."""
        self.rendered: dict[int, list[str]] = {}
        """composed string (an object) → its texts, as far as they have been asked for."""
        self.table_names: dict[int, str] = {}
        """object that stands for a table's name in a text (``Order._meta.db_table``) → the name."""
        self.long_texts: dict[int, str] = {}
        """node of a constant string that is too long to travel by its text → the text."""
        self.imperative: dict[int, list[int]] = {}
        """class → the tables that it is mapped to by a call of ``mapper``."""
        self.mapper_properties: dict[int, list[tuple[str, int]]] = {}
        """class → attributes that a call of ``mapper`` gives it, with the nodes of their values."""
        self.instance_bases: dict[int, dict[int, None]] = {}
        """class → its bases that a call made: ``inlineformset_factory(Order, Line)``."""
        self.callbacks: dict[tuple[int, int, int], None] = {}
        """(scope, line, node of a function) that something outside the program calls there."""
        self.handed_out: dict[tuple[int, int, int], None] = {}
        """(scope, line, node) of what is given to a function of the standard library that is not modelled."""
        self.constructed: dict[int, list[tuple[CallSite, set[str]]]] = {}
        """class → calls that made instances of it, and the installed ancestors of which that has been told."""
        self.injected: dict[int, int] = {}
        """node of what a framework injects → node of what it calls for that; -1: the annotated class."""
        self.partials: dict[int, tuple[int, CallSite]] = {}
        self.called_partials: set[tuple[int, int]] = set()
        """(call, partial) pairs that have been followed."""
        self.forwarding: dict[int, Forwarding] = {}
        """node of a call's result → what its callee is not to be given (see ``forwarding``)."""
        self.handed_back: dict[int, dict[int, int]] = {}
        """function → its values that it returns and that are made of a parameter → that parameter."""
        self._globals: dict[tuple[int, str], int] = {}
        self._members: dict[tuple[int, str], int] = {}
        self._fields: dict[tuple[int, str], int] = {}
        self.attribute_nodes: dict[tuple[int, str], int] = {}
        self.selectors: dict[int, int] = {}
        """function that is copied for each class that it is given → the parameter (see ``selectors``)."""
        self.class_positions: dict[str, int | str] = {}
        """name of a function → position or keyword at which it is called with various classes"""
        self.queried: dict[int, set[str]] = {}
        """class → the attributes of its instances that its methods query"""
        self.keyed: set[int] = set()
        """selectors that are copied for each string that they are given, to be used as a key."""
        self.given_queries: set[int] = set()
        """The selectors among these that are given queries instead of classes."""
        self.made_plainly: list[tuple[CallSite, int]] = []
        """Calls of classes that had no initialiser as far as was known, and the instances."""
        self.by_receiver: set[int] = set()
        """The selectors among these that are methods, copied for each class that inherits them."""
        self.copies: dict[int, dict[int, int]] = {}
        """selector → class or string → its copy for it."""
        self.original: dict[int, int] = {}
        """copy → the scope as it is written."""
        self.selections: list[tuple[CallSite, int, int, int]] = []
        """(call, selector, receiver, node given for the parameter)."""
        self.linked: set[tuple[int, int]] = set()
        """(call, selector) pairs that have been linked to the selector as it is written."""
        self._children: dict[int, list[int]] = {}
        self._by_type: dict[int, dict[type[Op], tuple[Op, ...]]] = {}
        self.keyed_reads: dict[tuple[int, str, int], None] = {}
        """(mapping, key, target) of elements that are read by a constant key."""
        self.computed_reads: dict[tuple[int, int, int], None] = {}
        """(container, node of the key, target) of elements that are read by a computed key."""
        self.computed_writes: dict[tuple[int, int, int], None] = {}
        """(container, node of the key, source) of elements that are written under a computed key."""
        self._elements: dict[tuple[int, str | int | None], int] = {}
        self._element_keys: dict[int, list[str | int | None]] = {}
        self._any_element: dict[int, int] = {}
        self.connected: dict[int, set[int]] = {}
        """attribute node → what it has been connected to (see ``attributes``)."""
        self.attribute_of: Callable[[int, str], int] = _not_installed
        """The node of an attribute of an object (installed by ``attributes``)."""
        self.set_member: Callable[[int, str, int], None] = _not_installed
        """Sets a name of a class object to what a node holds (installed by ``attributes``)."""
        self.own_attribute: Callable[[int, str], int] = _not_installed
        """The node that holds what is set on an object itself under a name (installed by ``attributes``)."""
        self._container_kinds: dict[int, str] = {}
        self.generators: dict[int, int] = {}
        """what calling a generator function returns → that function."""
        self.namespaces: dict[int, int] = {}
        """container that is the namespace of an object (``vars(thing)``) → the object."""
        self._namespace_nodes: dict[int, int] = {}
        self._mirrors: dict[int, list[int]] = {}
        """mapping → those that its elements are put into."""
        self._parts: dict[int, list[tuple[int, int, int, int]]] = {}
        """container → what its elements are put into from one position to before another, and how far they move."""
        self.order_listeners: list[Callable[[int], None]] = []
        """Called with each class whose method resolution order has changed."""
        self._number()
        self.value_end = len(self.solver.objects_of)
        """The first node that is no value of a file as it was written at first."""
        self.written = len(self.scopes)
        """How many scopes were written in the source at first; copies of selectors stand after them."""
        self.added: list[int] = []
        """Scopes that were written later: see ``relinking``."""
        self.gone: set[int] = set()
        """Scopes that are no longer written."""
        self.fresh: list[int] | None = None
        """The scopes that were loaded since an earlier link; None where all were."""
        self.first_fresh = 0
        """The first node that was made since."""
        self.classes_by_name: dict[str, list[int]] = {}
        for gid in self.classes:
            self.classes_by_name.setdefault(self.scopes[gid].name, []).append(gid)
        self.classes_by_lower_name: dict[str, list[int]] = {}
        for name, gids in self.classes_by_name.items():
            self.classes_by_lower_name.setdefault(name.lower(), []).extend(gids)
        self.app_labels: dict[int, str] = {}
        """class → label of the Django application that it belongs to."""
        self.fields: dict[int, CallSite] = {}
        """SITE object → the call that declared a field, column or table."""
        self.reverse_relations: dict[tuple[int, str], list[int]] = {}
        """(class, attribute) → objects: what the other end of a relation adds to a class."""
        self.transactions: dict[tuple[int, int, int], None] = {}
        """(scope, first line, last line) of code that commits or rolls back as one."""
        self.accesses: dict[Access, None] = {}
        self.queries: dict[QueryCall, CallSite] = {}
        self.shown: dict[tuple[QueryCall, int], None] = {}
        """(the fetching of what a list view shows, class of the view)."""
        self.form_uses: dict[tuple[int, int, int, str], None] = {}
        """(scope, line, form class, what is done with the form)."""
        self.statements: dict[Statement, None] = {}
        self.mapped_program: dict[int, MappedClass] | None = None
        """SQLAlchemy's mapped classes, once they have been asked for."""
        self.named_calls: dict[NamedCall, None] = {}
        self.doctypes: DocTypes | None = None
        """Frappe's document types, once they have been asked for."""
        self.computed_names: dict[tuple[int, int], None] = {}
        """(scope, line) of calls that name a table by a value of which nothing is known."""

    def _number(self) -> None:
        for index, facts in enumerate(self.facts):
            self.value_offset.append(self.solver.new_nodes(facts.values))
            self.scope_offset.append(len(self.scopes))
            for scope in facts.scopes:
                self._number_scope(index, scope)
            self.global_names.append(set(facts.scopes[0].bound))
        for gid in range(len(self.scopes)):
            info = self.classes.get(self.parent_of[gid])
            if info is not None:
                info.set_on_self |= self.set_on_receiver(gid)

    def _number_scope(self, file: int, scope: Scope) -> None:
        parent = -1 if scope.parent < 0 else scope.parent + self.scope_offset[file]
        if scope.kind == "class":
            self.classes[len(self.scopes)] = ClassInfo(set(scope.bound))
            self.base_nodes.update(self.value_offset[file] + value for value in scope.bases)
        self.scopes.append(scope)
        self.file_of.append(file)
        self.parent_of.append(parent)
        self.names.append(self.modules.names[file] if parent < 0 else f"{self.names[parent]}.{scope.name}")

    def set_on_receiver(self, gid: int) -> set[str]:
        """The names that a function sets on its first parameter."""
        scope = self.scopes[gid]
        if scope.kind not in {"function", "lambda"} or not scope.params:
            return set()
        first = scope.params[0].value
        return {op.name for op in scope.ops if isinstance(op, SetAttr) and op.base == first}

    def add_copy(self, gid: int, scope: Scope) -> int:
        """Add a copy of a scope, which passes for it everywhere but in solving; its number."""
        self.scopes.append(scope)
        self.file_of.append(self.file_of[gid])
        self.parent_of.append(self.parent_of[gid])
        self.names.append(self.names[gid])
        self.original[len(self.scopes) - 1] = gid
        return len(self.scopes) - 1

    def add_scope(self, file: int, scope: Scope) -> int:
        """Add a scope that was written later than the others; its number."""
        gid = len(self.scopes)
        self._number_scope(file, scope)
        self.added.append(gid)
        self._children.clear()
        return gid

    def as_written(self) -> Iterable[int]:
        """The scopes that are written in the source, without copies of selectors."""
        if not self.added and not self.gone:
            return range(self.written)
        return [gid for gid in (*range(self.written), *self.added) if gid not in self.gone]

    def written_scopes(self) -> Iterator[tuple[int, Scope]]:
        """These, with their numbers."""
        return ((gid, self.scopes[gid]) for gid in self.as_written())

    def loaded(self) -> Iterable[int]:
        """The scopes whose constraints this run loaded, copies of selectors included."""
        return range(len(self.scopes)) if self.fresh is None else self.fresh

    def loaded_as_written(self) -> Iterable[int]:
        """These, without copies of selectors."""
        return self.as_written() if self.fresh is None else [gid for gid in self.fresh if gid not in self.original]

    def loaded_classes(self) -> list[int]:
        """The classes among them."""
        if self.fresh is None:
            return sorted(self.classes)
        fresh = set(self.fresh)
        return sorted(gid for gid in self.classes if gid in fresh or self.parent_of[gid] in fresh)

    def gids_of(self, file: int) -> list[int]:
        """The scopes that are written in a file."""
        start = self.scope_offset[file]
        end = self.scope_offset[file + 1] if file + 1 < len(self.scope_offset) else self.written
        added = [gid for gid in self.added if self.file_of[gid] == file]
        return [gid for gid in (*range(start, end), *added) if gid not in self.gone]

    def renew_scope(self, gid: int, scope: Scope) -> None:
        """A scope is written otherwise now."""
        self.scopes[gid] = scope
        self._by_type.pop(gid, None)

    def move_notes(self, line_of: Mapping[int, Callable[[int], int]]) -> None:
        """Let what was noted of some scopes stand at other lines."""
        for name in ("accesses", "statements", "named_calls"):
            noted: dict[Any, None] = getattr(self, name)
            setattr(self, name, {_moved(key, line_of): None for key in noted})
        for name in ("form_uses", "computed_names", "callbacks", "handed_out"):
            noted = getattr(self, name)
            moved = {
                (key[0], line_of[key[0]](key[1]), *key[2:]) if key[0] in line_of else key: value
                for key, value in noted.items()
            }
            setattr(self, name, moved)
        self.transactions = {
            (gid, line_of[gid](first), line_of[gid](last)) if gid in line_of else (gid, first, last): None
            for gid, first, last in self.transactions
        }
        self.queries = {_moved(key, line_of): _moved(site, line_of) for key, site in self.queries.items()}
        self.shown = {(_moved(key, line_of), cls): None for key, cls in self.shown}
        self.fields = {thing: _moved(site, line_of) for thing, site in self.fields.items()}

    def named_nodes(self) -> set[int]:
        """The nodes that more than one scope may know: of attributes, elements, globals and the like, and of copies."""
        tables = (self._globals, self._members, self._fields, self._elements, self._any_element, self._made_by)
        found = {node for table in tables for node in table.values()}
        found.update(self.attribute_nodes.values(), self._namespace_nodes.values())
        for info in self.classes.values():
            found.update(info.lookups.values())
        for copy in self.original:
            scope = self.scopes[copy]
            found.update(self.node(copy, op.target) for op in scope.ops if hasattr(op, "target"))
            found.update(self.node(copy, value) for value in (scope.returned, scope.yielded, scope.sent) if value >= 0)
            found.update(self.node(copy, param.value) for param in scope.params)
        return found

    def is_global(self, node: int) -> bool:
        """Whether a node stands for a module's global or for a name of a class."""
        return any(node in table.values() for table in (self._globals, self._members))

    def receivers_of(self, cls: int) -> set[int]:
        """The nodes of the first parameters of a class's methods."""
        methods = [gid for gid in self.children_of(cls) if self.scopes[gid].params]
        return {self.node(gid, self.scopes[gid].params[0].value) for gid in methods}

    def forget_notes(self, scopes: set[int], nodes: set[int]) -> None:
        """Forget what was noted when some scopes were loaded, and of values that they alone define."""
        self._children.clear()
        for name in ("accesses", "queries", "statements", "named_calls"):
            noted: dict[Any, Any] = getattr(self, name)
            setattr(self, name, {key: value for key, value in noted.items() if key.scope not in scopes})
        for name in ("form_uses", "computed_names", "transactions", "callbacks", "handed_out"):
            noted = getattr(self, name)
            setattr(self, name, {key: value for key, value in noted.items() if key[0] not in scopes})
        self.shown = {key: None for key in self.shown if key[0].scope not in scopes}
        self.linked = {key for key in self.linked if key[0] not in nodes}
        self.called_partials = {key for key in self.called_partials if key[0] not in nodes}
        for calls in self.constructed.values():
            calls[:] = [(site, done) for site, done in calls if site.scope not in scopes]

    def children_of(self, gid: int) -> tuple[int, ...]:
        """The scopes that stand directly in another, in the order of the source."""
        if not self._children:
            for child in self.as_written():
                parent = self.parent_of[child]
                self._children.setdefault(parent, []).append(child)
        return tuple(self._children.get(gid, ()))

    def variants(self, gid: int) -> tuple[int, ...]:
        """A scope and its copies."""
        return (gid, *self.copies.get(gid, {}).values())

    # -- places --

    def node(self, gid: int, value: int) -> int:
        """The node of a value of a scope's file."""
        return self.value_offset[self.file_of[gid]] + value

    def ops(self, gid: int) -> tuple[AnyOp, ...]:
        """The operations of a scope."""
        return self.scopes[gid].ops

    def of_type(self, gid: int, kind: type[_OpT]) -> tuple[_OpT, ...]:
        """The operations of one type in a scope, in the order of the source."""
        grouped = self._by_type.get(gid)
        if grouped is None:
            found: dict[type[Op], list[Op]] = {}
            for op in self.scopes[gid].ops:
                found.setdefault(type(op), []).append(op)
            grouped = self._by_type[gid] = {its_type: tuple(ops) for its_type, ops in found.items()}
        return grouped.get(kind, ())  # type: ignore[return-value]  # grouped by that very type

    def path(self, gid: int) -> str:
        """The file of a scope."""
        return self.sources[self.file_of[gid]].path

    def class_of_method(self, gid: int) -> int:
        """The class in whose body a function stands; -1 for others."""
        parent = self.parent_of[gid]
        return parent if parent >= 0 and self.scopes[parent].kind == "class" else -1

    def enclosing_class(self, gid: int) -> int:
        """The nearest class around a scope; -1 without."""
        while gid >= 0:
            if self.scopes[gid].kind == "class":
                return gid
            gid = self.parent_of[gid]
        return -1

    def encloses(self, outer: int, inner: int) -> bool:
        """Whether the inner scope stands inside the outer one."""
        while inner >= 0:
            inner = self.parent_of[inner]
            if inner == outer:
                return True
        return False

    def module_object(self, dotted: str, file: int | None) -> int:
        """A module of the program, a folder of them, or something from outside."""
        if file is not None:
            return self.objects.intern(Kind.MODULE, file)
        return self.objects.external(dotted)

    def record(self, site: CallSite, mapped: int, *, writes: bool, is_inferred: bool = False) -> None:
        """Note that a call site touches the table of a mapped class or a table object."""
        if site.scope >= 0:
            self.accesses[Access(site.scope, site.line, mapped, writes, is_inferred)] = None

    def site_object(self, site: CallSite) -> int:
        """An object that stands for the call that declared a field or table."""
        thing = self.objects.intern(Kind.SITE, site.target)
        self.fields[thing] = site
        return thing

    # -- shared nodes --

    def global_node(self, file: int, name: str) -> int:
        """The node of a module's global."""
        return self._node(self._globals, (file, name))

    def member_node(self, gid: int, name: str) -> int:
        """The node of a name in a class's own namespace."""
        return self._node(self._members, (gid, name))

    def field_node(self, thing: int, name: str) -> int:
        """The node of an attribute set on an object."""
        return self._node(self._fields, (thing, name))

    def has_field(self, thing: int, name: str) -> bool:
        """Whether that attribute was set or asked for."""
        return (thing, name) in self._fields

    def field_names(self) -> Iterable[tuple[int, str]]:
        """(object, attribute) of all that was set or asked for."""
        return self._fields

    # -- containers --

    def container(self, node: int, kind: str) -> int:
        """The container made at a node; ``kind`` is list, tuple, set or dict."""
        self._container_kinds.setdefault(node, kind)
        return self.objects.intern(Kind.CONTAINER, node)

    def made_by(self, metaclass: int) -> int:
        """The node of the classes that a metaclass makes."""
        return self._node(self._made_by, metaclass)

    def namespace(self, thing: int) -> int:
        """The mapping of what is set on an object itself: ``vars(thing)``."""
        container = self.container(self._node(self._namespace_nodes, thing), "dict")
        self.namespaces[container] = thing
        return container

    def container_kind(self, thing: int) -> str:
        """The kind of a container object."""
        return self._container_kinds[self.objects.first[thing]]

    def generator(self, gid: int) -> int:
        """What calling a generator function returns."""
        yielded = self.node(gid, self.scopes[gid].yielded)
        thing = self.container(yielded, "list")
        self.generators[thing] = gid
        if (thing, None) not in self._elements:
            self.solver.copy(yielded, self.element_node(thing, None))
        return thing

    def element_node(self, container: int, key: str | int | None) -> int:
        """Where elements with that key are put; None stands for a computed key."""
        slot = (container, key)
        found = self._elements.get(slot)
        if found is None:
            owner = self.namespaces.get(container, -1)
            if owner >= 0 and isinstance(key, str):
                found = self._elements[slot] = self.own_attribute(owner, key)
            else:
                found = self._node(self._elements, slot)
            self._element_keys.setdefault(container, []).append(key)
            if owner < 0 or container in self._any_element:
                self.solver.copy(found, self.any_element(container))
            for into in self._mirrors.get(container, ()):
                self.solver.copy(found, self.element_node(into, key))
            for part in self._parts.get(container, ()):
                self._move(found, key, part)
        return found

    def any_element(self, container: int) -> int:
        """The node of all elements."""
        owner = self.namespaces.get(container, -1) if container not in self._any_element else -1
        node = self._node(self._any_element, container)
        for name in self._names_in(owner) if owner >= 0 else ():
            self.solver.copy(self.own_attribute(owner, name), node)
        return node

    def _names_in(self, thing: int) -> list[str]:
        """The names that are set on an object, as far as its file or class says."""
        first = self.objects.first[thing]
        match self.objects.kinds[thing]:
            case Kind.MODULE:
                return sorted(self.global_names[first])
            case Kind.CLASS:
                return sorted(self.classes[first].members)
            case Kind.INSTANCE if self.objects.kinds[first] is Kind.CLASS:
                return sorted(self.classes[self.objects.first[first]].set_on_self)
            case _:
                return []

    def has_key(self, container: int, key: str | int) -> bool:
        """Whether something was put into a container under that key, or asked for."""
        return (container, key) in self._elements

    def elements_in_order(self, container: int) -> list[int]:
        """The nodes of a container's elements: constant positions first, then what was added later."""
        return [node for key, node in self.elements_by_key(container) if not isinstance(key, str)]

    def elements_by_key(self, container: int) -> list[tuple[str | int | None, int]]:
        """The keys and nodes of a container's elements: positions, then names, then what was added later."""
        keys = self._element_keys.get(container, [])
        ordered: list[str | int | None] = [*sorted(key for key in keys if isinstance(key, int))]
        ordered += [key for key in keys if isinstance(key, str)]
        ordered += [None] if None in keys else []
        return [(key, self._elements[container, key]) for key in ordered]

    def read_element(self, container: int, key: str | int | None, target: int) -> None:
        """``target = container[key]``."""
        if key is None or (isinstance(key, int) and key < 0):
            self.solver.copy(self.any_element(container), target)
            return
        self.solver.copy(self.element_node(container, key), target)
        if isinstance(key, str):
            self.solver.use(self.element_node(container, None), self._registered, (key, target))
            self.keyed_reads[container, key, target] = None
        else:
            self.solver.copy(self.element_node(container, None), target)

    def _registered(self, payload: tuple[str, int], things: Iterable[int]) -> None:
        """Of what was put into a mapping under computed keys, a key means the definition of that name.

        Registries are keyed by name more often than not; where this finds nothing, all elements are meant.
        """
        key, target = payload
        for thing in things:
            thing_itself = self.objects.unwrapped(thing)
            if not self.objects.is_definition(thing_itself) or self.definition_name(thing_itself) == key:
                self.solver.add(target, thing)

    def definition_name(self, thing: int) -> str:
        """What a function, class or module is called, without the dotted path to it; empty for other things."""
        thing = self.objects.unwrapped(thing)
        first = self.objects.first[thing]
        match self.objects.kinds[thing]:
            case Kind.MODULE:
                return self.modules.names[first].rpartition(".")[2]
            case Kind.FUNCTION | Kind.CLASS:
                return self.scopes[first].name
            case _:
                return ""

    def copy_elements(self, source: int, into: int, start: int, stop: int, first: int = 0) -> None:
        """The elements at the positions from start to before stop (-1: the end) stand in another from ``first`` on.

        Those that are put there later, too.
        """
        part = (into, start, stop, first - start)
        parts = self._parts.setdefault(source, [])
        if part in parts or into == source:
            return
        parts.append(part)
        for key in [*self._element_keys.get(source, ()), None]:
            self._move(self.element_node(source, key), key, part)

    def _move(self, node: int, key: str | int | None, part: tuple[int, int, int, int]) -> None:
        into, start, stop, shift = part
        if key is None:
            self.solver.copy(node, self.element_node(into, None))
        elif isinstance(key, int) and key >= start and (key < stop or stop < 0):
            position = key + shift  # a function that hands its arguments on to itself moves them for ever
            self.solver.copy(node, self.element_node(into, position if position < _MOST_POSITIONS else None))

    def merge_elements(self, source: int, into: int) -> None:
        """The elements of a mapping are put into another under their keys."""
        mirrors = self._mirrors.setdefault(source, [])
        if into in mirrors or into == source:
            return
        mirrors.append(into)
        for key in [*self._element_keys.get(source, ()), None]:
            self.solver.copy(self.element_node(source, key), self.element_node(into, key))

    def _node(self, table: dict[_K, int], key: _K) -> int:
        found = table.get(key)
        if found is None:
            found = table[key] = self.solver.new_node()
        return found

    def find_global(self, file: int, name: str, seen: frozenset[int] = frozenset()) -> int | None:
        """The node of a global as seen from a module: its own, or one that a star import brings."""
        if name in self.global_names[file]:
            return self.global_node(file, name)
        for source in self.star_sources[file]:
            if source in seen:
                continue
            exported = self.facts[source].exported
            if (exported is None and name.startswith("_")) or (exported is not None and name not in exported):
                continue
            found = self.find_global(source, name, seen | {file})
            if found is not None:
                return found
        return None


def _moved(noted: _Noted, line_of: Mapping[int, Callable[[int], int]]) -> _Noted:
    """What was noted of a scope, at the line where it stands now."""
    at = line_of.get(noted.scope)
    return noted if at is None else replace(noted, line=at(noted.line))


def _not_installed(*_given: object) -> Any:
    raise NotImplementedError
