"""What every class can do: be called, made by a metaclass, asked for its subclasses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back, construct
from decompose.extractors.linking.hierarchy import definer, descendants, external_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


@models_call("<builtin>.type")
def _type(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``type(thing)`` is its class; ``type(name, bases, namespace)`` passes for its bases."""
    if site.target < 0:
        return
    if len(site.args) == 1:
        linkage.solver.use(site.args[0], _class_of, (linkage, site.target))
    elif len(site.args) > 1:
        linkage.solver.use(site.args[1], _bases_of, (linkage, site.target))


def _class_of(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.INSTANCE:
            linkage.solver.add(target, linkage.objects.first[thing])


def _bases_of(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(linkage.any_element(thing), target)


@models_call("<builtin>.type.__call__")
def _call_class(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A metaclass lets the class that it is called on be instantiated."""
    if receiver < 0 or linkage.objects.kinds[receiver] is not Kind.CLASS:
        return
    instance = linkage.objects.instance(receiver)
    if site.target >= 0:
        linkage.solver.add(site.target, instance)
    construct(linkage, site, receiver)
    if definer(linkage, linkage.objects.first[receiver], "__init__") >= 0:
        call_back(linkage, replace(site, target=-1), linkage.attribute_of(instance, "__init__"))


@models_call("<builtin>.object.__new__", "<builtin>.type.__new__")
def _new_object(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``super().__new__(cls)`` is an instance of the class that it is given: of a metaclass, a class."""
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _instance_of, (linkage, site.target))


def _instance_of(payload: tuple[Linkage, int], classes: Iterable[int]) -> None:
    linkage, target = payload
    for cls in sorted(classes):
        if linkage.objects.kinds[cls] is Kind.CLASS:
            if "<builtin>.type" in external_ancestors(linkage, linkage.objects.first[cls]):
                linkage.solver.copy(linkage.made_by(linkage.objects.first[cls]), target)
            else:
                linkage.solver.add(target, linkage.objects.instance(cls))


@models_call("<builtin>.type.__subclasses__")
def _subclasses(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """All subclasses, for whoever asks for the direct ones goes on to ask those."""
    if site.target >= 0:
        made = linkage.container(site.target, "list")
        linkage.solver.add(site.target, made)
        linkage.asked_subclasses[receiver, linkage.element_node(made, None)] = None


@between_rounds
def _tell_subclasses(linkage: Linkage) -> None:
    for cls, target in linkage.asked_subclasses:
        children = descendants(linkage, linkage.objects.first[cls])[1:]
        linkage.solver.add_all(target, [linkage.objects.intern(Kind.CLASS, child) for child in children])
