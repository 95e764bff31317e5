"""What decorators of the standard library make of functions: properties, class methods, caches, wrappers."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

SAME = "<same>"
"""What stands for a function that returns its argument, such as the result of ``functools.wraps``."""


@models_call(
    *("functools.lru_cache", "functools.cache", "functools.total_ordering"),
    *("contextlib.contextmanager", "contextlib.asynccontextmanager", "abc.abstractmethod"),
    *(
        "dataclasses.dataclass",
        "enum.unique",
        "typing.final",
        "typing.overload",
        "six.python_2_unicode_compatible",
    ),
    *("asyncio.coroutine", "asyncio.run", "asyncio.create_task", "asyncio.ensure_future", "typing.cast"),
    *("copy.copy", "copy.deepcopy", "<builtin>.reversed", "types.coroutine"),
    "oslo_versionedobjects.base.remotable",
)
def _same(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The result is the (last) argument itself."""
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[-1], site.target)
    elif site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.external(SAME))


@models_call("functools.wraps", "functools.update_wrapper", "six.wraps")
def _wraps(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.external(SAME))


@models_call(SAME)
def _identity_decorator(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
        linkage.solver.use(site.args[0], _disguise, linkage)


def _disguise(linkage: Linkage, things: Iterable[int]) -> None:
    linkage.disguised.update(
        linkage.objects.first[thing] for thing in things if linkage.objects.kinds[thing] is Kind.FUNCTION
    )


def _wrap(linkage: Linkage, site: CallSite, kind: Kind) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _wrap_each, (linkage, kind, site.target))


def _wrap_each(payload: tuple[Linkage, Kind, int], things: Iterable[int]) -> None:
    linkage, kind, target = payload
    for thing in sorted(things):
        linkage.solver.add(target, linkage.objects.intern(kind, thing))


@models_call("<builtin>.classmethod", "abc.abstractclassmethod", "oslo_versionedobjects.base.remotable_classmethod")
def _classmethod(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.CLASSMETHOD)


@models_call("<builtin>.staticmethod", "abc.abstractstaticmethod")
def _staticmethod(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.STATICMETHOD)


@models_call(
    *("<builtin>.property", "functools.cached_property", "abc.abstractproperty"),
    *("django.utils.functional.cached_property", "werkzeug.utils.cached_property"),
    *("sqlalchemy.ext.hybrid.hybrid_property", "sqlalchemy.util.memoized_property"),
    *("pyramid.decorator.reify", "cached_property.cached_property"),
)
def _property(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.PROPERTY)
    for node, table in zip(site.args[1:3], (linkage.setters, linkage.deleters), strict=False):
        if site.target >= 0:
            linkage.solver.use(node, _given, (linkage, site.target, table))


def _given(payload: tuple[Linkage, int, dict[int, set[int]]], things: Iterable[int]) -> None:
    linkage, properties, table = payload
    for known in sorted(linkage.solver.get(properties)):
        table.setdefault(known, set()).update(things)


@models_call("<property>.setter")
def _property_setter(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@name.setter`` keeps the property and adds what assigning calls."""
    if site.args and site.target >= 0:
        linkage.setters.setdefault(receiver, set()).update(linkage.solver.get(site.args[0]))
        linkage.solver.add(site.target, receiver)


@models_call("<property>.deleter")
def _property_deleter(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@name.deleter`` keeps the property and adds what deleting calls."""
    if site.args and site.target >= 0:
        linkage.deleters.setdefault(receiver, set()).update(linkage.solver.get(site.args[0]))
        linkage.solver.add(site.target, receiver)


@models_call("<property>.getter", "<property>.expression", "<property>.comparator")
def _property_other(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)
