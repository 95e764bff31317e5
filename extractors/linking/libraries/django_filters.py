"""django-filter: the rows that a set of filters narrows down."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes
from decompose.extractors.linking.libraries.django_admin import methods_of
from decompose.extractors.linking.libraries.django_forms import meta_model
from decompose.extractors.linking.libraries.django_managers import default_managers
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import mapped_classes
from decompose.extractors.linking.objects import Kind

_SETS = (
    *("django_filters.FilterSet", "django_filters.filterset.FilterSet", "django_filters.rest_framework.FilterSet"),
    *("django_filters.BaseFilterSet", "django_filters.rest_framework.filterset.FilterSet"),
)
_ROWS = frozenset({"queryset", "qs"})


@models_attributes(*_SETS)
def _filterset(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``filterset.qs`` and ``filterset.queryset`` are rows of the model."""
    if name not in _ROWS or linkage.objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    node = meta_model(linkage, linkage.objects.first[thing])
    if node >= 0:
        linkage.solver.use(node, _managers_into, (linkage, linkage.attribute_of(thing, name)))
    return ()


def _managers_into(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for model in mapped_classes(linkage, things):
        linkage.solver.add_all(target, default_managers(linkage, model))


def _managers(linkage: Linkage, cls: int) -> list[int]:
    node = meta_model(linkage, cls)
    models = mapped_classes(linkage, linkage.solver.get(node)) if node >= 0 else []
    return [manager for model in models for manager in default_managers(linkage, model)]


@between_rounds
def hand_over_querysets(linkage: Linkage) -> None:
    """Methods that filter are called with the rows: ``def by_name(self, queryset, name, value)``."""
    for gid in sorted(linkage.classes):
        if not any(base in _SETS for base in external_ancestors(linkage, gid)):
            continue
        managers = _managers(linkage, linkage.objects.intern(Kind.CLASS, gid))
        for function in methods_of(linkage, gid) if managers else ():
            for param in linkage.scopes[function].params[1:2]:
                if param.name in _ROWS:
                    linkage.solver.add_all(linkage.node(function, param.value), managers)
