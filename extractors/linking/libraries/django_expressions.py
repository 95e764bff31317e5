"""Django's query expressions: each remembers the call that made it, since its arguments name lookups."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage

EXPRESSION = "django.db.models.expression"
_NAMES = (
    *("Q", "F", "Count", "Sum", "Avg", "Max", "Min", "StdDev", "Variance", "Prefetch", "OuterRef", "Case", "When"),
    *("ExpressionWrapper", "Subquery", "Exists", "FilteredRelation", "Func", "Aggregate", "Value"),
)
_FUNCTIONS = ("Coalesce", "Concat", "Lower", "Upper", "Greatest", "Least", "TruncDate", "TruncMonth", "Cast", "Length")
_MODULES = ("django.db.models", "django.db.models.query_utils", "django.db.models.expressions")


@models_call(
    *(f"{module}.{name}" for module in (*_MODULES, "django.db.models.aggregates") for name in _NAMES),
    *(f"django.db.models.functions.{name}" for name in _FUNCTIONS),
)
def _expression(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        made = linkage.objects.instance(linkage.objects.external(EXPRESSION), linkage.site_object(site))
        linkage.solver.add(site.target, made)
