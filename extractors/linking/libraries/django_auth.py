"""Tables that Django's own applications touch when they are called: sessions, sites, permissions."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_mapped, user_class

_SESSION = "django.contrib.sessions.models.Session"
_SITE = "django.contrib.sites.models.Site"


def _touch(linkage: Linkage, site: CallSite, dotted: str, *, writes: bool) -> None:
    linkage.record(site, linkage.objects.external(dotted), writes=False)
    if writes:
        linkage.record(site, linkage.objects.external(dotted), writes=True)


@models_call("django.contrib.auth.login")
def _login(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A session is begun, and the user's last login noted."""
    _touch(linkage, site, _SESSION, writes=True)
    linkage.record(site, user_class(linkage, max(site.scope, 0)), writes=True)


@models_call("django.contrib.auth.logout", "django.contrib.auth.update_session_auth_hash")
def _session(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _touch(linkage, site, _SESSION, writes=True)


@models_call("django.contrib.auth.authenticate")
def _authenticate(linkage: Linkage, site: CallSite, receiver: int) -> None:
    user = user_class(linkage, max(site.scope, 0))
    if is_mapped(linkage, user):
        linkage.record(site, user, writes=False)
        if site.target >= 0:
            linkage.solver.add(site.target, linkage.objects.instance(user))


@models_call("django.contrib.sites.shortcuts.get_current_site", "django.contrib.sites.models.get_current_site")
def _current_site(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _touch(linkage, site, _SITE, writes=False)
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(_SITE)))


@models_call("django.db.models.QuerySet.get_current")
def _get_current(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Site.objects.get_current()``."""
    _current_site(linkage, site, receiver)


@models_call("django.db.models.QuerySet.get_for_model", "django.db.models.QuerySet.get_for_id")
def _content_type(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``ContentType.objects.get_for_model(order)``."""
    _touch(linkage, site, "django.contrib.contenttypes.models.ContentType", writes=False)
