"""Calls: what happens to arguments and results, for each kind of callee."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from decompose.extractors import facts
from decompose.extractors.linking.contained import container_in
from decompose.extractors.linking.forwarding import Forwarding
from decompose.extractors.linking.handing_back import annotated_as
from decompose.extractors.linking.hierarchy import (
    definer,
    external_ancestors,
    lookup_node,
    project_ancestors,
)
from decompose.extractors.linking.libraries import attribute_model, call_model
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.selectors import copy_for

__all__ = ["CallSite", "call_back", "call_objects", "elements_into", "iterate", "link_function", "link_unselected"]

_GIVES_ROWS = frozenset({"get_queryset"})
_ORDERED = frozenset({"list", "tuple"})
_SAYS_MODEL = ("model", "model_class", "queryset")
_CallPayload = tuple[Linkage, CallSite]


def call_objects(payload: _CallPayload, things: Iterable[int]) -> None:
    """Let a call site call each of these objects."""
    linkage, site = payload
    for thing in sorted(things):
        _call(linkage, site, thing)


def call_objects_on(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    """Let a call site call each of these functions as a method of a receiver."""
    linkage, site, receiver = payload
    for thing in sorted(things):
        function = thing
        if linkage.objects.kinds[thing] in {Kind.CLASSMETHOD, Kind.STATICMETHOD}:
            function = linkage.objects.first[thing]
        _call_bound(linkage, site, function, receiver)


def call_back(linkage: Linkage, site: CallSite, function: int) -> None:
    """Something outside the program calls the function given to it, on behalf of the call site."""
    if site.scope >= 0:
        linkage.callbacks[site.scope, site.line, function] = None
    linkage.solver.use(function, call_objects, (linkage, site))


def _call(linkage: Linkage, site: CallSite, thing: int) -> None:
    objects = linkage.objects
    first, second = objects.first[thing], objects.second[thing]
    match objects.kinds[thing]:
        case Kind.FUNCTION:
            link_function(linkage, site, first)
        case Kind.BOUND:
            _call_bound(linkage, site, first, second)
        case Kind.WRAPPED:
            _call(linkage, site, first)
            _call(linkage, site, second)
        case Kind.CLASSMETHOD | Kind.STATICMETHOD:
            _call(linkage, site, first)
        case Kind.CLASS:
            _instantiate(linkage, site, thing)
        case Kind.EXTERNAL:
            _call_external(linkage, site, thing, -1)
        case Kind.INSTANCE if objects.kinds[first] is Kind.CLASS:
            if definer(linkage, objects.first[first], "__call__") >= 0:
                node = linkage.attribute_of(thing, "__call__")
                linkage.solver.use(node, call_objects, (linkage, site))
        case Kind.INSTANCE:
            _call_external(linkage, site, first, thing)
        case Kind.PARTIAL:
            _call_partial(linkage, site, first)
        case _:
            pass


def _call_bound(linkage: Linkage, site: CallSite, callee: int, receiver: int) -> None:
    objects = linkage.objects
    match objects.kinds[callee]:
        case Kind.FUNCTION:
            link_function(linkage, site, objects.first[callee], receiver)
        case Kind.WRAPPED:
            _call_bound(linkage, site, objects.first[callee], receiver)
            _call_bound(linkage, site, objects.second[callee], receiver)
        case Kind.EXTERNAL:
            _call_external(linkage, site, callee, receiver)
        case _:
            _call(linkage, site, callee)


def _call_external(linkage: Linkage, site: CallSite, callee: int, receiver: int) -> None:
    dotted = linkage.objects.text(callee)
    owner, _, name = dotted.rpartition(".")
    model = call_model(dotted) or call_model(f"{owner}.*") or call_model(f"*.{name}")
    if model is not None:
        model(linkage, site, receiver)
    else:
        if site.target >= 0:
            linkage.solver.add(site.target, linkage.objects.instance(callee))
        module, _, name = dotted.rpartition(".")
        if site.scope >= 0 and module.partition(".")[0] in _CALLING and not (name[:1].isupper() or name[:2] == "__"):
            for node in (*site.args, *(node for _, node in site.keywords)):
                linkage.handed_out[site.scope, site.line, node] = None


_CALLING = sys.stdlib_module_names - {
    *("abc", "ast", "collections", "copy", "dataclasses", "enum", "functools", "inspect", "logging", "pickle"),
    *("pprint", "signal", "types", "typing", "unittest", "warnings", "weakref"),
}
"""Modules of the standard library whose functions call the functions that they are given, and not only keep them."""


def _call_partial(linkage: Linkage, site: CallSite, made_at: int) -> None:
    function, given = linkage.partials[made_at]
    if (site.op_node, made_at) in linkage.called_partials:
        return  # a partial of itself, as ``f = partial(f, x)`` in a loop makes one
    linkage.called_partials.add((site.op_node, made_at))
    joined = CallSite(
        site.scope,
        site.line,
        site.target,
        (*given.args[1:], *site.args),
        (*given.stars, *site.stars),
        (*given.keywords, *site.keywords),
        site.op_node,
        given.behind + len(site.args) if given.stars else site.behind,
    )
    linkage.solver.use(function, call_objects, (linkage, joined))


def _instantiate(linkage: Linkage, site: CallSite, cls: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(cls))
    call_metaclass(linkage, site, cls)
    construct(linkage, site, cls)


def call_metaclass(linkage: Linkage, site: CallSite, cls: int) -> None:
    """Calling a class calls the ``__call__`` of its metaclass."""
    for ancestor in project_ancestors(linkage, linkage.objects.first[cls]):
        if linkage.scopes[ancestor].metaclass >= 0:
            node = linkage.node(ancestor, linkage.scopes[ancestor].metaclass)
            linkage.solver.use(node, _call_metaclass, (linkage, site, cls))


def _call_metaclass(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, _, _ = payload
    for thing in sorted(things):
        gid = linkage.objects.first[thing]
        if linkage.objects.kinds[thing] is Kind.CLASS and definer(linkage, gid, "__call__") >= 0:
            linkage.solver.use(lookup_node(linkage, gid, "__call__"), call_objects_on, payload)


def construct(linkage: Linkage, site: CallSite, cls: int) -> None:
    """What the constructors of a class do with the arguments of a call."""
    gid = linkage.objects.first[cls]
    instance = linkage.objects.instance(cls)
    done: set[str] = set()
    linkage.constructed.setdefault(gid, []).append((site, done))
    _run_models(linkage, gid, site, done)
    discarding = CallSite(site.scope, site.line, -1, site.args, site.stars, site.keywords, behind=site.behind)
    if definer(linkage, gid, "__new__") >= 0:
        linkage.solver.use(lookup_node(linkage, gid, "__new__"), _call_new, (linkage, site, cls))
    if definer(linkage, gid, "__init__") >= 0:
        initializer = linkage.attribute_of(instance, "__init__")
        linkage.solver.use(initializer, call_objects, (linkage, discarding))
    else:
        if site.args or site.keywords or site.stars:
            linkage.made_plainly.append((discarding, instance))
        _set_fields(linkage, site, gid, instance)
        _call_factories(linkage, site, gid)
        if definer(linkage, gid, "__post_init__") >= 0:  # of a dataclass
            call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(instance, "__post_init__"))


def initialise_late(linkage: Linkage) -> None:
    """Call the initialisers of classes whose bases were not known yet when they were called."""
    for site, instance in linkage.made_plainly:
        if definer(linkage, linkage.objects.first[linkage.objects.first[instance]], "__init__") >= 0:
            initializer = linkage.attribute_of(instance, "__init__")
            linkage.solver.use(initializer, call_objects, (linkage, site))


def bases_became_known(linkage: Linkage, gid: int) -> None:
    """Instances that were made before all ancestors of their class were known are what those make of them, too."""
    for site, done in list(linkage.constructed.get(gid, ())):
        _run_models(linkage, gid, site, done)


def _run_models(linkage: Linkage, gid: int, site: CallSite, done: set[str]) -> None:
    for dotted in external_ancestors(linkage, gid):
        model = call_model(f"new {dotted}") if dotted not in done else None
        if model is not None:
            done.add(dotted)
            model(linkage, site, linkage.objects.intern(Kind.CLASS, gid))


def _call_new(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, site, cls = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in {Kind.FUNCTION, Kind.STATICMETHOD}:
            function = thing
            if linkage.objects.kinds[thing] is Kind.STATICMETHOD:
                function = linkage.objects.first[thing]
            if linkage.objects.kinds[function] is Kind.FUNCTION:
                link_function(linkage, site, linkage.objects.first[function], cls)


def _set_fields(linkage: Linkage, site: CallSite, gid: int, instance: int) -> None:
    """Dataclasses, models and named tuples take their fields as arguments."""
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.field_node(instance, name))
    if site.args:
        fields = [
            name for ancestor in reversed(project_ancestors(linkage, gid)) for name in _fields_of(linkage, ancestor)
        ]
        for name, node in zip(dict.fromkeys(fields), site.args, strict=False):
            linkage.solver.copy(node, linkage.field_node(instance, name))


def _fields_of(linkage: Linkage, gid: int) -> list[str]:
    """The names that a class body binds, without methods."""
    methods = {linkage.scopes[child].name for child in linkage.children_of(gid)}
    return [name for name in linkage.scopes[gid].bound if name not in methods and not name.startswith("__")]


def _call_factories(linkage: Linkage, site: CallSite, gid: int) -> None:
    """The factories of a dataclass's fields run for each instance."""
    for ancestor in project_ancestors(linkage, gid) if linkage.factories else ():
        for op in linkage.of_type(ancestor, facts.Bind):
            factory = linkage.factories.get(linkage.node(ancestor, op.source), -1)
            if factory >= 0:
                call_back(linkage, CallSite(site.scope, site.line, -1), factory)


def link_function(linkage: Linkage, site: CallSite, gid: int, receiver: int = -1) -> None:
    """Arguments flow into the parameters of a function of the program, its result to the target."""
    scope = linkage.scopes[gid]
    forwarding = linkage.forwarding.get(site.op_node) if scope.decorators else None
    if forwarding is not None:
        if forwarding is not Forwarding.ALL:
            _link_result(linkage, site, gid, receiver)
        return
    selecting = linkage.selectors.get(gid)
    if selecting is not None and receiver >= 0 and scope.params[0].value == selecting:
        _link_arguments(linkage, site, _inherited_by(linkage, gid, receiver), receiver)
        return
    given = -1 if selecting is None else _argument_for(linkage, site, gid, receiver, selecting)
    if given < 0:
        _link_arguments(linkage, site, gid, receiver)
    else:
        linkage.selections.append((site, gid, receiver, given))
        linkage.solver.use(given, _select, (linkage, site, gid, receiver, given))


def _inherited_by(linkage: Linkage, gid: int, receiver: int) -> int:
    """The copy of a method for a class that inherits it; itself for the class that defines it."""
    objects = linkage.objects
    cls = objects.first[receiver] if objects.kinds[receiver] is Kind.INSTANCE else receiver
    if objects.kinds[cls] is not Kind.CLASS or objects.first[cls] == linkage.class_of_method(gid):
        return gid
    copy = copy_for(linkage, gid, receiver)
    return copy if copy >= 0 else gid


def link_unselected(linkage: Linkage) -> None:
    """Calls that give a selector nothing known call it as it is written."""
    for site, gid, receiver, given in linkage.selections:
        if not linkage.solver.get(given):
            _link_arguments(linkage, site, gid, receiver)


def _select(payload: tuple[Linkage, CallSite, int, int, int], things: Iterable[int]) -> None:
    """A selector is called: its copy for each class or query that it is given, itself for all else."""
    linkage, site, gid, receiver, given = payload
    left = CallSite(
        site.scope,
        site.line,
        site.target,
        tuple(-1 if node == given else node for node in site.args),
        site.stars,
        tuple((name, node) for name, node in site.keywords if node != given),
        site.op_node,
        site.behind,
    )
    for thing in sorted(things):
        copy = copy_for(linkage, gid, thing)
        if copy >= 0:
            _link_arguments(linkage, left, copy, receiver)
        else:
            linkage.solver.add(linkage.node(gid, linkage.selectors[gid]), thing)
            if (site.op_node, gid) not in linkage.linked:
                linkage.linked.add((site.op_node, gid))
                _link_arguments(linkage, left, gid, receiver)


def _argument_for(linkage: Linkage, site: CallSite, gid: int, receiver: int, value: int) -> int:
    """The node that a call gives for a parameter; -1 if it gives none, or none that can be told."""
    params = linkage.scopes[gid].params
    positional = [param for param in params if param.kind == "positional"]
    position = next((index for index, param in enumerate(positional) if param.value == value), len(positional))
    name = next(param.name for param in params if param.value == value)
    position -= receiver >= 0
    return site.argument(position, name) if position >= 0 else -1


def _link_arguments(linkage: Linkage, site: CallSite, gid: int, receiver: int) -> None:
    solver, scope = linkage.solver, linkage.scopes[gid]
    offset = linkage.value_offset[linkage.file_of[gid]]
    positional = [param for param in scope.params if param.kind == "positional"]
    if receiver >= 0 and positional:
        solver.add(offset + positional[0].value, receiver)
        positional = positional[1:]
    owner = linkage.class_of_method(gid) if receiver < 0 else -1
    written = len(site.args) - site.behind
    for node, param in zip(site.args[:written], positional, strict=False):
        if node >= 0 and owner >= 0 and param.name == "self" and param is positional[0]:
            solver.use(node, _pass_receiver, (linkage, owner, offset + param.value))
        elif node >= 0:
            solver.copy(node, offset + param.value)
    rest = [offset + param.value for param in positional[written:]]
    for node in site.args[written:]:
        for param_node in rest:
            solver.copy(node, param_node)
    further = _Further(tuple(rest), _catch_all(linkage, site, gid, len(positional)), max(0, written - len(positional)))
    for star in site.stars:
        solver.use(star, _unpack, (linkage, further, len(site.stars) == 1))
    _link_keywords(linkage, site, gid)
    _link_result(linkage, site, gid, receiver)


def _pass_receiver(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    """``Order.pay(self)``: an instance of a class that has nothing to do with the method's is none of its receivers."""
    linkage, owner, target = payload
    objects = linkage.objects
    for thing in sorted(things):
        cls = objects.first[thing]
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            family = project_ancestors(linkage, objects.first[cls])
            if owner not in family and objects.first[cls] not in project_ancestors(linkage, owner):
                continue
        linkage.solver.add(target, thing)


def _link_result(linkage: Linkage, site: CallSite, gid: int, receiver: int = -1) -> None:
    scope = linkage.scopes[gid]
    if site.target < 0:
        return
    if scope.yielded >= 0:
        linkage.solver.add(site.target, linkage.generator(gid))
        return
    returned = linkage.node(gid, scope.returned)
    if receiver >= 0 and linkage.objects.kinds[receiver] is Kind.INSTANCE and linkage.objects.second[receiver] >= 0:
        linkage.solver.use(returned, _own_results, (linkage, gid, receiver, site.target))
    elif receiver >= 0 and scope.name in _GIVES_ROWS and _inherits(linkage, gid, receiver):
        linkage.solver.use(returned, _own_rows, (linkage, receiver, site.target))
    else:
        linkage.solver.copy(returned, site.target)
    for value in sorted(set(linkage.handed_back.get(gid, {}).values())):
        _hand_back(linkage, site, gid, receiver, value)


def _own_results(payload: tuple[Linkage, int, int, int], things: Iterable[int]) -> None:
    """What a method returns to one of its receivers that differ by what they are about: ``orders.paid().first()``.

    What is about the same as another receiver is about this one.
    """
    linkage, gid, receiver, target = payload
    objects, solver = linkage.objects, linkage.solver
    params = linkage.scopes[gid].params
    first = linkage.node(gid, params[0].value) if params else -1
    others = solver.get(first) if params else set()
    abouts = {_plain(linkage, objects.second[other]) for other in others if objects.kinds[other] is Kind.INSTANCE}
    own = objects.second[receiver]
    for thing in sorted(things):
        if objects.kinds[thing] is not Kind.INSTANCE:
            solver.add(target, thing)
        elif objects.second[thing] >= 0 and (
            first in solver.saturated or _plain(linkage, objects.second[thing]) in abouts
        ):
            solver.add(target, objects.instance(objects.first[thing], own))
        elif objects.first[thing] in abouts:
            solver.add(target, objects.instance(_plain(linkage, own)))
        else:
            solver.add(target, thing)


def _inherits(linkage: Linkage, gid: int, receiver: int) -> bool:
    """Whether a method stands in a base class of the class of its receiver."""
    objects = linkage.objects
    cls = objects.first[receiver]
    is_own_class = objects.kinds[receiver] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS
    return is_own_class and objects.first[cls] != linkage.class_of_method(gid)


def _own_rows(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    """What a base class's ``get_queryset`` returns to a class that says which model it is about."""
    linkage, receiver, target = payload
    objects, solver = linkage.objects, linkage.solver
    gid = objects.first[objects.first[receiver]]
    said: set[int] = set()
    for name in _SAYS_MODEL:
        for thing in solver.get(lookup_node(linkage, gid, name)):
            said.add(_plain(linkage, objects.second[thing]) if objects.kinds[thing] is Kind.INSTANCE else thing)
    for thing in sorted(things):
        about = _plain(linkage, objects.second[thing]) if objects.kinds[thing] is Kind.INSTANCE else -1
        if about < 0 or not said or about in said or objects.kinds[about] is not Kind.CLASS:
            solver.add(target, thing)


def _plain(linkage: Linkage, about: int) -> int:
    """The model of a many-to-many relation, or the object itself."""
    is_related = about >= 0 and linkage.objects.kinds[about] is Kind.RELATED
    return linkage.objects.first[about] if is_related else about


def _hand_back(linkage: Linkage, site: CallSite, gid: int, receiver: int, value: int) -> None:
    """A function that returns its parameter returns to each call what that call gave."""
    positional = [param for param in linkage.scopes[gid].params if param.kind == "positional"]
    if receiver >= 0 and positional and positional[0].value == value:
        linkage.solver.add(site.target, receiver)
        return
    given = _argument_for(linkage, site, gid, receiver, value)
    linkage.solver.copy(given if given >= 0 else linkage.node(gid, value), site.target)
    for said in annotated_as(linkage.scopes[gid], value):
        linkage.solver.copy(linkage.node(gid, said), site.target)


def _catch_all(linkage: Linkage, site: CallSite, gid: int, taken: int) -> int:
    """The tuple of a function's ``*args``, with what a call writes out for it; -1 if the call has nothing for it."""
    offset = linkage.value_offset[linkage.file_of[gid]]
    catch_all = next((param for param in linkage.scopes[gid].params if param.kind == "*"), None)
    if catch_all is None or (len(site.args) <= taken and not site.stars):
        return -1
    container = linkage.container(offset + catch_all.value, "tuple")
    linkage.solver.add(offset + catch_all.value, container)
    written = len(site.args) - site.behind
    for position, node in enumerate(site.args[taken:], start=taken):
        linkage.solver.copy(node, linkage.element_node(container, position - taken if position < written else None))
    return container


class _Further(NamedTuple):
    """Where the elements of unpacked arguments go.

    Attributes:
        params: the nodes of the positional parameters that the call does not write out.
        catch_all: the tuple of ``*args``, or -1.
        taken: how many arguments the call writes out for that.
    """

    params: tuple[int, ...]
    catch_all: int
    taken: int


def _unpack(payload: tuple[Linkage, _Further, bool], things: Iterable[int]) -> None:
    """``f(*things)``: tuples and lists hand their elements on by position, all else, or several, to all positions."""
    linkage, further, is_alone = payload
    nodes = (*further.params, *((linkage.element_node(further.catch_all, None),) if further.catch_all >= 0 else ()))
    for thing in sorted(things):
        in_order = linkage.objects.kinds[thing] is Kind.CONTAINER and linkage.container_kind(thing) in _ORDERED
        if not (in_order and is_alone):
            for node in nodes:
                iterate(linkage, thing, node)
            continue
        for position, param in enumerate(further.params):
            linkage.read_element(thing, position, param)
        if further.catch_all >= 0:
            linkage.copy_elements(thing, further.catch_all, len(further.params), -1, further.taken)


def _link_keywords(linkage: Linkage, site: CallSite, gid: int) -> None:
    offset = linkage.value_offset[linkage.file_of[gid]]
    params = linkage.scopes[gid].params
    by_name = {param.name: param.value for param in params if param.kind in {"positional", "keyword"}}
    catch_all = next((param for param in params if param.kind == "**"), None)
    for name, node in site.keywords:
        if not name:
            linkage.solver.use(node, _spread, (linkage, by_name, offset, catch_all))
        elif name in by_name:
            linkage.solver.copy(node, offset + by_name[name])
        elif catch_all is not None:
            container = linkage.container(offset + catch_all.value, "dict")
            linkage.solver.add(offset + catch_all.value, container)
            linkage.solver.copy(node, linkage.element_node(container, name))


def _spread(payload: tuple[Linkage, dict[str, int], int, facts.Param | None], things: Iterable[int]) -> None:
    """``**mapping``: constant keys go to the parameters of those names, the mapping to ``**kwargs``."""
    linkage, by_name, offset, catch_all = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is not Kind.CONTAINER:
            continue
        for name, value in by_name.items():
            linkage.solver.copy(linkage.element_node(thing, name), offset + value)
        if catch_all is not None:
            linkage.solver.add(offset + catch_all.value, thing)


def elements_into(linkage: Linkage, source: int, target: int, site: CallSite | None = None) -> None:
    """Whatever iterating over the source yields may be the target.

    ``site`` is the call that iterates; None where an operation does, which is known to.
    """
    linkage.solver.use(source, _elements, (linkage, target, site))


def _elements(payload: tuple[Linkage, int, CallSite | None], things: Iterable[int]) -> None:
    linkage, target, site = payload
    for thing in sorted(things):
        iterate(linkage, thing, target, site)


def iterate(linkage: Linkage, thing: int, target: int, site: CallSite | None = None) -> None:
    """Whatever iterating over an object yields may be the target."""
    objects = linkage.objects
    kind, cls = objects.kinds[thing], objects.first[thing]
    if kind is Kind.CONTAINER:
        if linkage.container_kind(thing) != "dict":
            linkage.solver.copy(linkage.any_element(thing), target)
    elif kind is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
        gid = objects.first[cls]
        starter = next((name for name in ("__iter__", "__aiter__") if definer(linkage, gid, name) >= 0), None)
        if starter is not None:
            iterator = linkage.solver.new_node()
            method = linkage.attribute_of(thing, starter)
            if site is not None and site.scope >= 0:
                linkage.callbacks[site.scope, site.line, method] = None
            linkage.solver.use(method, call_objects, (linkage, CallSite(-1, 0, iterator)))
            linkage.solver.use(iterator, _next_elements, (linkage, target, site))
        elif definer(linkage, gid, "__getitem__") >= 0:
            method = linkage.attribute_of(thing, "__getitem__")
            linkage.solver.use(method, call_objects, (linkage, CallSite(-1, 0, target)))
        elif (held := container_in(linkage, thing)) >= 0:
            iterate(linkage, held, target)
        else:
            _iterate_outside(linkage, external_ancestors(linkage, gid), thing, target)
    elif kind is Kind.INSTANCE:
        _iterate_outside(linkage, [objects.text(cls)], thing, target)


def _next_elements(payload: tuple[Linkage, int, CallSite | None], things: Iterable[int]) -> None:
    linkage, target, site = payload
    objects = linkage.objects
    for thing in sorted(things):
        cls = objects.first[thing]
        is_own = objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS
        names = ("__next__", "__anext__") if is_own else ()
        step = next((name for name in names if definer(linkage, objects.first[cls], name) >= 0), None)
        if step is not None:
            method = linkage.attribute_of(thing, step)
            if site is not None and site.scope >= 0:
                linkage.callbacks[site.scope, site.line, method] = None
            linkage.solver.use(method, call_objects, (linkage, CallSite(-1, 0, target)))
        elif objects.kinds[thing] is Kind.CONTAINER:
            iterate(linkage, thing, target)


def _iterate_outside(linkage: Linkage, dotted: Iterable[str], thing: int, target: int) -> None:
    for name in dotted:
        model = attribute_model(f"{name}.__iter__")
        if model is not None:
            linkage.solver.add_all(target, model(linkage, thing, "__iter__"))
