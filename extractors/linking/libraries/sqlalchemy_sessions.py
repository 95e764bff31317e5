"""SQLAlchemy's sessions and connections: whatever the receiver is, what it is given tells."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.libraries.sqlalchemy_statements import execute
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import is_django_model, is_mapped, mapped_classes
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.session_names import is_on_session
from decompose.extractors.linking.sqlalchemy.shapes import LOADED, query_of, remember

_STORING = ("add", "add_all", "merge", "delete", "delete_all", "bulk_save_objects")
_EXECUTING = {
    "execute": "execute",
    "stream": "execute",
    "exec": "scalars",
    "scalars": "scalars",
    "stream_scalars": "scalars",
    "scalar": "scalar",
    "first_or_404": "scalar",
    "one_or_404": "scalar",
    "paginate": "paginate",
}
"""Method of a session or of Flask-SQLAlchemy → what it returns of a statement."""


def _register() -> None:
    for method in _STORING:

        @models_call(f"*.{method}")
        def store(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            """``session.add(order)``."""
            for node in site.args[:1]:
                linkage.solver.use(node, _stored, (linkage, site, method, True))
                if site.target >= 0:
                    linkage.solver.copy(node, site.target)

    for method, returns in _EXECUTING.items():

        @models_call(f"*.{method}")
        def run(linkage: Linkage, site: CallSite, receiver: int, returns: str = returns) -> None:
            """``session.execute(select(Order))``."""
            node = site.argument(0, "statement")
            if node >= 0:
                execute(linkage, site, node, returns)


_register()


def _stored(payload: tuple[Linkage, CallSite, str, bool], things: Iterable[int]) -> None:
    linkage, site, method, opens_containers = payload
    objects = linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CONTAINER:
            if opens_containers:  # once: a list may hold itself
                linkage.solver.use(linkage.any_element(thing), _stored, (linkage, site, method, False))
        elif objects.kinds[thing] is Kind.INSTANCE:
            for mapped in mapped_classes(linkage, (thing,)):
                if objects.kinds[mapped] is Kind.CLASS and is_django_model(linkage, objects.first[mapped]):
                    continue  # which no session stores
                if not is_on_session(linkage, site):
                    continue
                linkage.record(site, mapped, writes=True, is_inferred=True)
                if method == "merge":
                    linkage.record(site, mapped, writes=False, is_inferred=True)
                if site.scope >= 0:
                    linkage.queries[QueryCall(site.scope, site.line, mapped, method, site.op_node)] = site


@models_call("*.bulk_insert_mappings", "*.bulk_update_mappings")
def _store_mappings(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.bulk_insert_mappings(Order, rows)``."""
    for node in site.args[:1]:
        linkage.solver.use(node, _written, (linkage, site))


def _written(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for mapped in mapped_classes(linkage, things):
        linkage.record(site, mapped, writes=True, is_inferred=True)


@models_call("*.get", "*.get_one", "*.get_or_404")
def _get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.get(Order, key)``."""
    if len(site.args) + len(site.keywords) >= 2 and site.args:
        linkage.solver.use(site.args[0], _got, (linkage, site))


def _got(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS and is_mapped(linkage, thing):
            linkage.record(site, thing, writes=False, is_inferred=True)
            remember(linkage, site, query_of(linkage, thing), LOADED)
            if site.target >= 0:
                linkage.solver.add(site.target, linkage.objects.instance(thing))


@models_call("*.refresh")
def _refresh(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``session.refresh(order)``."""
    for node in site.args[:1]:
        linkage.solver.use(node, _refreshed, (linkage, site))


def _refreshed(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for mapped in mapped_classes(linkage, things):
        linkage.record(site, mapped, writes=False, is_inferred=True)
