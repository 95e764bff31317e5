"""What a first round tells of Django's models: relations from their other ends, abstract models, managers."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.linking.django_fields import concrete_models, is_abstract, is_proxy
from decompose.extractors.linking.django_relations import Relation, reverse_ends
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.libraries.django_managers import custom_managers, default_managers
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import is_django_model
from decompose.extractors.linking.objects import Kind

MOST_LEAVES = 8
"""An abstract model that more models than these derive from is a base class of the code base, and tells nothing."""


@between_rounds
def add_reverse_relations(linkage: Linkage) -> None:
    """``customer.orders`` exists because an order has a customer."""
    objects = linkage.objects
    for model, relation in reverse_ends(linkage):
        known = linkage.reverse_relations.setdefault((model, relation.accessor), [])
        known.extend(thing for thing in _seen_through(linkage, relation) if thing not in known)
    names = {name for _, name in linkage.reverse_relations}
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        if name not in names:
            continue
        cls = objects.first[thing]
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            for ancestor in project_ancestors(linkage, objects.first[cls]):
                key = (objects.intern(Kind.CLASS, ancestor), name)
                linkage.solver.add_all(node, linkage.reverse_relations.get(key, ()))
        elif objects.kinds[thing] is Kind.INSTANCE:
            linkage.solver.add_all(node, linkage.reverse_relations.get((cls, name), ()))


def _seen_through(linkage: Linkage, relation: Relation) -> Iterator[int]:
    cls = relation.other
    if not relation.is_many:
        yield linkage.objects.instance(cls)
        return
    model = cls if relation.through < 0 else linkage.objects.intern(Kind.RELATED, cls, relation.through)
    yield from default_managers(linkage, cls, model)


@between_rounds
def receive_concrete_models(linkage: Linkage) -> None:
    """The methods of an abstract model run on rows of the models that derive from it."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) and is_abstract(linkage, gid):
            leaves = concrete_models(linkage, gid)
            if len(leaves) <= MOST_LEAVES:
                for leaf in leaves:
                    cls = objects.intern(Kind.CLASS, leaf)
                    receive(linkage, gid, cls, objects.instance(cls))


@between_rounds
def receive_managed_models(linkage: Linkage) -> None:
    """The methods of a manager class run for the models that it is a manager of."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        if not is_django_model(linkage, gid) or is_abstract(linkage, gid) or is_proxy(linkage, gid):
            continue
        model = objects.intern(Kind.CLASS, gid)
        for managers in custom_managers(linkage, gid).values():
            for manager in managers:
                for ancestor in project_ancestors(linkage, objects.first[manager]):
                    receive(linkage, ancestor, manager, objects.instance(manager, model))


def receive(linkage: Linkage, gid: int, cls: int, instance: int) -> None:
    """Let the first parameters of a class's methods be an instance, or the class."""
    for member in linkage.scopes[gid].bound:
        for thing in sorted(linkage.solver.get(linkage.member_node(gid, member))):
            receiver = instance
            if linkage.objects.kinds[thing] is Kind.CLASSMETHOD:
                receiver = cls
            if (
                linkage.objects.kinds[thing] in {Kind.CLASSMETHOD, Kind.PROPERTY, Kind.WRAPPED}
                or linkage.objects.kinds[thing] is Kind.FUNCTION
            ):
                _receive_in(linkage, thing, gid, receiver)


def _receive_in(linkage: Linkage, thing: int, gid: int, receiver: int) -> None:
    objects = linkage.objects
    while objects.kinds[thing] in {Kind.CLASSMETHOD, Kind.PROPERTY, Kind.WRAPPED}:
        thing = objects.second[thing] if objects.kinds[thing] is Kind.WRAPPED else objects.first[thing]
    if objects.kinds[thing] is not Kind.FUNCTION:
        return
    function = objects.first[thing]
    params = linkage.scopes[function].params
    if linkage.class_of_method(function) == gid and params and params[0].kind == "positional":
        linkage.solver.add(linkage.node(function, params[0].value), receiver)
