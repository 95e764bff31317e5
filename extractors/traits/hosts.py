"""Hosts and addresses that stand in the code as literals: handed to a call, or bound to a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.graph import ResourceKind
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.settings import is_for_tests
from decompose.extractors.settings.values import bound_settings
from decompose.extractors.traits import Found, Watched, finder

_SETTINGS = re.compile(
    r"(?:[A-Z0-9]+_)*(?:HOST|HOSTNAME|SERVER|ENDPOINT|BASE_URL|API_URL|SERVICE_URL|SERVER_URL|ENDPOINT_URL|BACKEND_URL"
    r"|REDIS_URL|BROKER_URL|DATABASE_URL|SOLR_URL|ELASTICSEARCH_URL|ES_URL|WEBHOOK_URL|ADDRESS|ADDR)"
)
_OTHERS = re.compile(
    r"(?:.*_)?(?:ALLOWED|REMOTE|HTTP_HOST|FROM|SENDER|USE_X|COUNT).*"
    r"|(?:.*_)?(?:EMAIL|MAC|BILLING|SHIPPING|POSTAL)_ADDRESS"
)
"""Settings called so that name no host to call."""
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://(?:[^/@\s]*@)?)?"
    r"(\[[0-9a-f:]+\]|localhost|(?:\d{1,3}\.){3}\d{1,3}|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(?::\d+)?(?:[/?#].*)?",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"https?://([a-z0-9][a-z0-9-]*)(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z][a-z0-9-]*(?::\d+)", re.IGNORECASE)
_SCHEMAS = re.compile(
    r"(?:www\.)?w3\.org|schemas?\..*|.*\.(?:example|test|invalid)|(?:.*\.)?example\.(?:com|org|net)"
    r"|0\.0\.0\.0"
)
_FILE = re.compile(r".*\.(?:py|html?|txt|json|ya?ml|xml|css|js|png|conf|cfg|ini|sock)", re.IGNORECASE)


def host_of(text: str) -> str:
    """The host that a text names; empty where it names none."""
    found = _HOST.fullmatch(text.strip()) or _SERVICE.fullmatch(text.strip())
    if found is None:
        return text.strip().lower() if _PLAIN.fullmatch(text.strip()) else ""
    host = found.group(1).lower()
    return "" if _SCHEMAS.fullmatch(host) or ("://" not in text and _FILE.fullmatch(host)) else host


@finder
def called(watched: Watched) -> Iterator[Found]:
    """The literal host of a request or connection."""
    for use in watched.uses:
        if use.kind not in {ResourceKind.HTTP, ResourceKind.NETWORK} or "*" in use.name or "." not in use.name:
            continue
        host = "" if use.name.startswith("settings.") or is_for_tests(watched.linkage, use.scope) else host_of(use.name)
        if host:
            yield Found(TraitKind.HOST, use.scope, use.line, host, None, "called", use.confidence)


@finder
def bound(watched: Watched) -> Iterator[Found]:
    """``SEARCH_HOST = "10.0.0.12"``; what stands in for a variable of the environment says so."""
    for found in bound_settings(watched.linkage, _SETTINGS):
        name = found.keys[0]
        is_address = "://" in found.text or not name.endswith("ENDPOINT")  # an endpoint may be a name of Flask's
        is_meant = len(found.keys) == 1 and is_address and not _OTHERS.fullmatch(name)
        host = host_of(found.text) if is_meant else ""
        if host and not is_for_tests(watched.linkage, found.scope):
            detail = f"{name}, default" if found.is_default else name
            yield Found(TraitKind.HOST, found.scope, found.line, host, None, detail, Confidence.EXACT)
