"""Django's sessions, where a request's session is stored at once and not when the request ends."""

from __future__ import annotations

from decompose.extractors.linking.django_installed import SESSION
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.libraries.django_http import REQUEST
from decompose.extractors.linking.linkage import CallSite, Linkage

_STORES = ("save", "create", "flush", "cycle_key", "delete")
_BACKENDS = ("django.contrib.sessions.backends.db.SessionStore", f"{REQUEST}.session")


@models_call(*(f"{backend}.{method}" for backend in _BACKENDS for method in _STORES))
def _store(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A key is looked for, then the session is written."""
    session = linkage.objects.external(SESSION)
    linkage.record(site, session, writes=False)
    linkage.record(site, session, writes=True)
