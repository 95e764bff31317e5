"""Django's requests: what views are handed, and who is signed in."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import is_django_model, user_class
from decompose.extractors.linking.objects import Kind

REQUEST = "django.http.HttpRequest"


def request_object(linkage: Linkage) -> int:
    """The object that stands for any request."""
    return linkage.objects.instance(linkage.objects.external(REQUEST))


@models_attributes(REQUEST, "django.http.request.HttpRequest", "rest_framework.request.Request")
def _request(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``request.user`` is a row of the user model."""
    if name != "user" or not linkage.scopes:
        return ()
    return (linkage.objects.instance(user_class(linkage, 0)),)


@between_rounds
def hand_over_requests(linkage: Linkage) -> None:
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
