"""Records: named tuples, dataclasses and their fields, plain namespaces."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_NAMEDTUPLE = "collections.namedtuple"
_RECORD = "<record>"


# -- named tuples that a call makes --


@models_call(_NAMEDTUPLE)
def _namedtuple(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Called by its name it makes a class; called on that class (the receiver) an instance."""
    objects = linkage.objects
    if site.target < 0:
        return
    if receiver < 0:
        linkage.solver.add(site.target, objects.instance(objects.external(_NAMEDTUPLE), linkage.site_object(site)))
        return
    declared = objects.second[receiver]
    made = objects.instance(objects.external(_RECORD), declared)
    linkage.solver.add(site.target, made)
    fill_record(linkage, site, made, record_fields(linkage, declared))


@models_attributes(_NAMEDTUPLE)
def _of_namedtuple(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``Point._make([x, y])``."""
    if name == "_make":
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_RECORD}._make"), thing)]
    return []


@models_call(f"{_RECORD}._make")
def _make(linkage: Linkage, site: CallSite, receiver: int) -> None:
    declared = linkage.objects.second[receiver]
    made = linkage.objects.instance(linkage.objects.external(_RECORD), declared)
    if site.target >= 0:
        linkage.solver.add(site.target, made)
    for node in site.args[:1]:
        linkage.solver.use(node, _spread_over, (linkage, made, record_fields(linkage, declared)))


def _spread_over(payload: tuple[Linkage, int, list[str]], things: Iterable[int]) -> None:
    linkage, made, names = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            for index, name in enumerate(names):
                linkage.read_element(thing, index, linkage.field_node(made, name))


@models_attributes(f"{_RECORD}.__iter__")
def _fields_of(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """What iterating over it gives: all that its fields are known to be."""
    names = record_fields(linkage, linkage.objects.second[thing])
    return sorted({found for field in names for found in linkage.solver.get(linkage.field_node(thing, field))})


def record_fields(linkage: Linkage, declared: int) -> list[str]:
    """The fields that a call of ``namedtuple`` names, in its second argument."""
    site = linkage.fields.get(declared)
    node = site.argument(1, "field_names") if site is not None else -1
    names: list[str] = []
    for thing in sorted(linkage.solver.get(node)) if node >= 0 else ():
        if linkage.objects.kinds[thing] is Kind.STRING:
            names += linkage.objects.text(thing).replace(",", " ").split()
        elif linkage.objects.kinds[thing] is Kind.CONTAINER:
            for element in linkage.elements_in_order(thing):
                texts = sorted(linkage.solver.get(element))
                names += [linkage.objects.text(text) for text in texts if linkage.objects.kinds[text] is Kind.STRING]
    return names


def fill_record(linkage: Linkage, site: CallSite, made: int, names: list[str]) -> None:
    """Arguments become fields, in order and by name."""
    for name, node in (*zip(names, site.args, strict=False), *site.keywords):
        if name:
            linkage.solver.copy(node, linkage.field_node(made, name))


# -- fields of dataclasses --


@models_call("dataclasses.field", "attr.ib", "attr.field", "attrs.field", "attr.Factory", "attrs.Factory")
def _field(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The attribute is its default, or what its factory makes for each instance."""
    if site.target < 0:
        return
    default = next((node for word, node in site.keywords if word == "default"), -1)
    factory = next((node for word, node in site.keywords if word in {"default_factory", "factory"}), -1)
    if default >= 0:
        linkage.solver.copy(default, site.target)
    if factory >= 0:
        linkage.factories[site.target] = factory
        call_back(linkage, CallSite(-1, site.line, site.target), factory)


@models_call("dataclasses.replace", "attr.evolve", "attrs.evolve", "copy.replace")
def _replace(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """An instance with other values in some fields."""
    for node in site.args[:1]:
        if site.target >= 0:
            linkage.solver.copy(node, site.target)
        linkage.solver.use(node, _replace_fields, (linkage, site))


def _replace_fields(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if class_of(linkage, thing) >= 0 or linkage.objects.external_name(thing) == _RECORD:
            fill_record(linkage, CallSite(-1, 0, -1, keywords=site.keywords), thing, [])


@models_call(f"{_RECORD}._replace", "typing.NamedTuple._replace")
def _replace_in_record(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if receiver >= 0:
        _replace_fields((linkage, site), (receiver,))
        if site.target >= 0:
            linkage.solver.add(site.target, receiver)


@models_attributes(_RECORD, "typing.NamedTuple")
def _of_record(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name == "_replace":
        return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_RECORD}._replace"), thing)]
    return []


# -- plain namespaces --


@models_call("types.SimpleNamespace", "argparse.Namespace")
def _plain_namespace(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Its keywords are its attributes."""
    if site.target >= 0:
        made = linkage.objects.instance(linkage.objects.external("types.SimpleNamespace"), linkage.site_object(site))
        linkage.solver.add(site.target, made)
        fill_record(linkage, site, made, [])
