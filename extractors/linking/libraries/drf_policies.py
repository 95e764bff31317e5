"""What views of the REST framework name in class attributes: permissions, throttles, pagination and their kin."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import definer, external_ancestors
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_CALLED = {
    "permission_classes": ("has_permission", "has_object_permission"),
    "authentication_classes": ("authenticate",),
    "throttle_classes": ("allow_request",),
    "filter_backends": ("filter_queryset",),
    "pagination_class": ("paginate_queryset", "get_paginated_response"),
    "renderer_classes": ("render",),
    "parser_classes": ("parse",),
    "versioning_class": ("determine_version",),
}
"""Attribute of a view → the methods of the named classes that serving a request calls."""


@between_rounds
def call_policies(linkage: Linkage) -> None:
    """``permission_classes = [IsOwner]``: the view calls ``IsOwner.has_permission``."""
    if not imports_any(linkage, "rest_framework"):
        return
    for gid in sorted(linkage.classes):
        named = [op for op in linkage.of_type(gid, facts.Bind) if op.name in _CALLED]
        if named and any(base.startswith("rest_framework.") for base in external_ancestors(linkage, gid)):
            for op in named:
                for policy in _policies(linkage, linkage.node(gid, op.source)):
                    _call(linkage, gid, op, policy)


def _policies(linkage: Linkage, node: int) -> Iterator[int]:
    """Instances of the classes in a list, or of the class itself."""
    objects = linkage.objects
    for thing in sorted(linkage.solver.get(node)):
        if objects.kinds[thing] is Kind.CONTAINER:
            yield from _policies(linkage, linkage.any_element(thing))
        elif objects.kinds[thing] is Kind.CLASS:
            yield objects.instance(thing)


def _call(linkage: Linkage, gid: int, op: facts.Bind, policy: int) -> None:
    for method in _CALLED[op.name]:
        if definer(linkage, class_of(linkage, policy), method) >= 0:
            linkage.callbacks[gid, op.line, linkage.attribute_of(policy, method)] = None
