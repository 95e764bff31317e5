"""``zope.interface`` and ``zope.component``: who asks for an interface gets what declares to implement it.

Registrations often stand in files of configuration: every class that declares the interface counts, beside
the utilities and adapters that the program registers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from decompose.extractors.linking.calls import call_back, call_objects
from decompose.extractors.linking.hierarchy import descendants
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_CLASSES, _UTILITIES = "<implementing classes>", "<utilities>"
_DECLARES = "zope.interface.<declares>"


def implementing(linkage: Linkage, interface: int) -> int:
    """The node of the classes that declare to implement an interface (an object)."""
    return linkage.field_node(interface, _CLASSES)


def _is_interface(linkage: Linkage, thing: int) -> bool:
    return linkage.objects.kinds[thing] in {Kind.CLASS, Kind.EXTERNAL}


@models_call("zope.interface.implementer", "zope.interface.declarations.implementer", "zope.interface.provider")
def _implementer(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@implementer(IMailer)`` leaves the class as it is."""
    if site.target >= 0:
        declares = linkage.objects.external(_DECLARES)
        linkage.solver.add(site.target, linkage.objects.instance(declares, linkage.site_object(site)))


@models_call(_DECLARES)
def _declare(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if receiver >= 0 and site.args:
        if site.target >= 0:
            linkage.solver.copy(site.args[0], site.target)
        for node in linkage.fields[linkage.objects.second[receiver]].args:
            linkage.solver.use(node, _implemented, (linkage, site.args[0]))


@models_call("zope.interface.classImplements")
def _class_implements(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args[1:]:
        linkage.solver.use(node, _implemented, (linkage, site.args[0]))


def _implemented(payload: tuple[Linkage, int], interfaces: Iterable[int]) -> None:
    linkage, classes = payload
    for interface in sorted(interfaces):
        if _is_interface(linkage, interface):
            linkage.solver.copy(classes, implementing(linkage, interface))


# -- registering --


@models_call(
    *("zope.component.provideUtility", "zope.component.globalregistry.provideUtility", "*.registerUtility"),
    *("zope.component.provideHandler", "zope.component.provideSubscriptionAdapter"),
)
def _provide_utility(linkage: Linkage, site: CallSite, receiver: int) -> None:
    utility, interface = site.argument(0, "component"), site.argument(1, "provides")
    if utility >= 0 and interface >= 0:
        linkage.solver.use(interface, _registered, (linkage, utility))


def _registered(payload: tuple[Linkage, int], interfaces: Iterable[int]) -> None:
    linkage, utility = payload
    for interface in sorted(interfaces):
        if _is_interface(linkage, interface):
            linkage.solver.copy(utility, linkage.field_node(interface, _UTILITIES))


# -- asking --


@models_call(
    *("zope.component.getUtility", "zope.component.queryUtility", "zope.component.getUtilitiesFor"),
    *("zope.component.getAllUtilitiesRegisteredFor", "zope.component.interfaces.ISite.getUtility"),
    *("*.getUtility", "*.queryUtility", "*.getAllUtilitiesRegisteredFor"),
)
def _utility(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The registered utilities, and instances of the classes that implement the interface."""
    interface = site.argument(0, "iface" if receiver < 0 else "provided")
    if interface >= 0 and site.target >= 0:
        linkage.solver.use(interface, _ask_for_utility, (linkage, site))


def _ask_for_utility(payload: tuple[Linkage, CallSite], interfaces: Iterable[int]) -> None:
    linkage, site = payload
    for interface in _with_derived(linkage, interfaces):
        linkage.solver.copy(linkage.field_node(interface, _UTILITIES), site.target)
        linkage.solver.use(implementing(linkage, interface), _instances, (linkage, site.target))


def _instances(payload: tuple[Linkage, int], classes: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(classes):
        cls = linkage.objects.unwrapped(thing)
        if linkage.objects.kinds[cls] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(cls))


@models_call(
    *("zope.component.getAdapter", "zope.component.queryAdapter", "zope.component.getMultiAdapter"),
    *("zope.component.queryMultiAdapter", "*.getMultiAdapter", "*.queryMultiAdapter", "*.queryAdapter"),
)
def _adapter(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``getAdapter(order, IPrinter)`` makes an instance of a class that implements the interface."""
    interface = site.argument(1, "interface" if receiver < 0 else "provided")
    if interface >= 0:
        linkage.solver.use(interface, _adapt, (linkage, replace(site, args=site.args[:1], keywords=())))


@models_call("new zope.interface.Interface", "new zope.interface.interface.InterfaceClass")
def _called_interface(linkage: Linkage, site: CallSite, interface: int) -> None:
    """``IPrinter(order)`` makes an adapter, too."""
    _adapt((linkage, replace(site, args=site.args[:1], keywords=())), [interface])


def _adapt(payload: tuple[Linkage, CallSite], interfaces: Iterable[int]) -> None:
    linkage, site = payload
    for interface in _with_derived(linkage, interfaces):
        classes = implementing(linkage, interface)
        if site.scope >= 0:
            call_back(linkage, site, classes)
        else:
            linkage.solver.use(classes, call_objects, (linkage, site))


def _with_derived(linkage: Linkage, interfaces: Iterable[int]) -> Iterator[int]:
    """Interfaces, and those that derive from them: whoever implements these implements them, too."""
    for interface in sorted(interfaces):
        if linkage.objects.kinds[interface] is Kind.CLASS:
            for gid in descendants(linkage, linkage.objects.first[interface]):
                yield linkage.objects.intern(Kind.CLASS, gid)
        elif _is_interface(linkage, interface):
            yield interface
