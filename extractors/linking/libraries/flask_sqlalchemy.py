"""Flask-SQLAlchemy's pagination: a subclass says how the items of a page are fetched and counted."""

from __future__ import annotations

from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.shapes import PAGE

_BASES = (PAGE, *(f"flask_sqlalchemy.pagination.{kind}Pagination" for kind in ("Query", "Select")))
_FETCHING = {"_query_items": "items", "_query_count": "total"}


@models_call(*(f"new {base}" for base in _BASES))
def _new_pagination(linkage: Linkage, site: CallSite, cls: int) -> None:
    """``OrderPagination(select=…)`` keeps what it is given in ``_query_args``, and fetches the page."""
    if linkage.objects.kinds[cls] is not Kind.CLASS:
        return
    page = linkage.objects.instance(cls)
    given = linkage.container(linkage.solver.new_node() if site.target < 0 else site.target, "dict")
    linkage.solver.add(linkage.field_node(page, "_query_args"), given)
    for name, node in site.keywords:
        linkage.solver.copy(node, linkage.element_node(given, name or None))
    for method, attribute in _FETCHING.items():
        fetched = CallSite(site.scope, site.line, linkage.field_node(page, attribute), op_node=site.op_node)
        call_back(linkage, fetched, linkage.attribute_of(page, method))
