"""Containers: how elements get into lists, sets and mappings and out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back, call_objects, elements_into
from decompose.extractors.linking.elements import read_computed, write_computed
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


@models_call(
    *("<builtin>.list", "<builtin>.tuple", "<builtin>.set", "<builtin>.frozenset", "<builtin>.iter"),
    *("itertools.chain", "itertools.islice", "itertools.cycle", "collections.deque", "queue.Queue"),
)
def _elements_of_all(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A container of the elements of all arguments."""
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    linkage.solver.add(site.target, made)
    for node in site.args:
        elements_into(linkage, node, linkage.element_node(made, None), site)


@models_call("itertools.chain.from_iterable")
def _elements_of_elements(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A container of what the elements of the argument contain."""
    if site.target >= 0:
        inner = linkage.solver.new_node()
        for node in site.args:
            elements_into(linkage, node, inner, site)
        _elements_of_all(linkage, replace(site, args=(inner,)), receiver)


@models_call("<builtin>.enumerate", "<builtin>.zip")
def _tuples(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    linkage.solver.add(site.target, made)
    inner_node = linkage.solver.new_node()
    inner = linkage.container(inner_node, "tuple")
    linkage.solver.add(inner_node, inner)
    linkage.solver.copy(inner_node, linkage.element_node(made, None))
    shift = 1 if len(site.args) == 1 else 0
    for index, node in enumerate(site.args):
        elements_into(linkage, node, linkage.element_node(inner, index + shift), site)


@models_call("<builtin>.any", "<builtin>.all", "<builtin>.sum", "<**PyStr**>.join")
def _consume(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Iterates over its argument and keeps nothing of it."""
    for node in site.args[:1]:
        elements_into(linkage, node, linkage.solver.new_node(), site)


@models_call("<**PyList**>.send")
def _send(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """What is sent into a generator is what its ``yield`` gives; it answers with what it yields next."""
    gid = linkage.generators.get(receiver, -1)
    if gid >= 0 and linkage.scopes[gid].sent >= 0:
        for node in site.args:
            linkage.solver.copy(node, linkage.node(gid, linkage.scopes[gid].sent))
    _take(linkage, site, receiver)


@models_call("<builtin>.next")
def _next(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _advance, (linkage, site))
        for default in site.args[1:]:
            linkage.solver.copy(default, site.target)


def _advance(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(linkage.any_element(thing), site.target)
        else:
            method = linkage.attribute_of(thing, "__next__")
            linkage.solver.use(method, call_objects, (linkage, CallSite(site.scope, site.line, site.target)))


@models_call("collections.defaultdict")
def _defaultdict(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A mapping whose missing elements its first argument makes."""
    _dict(linkage, replace(site, args=site.args[1:]), receiver)
    if site.args and site.target >= 0:
        made = linkage.container(site.target, "dict")
        element = linkage.solver.new_node()
        linkage.solver.copy(element, linkage.element_node(made, None))
        call_back(linkage, CallSite(site.scope, site.line, element), site.args[0])


@models_call("<builtin>.dict", "collections.OrderedDict")
def _dict(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "dict")
    linkage.solver.add(site.target, made)
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.element_node(made, name))
    for node in site.args:
        linkage.solver.use(node, _copy_elements, (linkage, made))


def _copy_elements(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, into = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.merge_elements(thing, into)


@models_call(
    *("<**PyList**>.append", "<**PyList**>.insert", "<**PySet**>.add", "<**PyList**>.appendleft"),
    *("<**PyList**>.put", "<**PyList**>.put_nowait"),
)
def _put(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args:
        linkage.solver.copy(site.args[-1], linkage.element_node(receiver, None))


@models_call("<**PyList**>.extend", "<**PySet**>.update", "<**PyList**>.extendleft")
def _extend(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args:
        elements_into(linkage, node, linkage.element_node(receiver, None), site)


@models_call("<**PyDict**>.update")
def _update(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.element_node(receiver, name))
    for node in site.args:
        linkage.solver.use(node, _copy_elements, (linkage, receiver))


@models_call("<**PyDict**>.__setitem__", "<**PyList**>.__setitem__")
def _set_item(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args[1:2]:
        linkage.solver.copy(node, linkage.element_node(receiver, None))


@models_call("<**PyList**>.pop", "<**PySet**>.pop", "<**PyList**>.popleft", "<**PyDict**>.popitem", "<**PyList**>.get")
def _take(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.copy(linkage.any_element(receiver), site.target)


@models_call("<**PyDict**>.setdefault")
def _dict_set_default(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for default in site.args[1:2]:
        write_computed(linkage, receiver, site.args[0], default)
    _dict_get(linkage, site, receiver)


@models_call("<**PyDict**>.get", "<**PyDict**>.pop", "<**PyDict**>.__getitem__", "<**PyList**>.__getitem__")
def _dict_get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        read_computed(linkage, receiver, site.args[0], site.target)
        for default in site.args[1:]:
            linkage.solver.copy(default, site.target)


@models_call("<**PyDict**>.values", "<**PyDict**>.itervalues")
def _values(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        made = linkage.container(site.target, "list")
        linkage.solver.copy(linkage.any_element(receiver), linkage.element_node(made, None))
        linkage.solver.add(site.target, made)


@models_call("<**PyDict**>.items", "<**PyDict**>.iteritems")
def _items(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    pair_node = linkage.solver.new_node()
    pair = linkage.container(pair_node, "tuple")
    linkage.solver.add(pair_node, pair)
    linkage.solver.copy(linkage.any_element(receiver), linkage.element_node(pair, 1))
    linkage.solver.copy(pair_node, linkage.element_node(made, None))
    linkage.solver.add(site.target, made)


@models_call("<**PyList**>.copy", "<**PyDict**>.copy", "<**PySet**>.copy")
def _copy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)


@models_call("six.with_metaclass", "future.utils.with_metaclass", "django.utils.six.with_metaclass")
def _with_metaclass(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        for node in site.args[1:]:
            linkage.solver.copy(node, site.target)
