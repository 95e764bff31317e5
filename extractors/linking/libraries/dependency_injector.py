"""``dependency_injector``: containers of providers, and parameters that name one: ``Provide[Container.orders]``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import call_objects
from decompose.extractors.linking.injection import add_injected
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_PROVIDERS = "dependency_injector.providers"
_CALLING = (
    *(
        "Factory",
        "AbstractFactory",
        "Singleton",
        "ThreadSafeSingleton",
        "ThreadLocalSingleton",
        "ContextLocalSingleton",
    ),
    *("AbstractSingleton", "Callable", "Coroutine", "Resource", "DelegatedFactory", "DelegatedSingleton"),
)
"""Providers that call what they are given with the other arguments."""
_GIVING = ("Object", "Dependency", "Container", "List", "Selector", "Self", "Delegate", "Configuration")
_PROVIDED = "<provided>"
_MADE_OF = "<made of>"


def _provider(name: str) -> None:
    @models_call(f"{_PROVIDERS}.{name}")
    def model(linkage: Linkage, site: CallSite, receiver: int) -> None:
        """Called by its name it makes a provider; called on a provider (the receiver) it provides."""
        if receiver >= 0:
            if site.target >= 0:
                linkage.solver.copy(linkage.field_node(receiver, _PROVIDED), site.target)
            if site.scope >= 0:
                linkage.callbacks[site.scope, site.line, linkage.field_node(receiver, _MADE_OF)] = None
            return
        external = linkage.objects.external(f"{_PROVIDERS}.{name}")
        made = linkage.objects.instance(external, linkage.site_object(site))
        if site.target >= 0:
            linkage.solver.add(site.target, made)
        _provide(linkage, site, made, calls=name in _CALLING)

    @models_attributes(f"{_PROVIDERS}.{name}")
    def attributes(linkage: Linkage, thing: int, attribute: str) -> Iterable[int]:
        """``Container.orders.provided``, ``Container.orders.provider``: what stands for it in a declaration."""
        return [thing] if attribute in {"provided", "provider", "as_"} else []


def _provide(linkage: Linkage, site: CallSite, provider: int, *, calls: bool) -> None:
    provided, made_of = linkage.field_node(provider, _PROVIDED), linkage.field_node(provider, _MADE_OF)
    if site.args:
        linkage.solver.copy(site.args[0], made_of if calls else provided)
    if calls and site.args:
        given = replace(
            site,
            target=provided,
            args=tuple(_products(linkage, node, made_of) for node in site.args[1:]),
            keywords=tuple((name, _products(linkage, node, made_of)) for name, node in site.keywords),
        )
        linkage.solver.use(site.args[0], call_objects, (linkage, given))


def _products(linkage: Linkage, node: int, made_of: int) -> int:
    """A node of what the providers among its objects provide, and of the other objects as they are."""
    product = linkage.solver.new_node()
    linkage.solver.use(node, _add_products, (linkage, product, made_of))
    return product


def _add_products(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    """What is made for an argument is made by the same call."""
    linkage, target, made_of = payload
    for thing in sorted(things):
        if _is_provider(linkage, thing):
            linkage.solver.copy(linkage.field_node(thing, _PROVIDED), target)
            linkage.solver.copy(linkage.field_node(thing, _MADE_OF), made_of)
        else:
            linkage.solver.add(target, thing)


def _is_provider(linkage: Linkage, thing: int) -> bool:
    dotted = linkage.objects.external_name(thing) if linkage.objects.kinds[thing] is Kind.INSTANCE else None
    return dotted is not None and dotted.startswith(f"{_PROVIDERS}.")


for _name in (*_CALLING, *_GIVING):
    _provider(_name)


@models_call(
    *("dependency_injector.wiring.Provide.__class_getitem__", "dependency_injector.wiring.Provider.__class_getitem__"),
    *("dependency_injector.wiring.Closing.__class_getitem__", "dependency_injector.wiring.Provide"),
)
def _declared(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """What a default or an annotation names is what the parameter holds."""
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _inject, (linkage, site.target))


def _inject(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if _is_provider(linkage, thing):
            made_of = linkage.field_node(thing, _MADE_OF)
            add_injected(linkage, target, linkage.field_node(thing, _PROVIDED), made_of)
        elif linkage.objects.kinds[thing] is Kind.INJECTED:  # Closing[Provide[…]]
            linkage.solver.add(target, thing)
