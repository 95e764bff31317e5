"""The relationships that the program's mapped classes declare, as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_declarative, is_django_model, strings_at, targets_of
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.shapes import RELATIONSHIP, kind_of

_QUERIES = frozenset({"dynamic", "write_only"})


class Number(Enum):
    """What a relationship's attribute holds."""

    ONE = auto()
    MANY = auto()
    QUERY = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Declared:
    """A relationship as one class declares or inherits it.

    Attributes:
        owner: the mapped class (scope).
        name: the attribute.
        declaration: the SITE object of the call.
        site: that call.
        targets: the classes (scopes) that it may lead to.
    """

    owner: int
    name: str
    declaration: int
    site: CallSite
    targets: tuple[int, ...]


def declared_relations(linkage: Linkage) -> Iterator[Declared]:
    """All relationships, by owner and name; one that a mixin declares belongs to each class that mixes it in."""
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) or not (gid in linkage.imperative or is_declarative(linkage, gid)):
            continue
        seen: set[str] = set()
        for ancestor in project_ancestors(linkage, gid):
            for name in sorted(linkage.classes[ancestor].members - seen):
                found = list(_at(linkage, gid, name, linkage.member_node(ancestor, name)))
                seen |= {name} if found else set()
                yield from found
        for name, node in linkage.mapper_properties.get(gid, ()):
            yield from _at(linkage, gid, name, node)


def _at(linkage: Linkage, gid: int, name: str, node: int) -> Iterator[Declared]:
    for thing in sorted(linkage.solver.get(node)):
        if kind_of(linkage, thing) == RELATIONSHIP:
            declaration = linkage.objects.second[thing]
            site = linkage.fields[declaration]
            yield Declared(gid, name, declaration, site, tuple(targets(linkage, site, gid)))


def targets(linkage: Linkage, site: CallSite, owner: int = -1) -> list[int]:
    """The classes that a relationship leads to: as its argument says, or else the annotation."""
    near = owner if owner >= 0 else site.scope
    node = site.argument(0, "argument")
    if node >= 0:
        return targets_of(linkage, site, node, near)
    return list(dict.fromkeys(cls for cls, _ in _annotated(linkage, site)))


def _annotated(linkage: Linkage, site: CallSite) -> Iterator[tuple[int, Number]]:
    objects = linkage.objects
    for thing in sorted(linkage.solver.get(site.target)):
        kind, first, second = objects.kinds[thing], objects.first[thing], objects.second[thing]
        if kind is Kind.INSTANCE and objects.kinds[first] is Kind.CLASS:
            yield objects.first[first], Number.ONE
        elif kind is Kind.INSTANCE and second >= 0 and objects.kinds[second] is Kind.CLASS:
            yield objects.first[second], Number.QUERY
        elif kind is Kind.CONTAINER:
            for element in sorted(linkage.solver.get(linkage.any_element(thing))):
                cls = objects.first[element]
                if objects.kinds[element] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
                    yield objects.first[cls], Number.MANY


def number_of(linkage: Linkage, site: CallSite) -> Number:
    """What the attribute holds, as far as the declaration tells."""
    words = dict(site.keywords)
    if set(strings_at(linkage, words.get("lazy", -1))) & _QUERIES:
        return Number.QUERY
    if "uselist" in words:
        return Number.ONE if literal_of(linkage, site, "uselist") == "False" else Number.MANY
    annotated = [number for _, number in _annotated(linkage, site)]
    if annotated:
        return Number.MANY if Number.MANY in annotated else annotated[0]
    return Number.MANY if "secondary" in words or "collection_class" in words else Number.UNKNOWN


def literal_of(linkage: Linkage, site: CallSite, name: str) -> str:
    """The text of the literal that a keyword argument is: ``False``, ``all`` …; empty if it is none, or not given."""
    node = dict(site.keywords).get(name, -1)
    if node < 0:
        return ""
    value = node - linkage.node(site.scope, 0)
    return next((op.text for op in linkage.of_type(site.scope, facts.Const) if op.target == value), "")


def words_of(linkage: Linkage, site: CallSite, name: str) -> list[str]:
    """The strings that a keyword argument may be."""
    return strings_at(linkage, dict(site.keywords).get(name, -1))


def backref_of(linkage: Linkage, relation: Declared) -> Iterator[tuple[str, Number]]:
    """The names that a relationship adds to its target, and what they hold there."""
    node = dict(relation.site.keywords).get("backref", -1)
    if node < 0:
        return
    default = Number.MANY if "secondary" in dict(relation.site.keywords) else Number.UNKNOWN
    for name in strings_at(linkage, node):
        yield name, default
    for site in backref_calls(linkage, relation.site):
        for name in strings_at(linkage, site.argument(0, "name")):
            own = number_of(linkage, site)
            yield name, default if own is Number.UNKNOWN else own


def backref_calls(linkage: Linkage, site: CallSite) -> list[CallSite]:
    """The calls of ``backref(…)`` that a relationship is given."""
    node = dict(site.keywords).get("backref", -1)
    things = sorted(linkage.solver.get(node)) if node >= 0 else []
    return [
        linkage.fields[linkage.objects.second[thing]]
        for thing in things
        if kind_of(linkage, thing) == "sqlalchemy.orm.backref"
    ]
