"""Django's short ways to a row, a model class or a cursor."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import mapped_classes, user_class
from decompose.extractors.linking.objects import Kind


@models_call("django.shortcuts.get_object_or_404", "django.shortcuts.get_list_or_404")
def _get_or_404(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args:
        linkage.solver.use(site.args[0], _fetched, (linkage, site))


def _fetched(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        linkage.record(site, cls, writes=False)
        linkage.queries[QueryCall(site.scope, site.line, cls, "get", site.op_node)] = site
        if site.target >= 0 and linkage.objects.kinds[cls] in {Kind.CLASS, Kind.EXTERNAL}:
            linkage.solver.add(site.target, linkage.objects.instance(cls))


@models_call("django.contrib.auth.get_user_model")
def _get_user_model(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, user_class(linkage, max(site.scope, 0)))


@models_call("django.apps.apps.get_model", "django.db.models.get_model", "django.db.models.loading.get_model")
def _get_model(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """Which model it is, the literals tell (see ``loaders``); nothing flows from here."""


@models_call(
    "django.db.connection.cursor",
    "django.db.transaction.get_connection.cursor",
    "django.db.backends.utils.CursorWrapper",
)
def _cursor(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("dbapi.cursor")))
