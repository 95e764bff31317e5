"""What is kept for a visitor between requests."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import holds, uses
from decompose.extractors.resources.names import text

_SESSIONS = (
    *(
        "django.http.HttpRequest.session",
        "django.http.request.HttpRequest.session",
        "rest_framework.request.Request.session",
    ),
    *("flask.session", "flask.globals.session", "starlette.requests.Request.session", "fastapi.Request.session"),
    *("pyramid.request.Request.session", "bottle.request.session"),
)
holds(ResourceKind.SESSION, *_SESSIONS)
uses(
    ResourceKind.SESSION,
    _SESSIONS,
    reads="get keys items has_key",
    both="pop setdefault",
    writes="clear",
    named=text(0),
)
uses(ResourceKind.SESSION, _SESSIONS, writes="update flush cycle_key save set_expiry delete")
