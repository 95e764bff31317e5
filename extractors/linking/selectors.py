"""Selectors: functions that are given a class and hand on what they make of it.

``model_query(context, models.Instance)`` returns something else for each model. One node for its parameter
would mix them all; so such a function is copied for each class that it is given, as if it were written
once per class (Agesen's cartesian product algorithm, 1995, on one parameter). Which parameter it is shows
in how the function is called: with various names in capitals at one position.

A class method that subclasses inherit is a selector, too (``User.get(1)``, ``Order.get(1)``), a method that queries an
attribute of its receiver (``session.query(self.model)``) is one for each subclass, and so is a function
that narrows down a query that it is given, or fetches its rows (``first_or_404(query)``).

Likewise ``registry("actions")``: a function that uses its parameter as a key is copied for each string, and so is
one that takes a dotted path apart and imports what it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp, Scope
from decompose.extractors.linking.handing_back import NARROWING, handed_back
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_LEAST_CLASSES = 2
_MOST_COPIES = 400
"""Of one function; more classes than these share the function as it is written."""
_MOST_OPERATIONS = 200
"""A longer function does more than to select."""
_FETCHING = frozenset(
    [
        *("execute", "scalar", "scalars", "first", "one", "one_or_none", "all", "paginate", "exists", "stream"),
        *("first_or_404", "one_or_404", "get_or_404", "fetchall", "fetchone"),
    ]
)
"""Methods that fetch rows of what they are called on, or of what they are given."""
_BEGINNING = frozenset({"query", "select", "get", "delete", "update", "insert", "exists", "get_object_or_404"})
"""Functions and methods that are given the class that is queried."""
_QUERIES = frozenset({"query", "objects"})
_MOST_OPERATIONS_OF_KEYED = 40
_MOST_COPIES_OF_KEYED = 64
_LOOKUPS = frozenset({"get", "setdefault", "pop"})
_SPLITTING = frozenset({"rsplit", "split", "rpartition", "partition"})
_IMPORTING = frozenset({"import_module", "__import__", "import_string"})
_VALUES = frozenset({"target", "source", "base", "func", "decorator", "function", "cls", "argument", "index"})
_SEVERAL_VALUES = frozenset({"args", "stars", "parts", "values", "unpacked", "operands"})


def find_selectors(linkage: Linkage) -> None:
    """Note the functions that select by a parameter, and the value of that parameter."""
    linkage.class_positions = class_positions(linkage)
    linkage.queried = queried_attributes(linkage)
    note_selectors(linkage, linkage.as_written())


def note_selectors(linkage: Linkage, gids: Iterable[int]) -> None:
    """Note which of some scopes select by a parameter."""
    for gid in gids:
        scope = linkage.scopes[gid]
        if scope.kind != "function" or not _can_be_copied(scope):
            continue
        value = _selector_by_class(linkage, gid)
        if value >= 0:
            linkage.selectors[gid] = value
        elif len(scope.ops) <= _MOST_OPERATIONS_OF_KEYED and (key := _key_parameter(scope)) >= 0:
            linkage.selectors[gid] = key
            linkage.keyed.add(gid)


def _key_parameter(scope: Scope) -> int:
    """The first parameter that is used as a key; -1 without."""
    params = {param.value for param in scope.params if param.kind in {"positional", "keyword"}}
    looking_up = {op.target for op in scope.ops if isinstance(op, facts.Attr) and op.name in _LOOKUPS}
    keys = set()
    for op in scope.ops:
        match op:
            case facts.Item() | facts.SetItem():
                keys.add(op.index)
            case facts.Call(args=[key, *_]) if op.func in looking_up:
                keys.add(key)
            case facts.Attr(base=path, name=name) if name in _SPLITTING and _imports(scope):
                keys.add(path)
            case _:
                pass
    return min(keys & params, default=-1)


def _imports(scope: Scope) -> bool:
    """Whether a function imports a module by its name."""
    return any(isinstance(op, (facts.Attr, facts.Load, facts.Import)) and op.name in _IMPORTING for op in scope.ops)


def _selector_by_class(linkage: Linkage, gid: int) -> int:
    """The parameter for whose classes or queries a function is copied; -1 without."""
    scope = linkage.scopes[gid]
    if _makes_something_of_its_class(linkage, gid):
        return scope.params[0].value
    if _uses_attributes(linkage, gid, linkage.queried.get(linkage.class_of_method(gid), set())):
        linkage.by_receiver.add(gid)
        return scope.params[0].value
    place = linkage.class_positions.get(scope.name)
    if place is None:
        fetched = _query_parameter(linkage, gid) if not handed_back(scope) else -1
        if fetched >= 0:
            linkage.given_queries.add(gid)
        return fetched
    params = [param for param in scope.params if param.kind in {"positional", "keyword"}]
    if linkage.class_of_method(gid) >= 0:
        params = params[1:]
    return next((param.value for index, param in enumerate(params) if place in (param.name, index)), -1)


def _query_parameter(linkage: Linkage, gid: int) -> int:
    """The parameter that is a query which a function narrows down and returns, or fetches rows of; -1 without."""
    named = {op.target: op for op in linkage.of_type(gid, facts.Attr) if op.name in _FETCHING | NARROWING}
    if not named:
        return -1
    scope = linkage.scopes[gid]
    calls = [(call, named[call.func]) for call in linkage.of_type(gid, facts.Call) if call.func in named]
    is_method = linkage.class_of_method(gid) >= 0
    for param in scope.params[is_method:]:
        made = _made_of(linkage, gid, param.value, calls)
        fetched = any(op.name in _FETCHING and {op.base, *call.args[:1]} & made for call, op in calls)
        if param.kind in {"positional", "keyword"} and (fetched or (scope.returned in made and len(made) > 1)):
            return param.value
    return -1


def _made_of(linkage: Linkage, gid: int, param: int, calls: Sequence[tuple[facts.Call, facts.Attr]]) -> set[int]:
    """The values that may be a parameter, or the query that it is narrowed down."""
    made, growing = {param}, True
    while growing:
        size = len(made)
        made |= {op.target for op in linkage.of_type(gid, facts.Copy) if op.source in made}
        made |= {call.target for call, op in calls if op.name in NARROWING and op.base in made}
        growing = len(made) > size
    return made


def queried_attributes(linkage: Linkage) -> dict[int, set[str]]:
    """Class → the attributes of its instances that its methods query: ``session.query(self.model)``."""
    found: dict[int, set[str]] = defaultdict(set)
    for gid in linkage.as_written():
        cls = linkage.class_of_method(gid)
        names = queried_by(linkage, gid) if cls >= 0 else set()
        if names:
            found[cls] |= names
    return dict(found)


def queried_by(linkage: Linkage, gid: int) -> set[str]:
    """The attributes of its receiver that a method queries."""
    params = linkage.scopes[gid].params
    attributes = linkage.of_type(gid, facts.Attr)
    own = {op.target: op.name for op in attributes if params and op.base == params[0].value}
    if not own:
        return set()
    named = {op.target: op.name for op in attributes}
    named |= {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
    calls = [call for call in linkage.of_type(gid, facts.Call) if named.get(call.func) in _BEGINNING]
    return {own[value] for call in calls for value in call.args if value in own}


def _uses_attributes(linkage: Linkage, gid: int, names: set[str]) -> bool:
    """Whether a method reads or sets these of its receiver: it does something else for each subclass."""
    scope = linkage.scopes[gid]
    if not names or not scope.params or scope.params[0].kind != "positional" or scope.decorators:
        return False
    receiver = scope.params[0].value
    return any(op.base == receiver and op.name in names for op in linkage.of_type(gid, facts.Attr)) or any(
        op.base == receiver and op.name in names for op in linkage.of_type(gid, facts.SetAttr)
    )


def _makes_something_of_its_class(linkage: Linkage, gid: int) -> bool:
    """Whether a class method calls its class or a method of it, hands it to a function, or asks it for a query."""
    scope = linkage.scopes[gid]
    if linkage.class_of_method(gid) < 0 or not scope.params or not _is_class_method(linkage, gid):
        return False
    cls = scope.params[0].value
    calls = linkage.of_type(gid, facts.Call)
    if any(cls == call.func or cls in call.args for call in calls):
        return True
    called = {call.func for call in calls}
    return any(
        op.base == cls and (op.name in _QUERIES or op.target in called) for op in linkage.of_type(gid, facts.Attr)
    )


def _is_class_method(linkage: Linkage, gid: int) -> bool:
    parent = linkage.parent_of[gid]
    names = {op.target: op.name for op in linkage.of_type(parent, facts.Load)}
    return any(names.get(value) == "classmethod" for value in linkage.scopes[gid].decorators)


def class_positions(linkage: Linkage) -> dict[str, int | str]:
    """Name of a function → position or keyword at which it is called with classes of different names."""
    seen: dict[str, dict[int | str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for gid in linkage.as_written():
        for function, place, name in classes_given(linkage, gid):
            seen[function][place].add(name)
    return {
        function: max(places, key=lambda place: (len(places[place]), isinstance(place, int), str(place)))
        for function, places in seen.items()
        if max(len(names) for names in places.values()) >= _LEAST_CLASSES
    }


def classes_given(linkage: Linkage, gid: int) -> Iterator[tuple[str, int | str, str]]:
    """What a scope calls with something that is named like a class: the function, where, and that name."""
    calls = linkage.of_type(gid, facts.Call)
    if not calls:
        return
    named = {op.target: op.name for op in linkage.of_type(gid, facts.Attr)}
    named |= {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
    named |= {op.target: op.name for op in linkage.of_type(gid, facts.Import)}
    for call in calls:
        function = named.get(call.func)
        if function:
            given: list[tuple[int | str, int]] = [*enumerate(call.args), *call.keywords]
            for place, value in given:
                name = named.get(value, "")
                if name[:1].isupper() and not name.isupper():
                    yield function, place, name


def _can_be_copied(scope: Scope) -> bool:
    return len(scope.ops) <= _MOST_OPERATIONS and not any(
        isinstance(op, (facts.MakeFunction, facts.MakeClass)) for op in scope.ops
    )


def copy_for(linkage: Linkage, gid: int, thing: int) -> int:
    """The copy of a selector for a class, query or string; -1 for other things, and where there are too many."""
    is_keyed = gid in linkage.keyed
    if not (linkage.objects.kinds[thing] is Kind.STRING if is_keyed else _is_about_class(linkage, gid, thing)):
        return -1
    copies = linkage.copies.setdefault(gid, {})
    found = copies.get(thing)
    if found is None and len(copies) < (_MOST_COPIES_OF_KEYED if is_keyed else _MOST_COPIES):
        found = copies[thing] = _copy(linkage, gid)
        linkage.solver.add(linkage.node(found, _renumbered_param(linkage, gid, found)), thing)
    return -1 if found is None else found


def _is_about_class(linkage: Linkage, gid: int, thing: int) -> bool:
    """Whether an object is a class or, for functions that are given queries, about one, as queries are."""
    objects = linkage.objects
    if gid in linkage.by_receiver:
        return objects.kinds[thing] is Kind.INSTANCE
    if gid not in linkage.given_queries:
        return objects.kinds[thing] is Kind.CLASS
    about = objects.second[thing] if objects.kinds[thing] is Kind.INSTANCE else -1
    return about >= 0 and objects.kinds[about] in {Kind.CLASS, Kind.RELATED, Kind.INSTANCE, Kind.SITE}


def _renumbered_param(linkage: Linkage, gid: int, copy: int) -> int:
    """The value of the selecting parameter in a copy."""
    position = [param.value for param in linkage.scopes[gid].params].index(linkage.selectors[gid])
    return linkage.scopes[copy].params[position].value


def _copy(linkage: Linkage, gid: int) -> int:
    from decompose.extractors.linking.loading import load_scope

    scope = linkage.scopes[gid]
    own = [param.value for param in scope.params]
    own += [op.target for op in scope.ops if hasattr(op, "target")]
    own += [value for value in (scope.returned, scope.yielded, scope.sent) if value >= 0]
    start = linkage.solver.new_nodes(len(own)) - linkage.node(gid, 0)
    renumber = {value: start + index for index, value in enumerate(dict.fromkeys(own))}
    copied = msgspec.structs.replace(
        scope,
        ops=tuple(_renumbered(op, renumber) for op in scope.ops),
        params=tuple(msgspec.structs.replace(param, value=renumber[param.value]) for param in scope.params),
        returned=renumber.get(scope.returned, scope.returned),
        yielded=renumber.get(scope.yielded, scope.yielded),
        sent=renumber.get(scope.sent, scope.sent),
    )
    found = linkage.add_copy(gid, copied)
    load_scope(linkage, found)
    return found


def _renumbered(op: AnyOp, renumber: dict[int, int]) -> AnyOp:
    """An operation on the values of a copy; values from around the function stay as they are."""
    changed: dict[str, object] = {}
    for name in op.__struct_fields__:
        value = getattr(op, name)
        if name in _VALUES:
            changed[name] = renumber.get(value, value)
        elif name in _SEVERAL_VALUES:
            changed[name] = tuple(renumber.get(each, each) for each in value)
        elif name == "keywords":
            changed[name] = tuple((word, renumber.get(each, each)) for word, each in value)
    return msgspec.structs.replace(op, **changed)
