"""Signals: each is its own object, so that senders meet their receivers."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage


@models_call("django.dispatch.Signal", "django.dispatch.dispatcher.Signal", "blinker.Namespace.signal")
def _signal(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        external = linkage.objects.external("django.dispatch.Signal")
        linkage.solver.add(site.target, linkage.objects.instance(external, linkage.site_object(site)))


@models_call(*(f"new {name}" for name in ("django.dispatch.Signal", "django.dispatch.dispatcher.Signal")))
def _signal_of_program(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """What a class of the program makes that derives from a signal is told apart in the same way."""
    _signal(linkage, site, receiver)


@models_call("blinker.signal")
def _named_signal(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and site.args:
        external = linkage.objects.external("blinker.Signal")
        for name in sorted(linkage.solver.get(site.args[0])):
            linkage.solver.add(site.target, linkage.objects.instance(external, name))
