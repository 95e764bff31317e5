"""Solving in rounds: what the first round tells about relations and receivers feeds the second."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.attributes import install
from decompose.extractors.linking.facades import follow_facades
from decompose.extractors.linking.fallbacks import follow_mixins, keep_decorated
from decompose.extractors.linking.hierarchy import external_ancestors, project_ancestors
from decompose.extractors.linking.libraries import call_model
from decompose.extractors.linking.libraries.django_http import request_object
from decompose.extractors.linking.libraries.django_orm import manager_of, reverse_accessor
from decompose.extractors.linking.libraries.sqlalchemy_orm import query_of
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.loaders import follow_loaders
from decompose.extractors.linking.loading import call_site, load
from decompose.extractors.linking.mapping import (
    class_calls,
    is_declarative,
    is_django_model,
    strings_at,
    targets_of,
)
from decompose.extractors.linking.objects import Kind
from decompose.extractors.tables.django import assign_labels


def solve(linkage: Linkage) -> None:
    """Load all facts and solve them."""
    install(linkage)
    load(linkage)
    linkage.solver.solve()
    assign_labels(linkage)
    follow_loaders(linkage)
    linkage.solver.solve()
    assign_labels(linkage)  # classes that only a loader returns have subclasses that are models, too
    follow_loaders(linkage)
    follow_facades(linkage)
    keep_decorated(linkage)
    follow_mixins(linkage)
    _add_reverse_relations(linkage)
    _hand_over_requests(linkage)
    _guess_receivers(linkage)
    linkage.solver.solve()


def _hand_over_requests(linkage: Linkage) -> None:
    """Django calls views with a request, and sets it on those that are classes."""
    if not any(is_django_model(linkage, gid) for gid in linkage.classes):
        return
    request = request_object(linkage)
    for gid, scope in enumerate(linkage.scopes):
        for param in scope.params[:2]:
            if param.name == "request" and scope.kind == "function":
                linkage.solver.add(linkage.node(gid, param.value), request)
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        cls = linkage.objects.first[thing]
        is_instance = linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS
        if name == "request" and is_instance and not linkage.solver.get(node) - {thing}:
            linkage.solver.add(node, request)
        elif name == "request" and is_instance:
            bases = external_ancestors(linkage, linkage.objects.first[cls])
            if any(base.startswith("django.") for base in bases):
                linkage.solver.add(node, request)


def _add_reverse_relations(linkage: Linkage) -> None:
    for gid in sorted(linkage.classes):
        for key, thing in _relations_of(linkage, gid):
            known = linkage.reverse_relations.setdefault(key, [])
            if thing not in known:
                known.append(thing)
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        cls = linkage.objects.first[thing]
        if linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS:
            for ancestor in project_ancestors(linkage, linkage.objects.first[cls]):
                linkage.solver.add_all(node, linkage.reverse_relations.get((ancestor, name), ()))


def _relations_of(linkage: Linkage, gid: int) -> Iterator[tuple[tuple[int, str], int]]:
    """What the relations that a class declares add to the classes at their other ends."""
    objects = linkage.objects
    is_model, is_mapped = is_django_model(linkage, gid), is_declarative(linkage, gid)
    if not (is_model or is_mapped):
        return
    cls = objects.intern(Kind.CLASS, gid)
    for _, site, called in class_calls(linkage, gid):
        kinds = {(objects.external_name(thing) or "").rpartition(".")[2] for thing in called}
        if is_model and kinds & {"ForeignKey", "OneToOneField", "ManyToManyField"}:
            is_single = "OneToOneField" in kinds
            for target in targets_of(linkage, site, site.argument(0, "to"), gid):
                for name in reverse_accessor(linkage, site, gid, is_single=is_single):
                    yield (target, name), objects.instance(cls) if is_single else manager_of(linkage, cls)
        elif is_mapped and kinds & {"relationship", "relation"}:
            for target in targets_of(linkage, site, site.argument(0, "argument"), gid):
                for name in strings_at(linkage, dict(site.keywords).get("backref", -1)):
                    yield (target, name), objects.instance(cls)
                    yield (target, name), query_of(linkage, cls)


def _guess_receivers(linkage: Linkage) -> None:
    """A method that only sessions and cursors have tells enough where the receiver is unknown."""
    for gid, scope in enumerate(linkage.scopes):
        methods = {op.target: op.name for op in scope.ops if isinstance(op, facts.Attr)}
        for op in scope.ops:
            if isinstance(op, facts.Call) and op.func in methods:
                model = call_model(f"*.{methods[op.func]}")
                if model is not None and not linkage.solver.get(linkage.node(gid, op.func)):
                    model(linkage, call_site(linkage, gid, op), -1)
