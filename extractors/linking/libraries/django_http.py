"""Django's requests: what views are handed, and who is signed in."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import user_model
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
    found = user_model(linkage, 0)
    if found is None:
        return ()
    return (linkage.objects.instance(linkage.objects.intern(Kind.CLASS, found)),)
