"""What stands before the work of a request: checks of health, and limits of how often may be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.settings import is_for_tests
from decompose.extractors.settings.values import bound_settings
from decompose.extractors.traits import Found, Watched, finder

_CHECK = re.compile(
    r"(?:[A-Z|,]+ )?/?(?:[\w.-]+/){0,3}"
    r"_*(?:health(?:[-_]?check)?|healthz|livez|readyz|liveness|readiness|heartbeat|lbheartbeat|alive)_*/?(?:\.json)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?:[A-Z|,]+ )?/?(?:api/)?(?:v\d+/)?(?:ping|status)/?", re.IGNORECASE)
_INSTALLED = re.compile(r"INSTALLED_APPS|REST_FRAMEWORK")
_LIMITS = {
    **dict.fromkeys(("django_ratelimit.decorators.ratelimit", "ratelimit.decorators.ratelimit"), "django-ratelimit"),
    **dict.fromkeys(("slowapi.Limiter.limit", "slowapi.extension.Limiter.limit", "slowapi.Limiter"), "slowapi"),
    **dict.fromkeys(
        ("flask_limiter.Limiter.limit", "flask_limiter.Limiter", "flask_limiter.extension.Limiter"), "flask-limiter"
    ),
    **dict.fromkeys(("fastapi_limiter.depends.RateLimiter",), "fastapi-limiter"),
    **dict.fromkeys(("rest_framework.decorators.throttle_classes",), "DRF throttles"),
}
_PACKAGES = ("django_ratelimit", "ratelimit", "slowapi", "flask_limiter", "fastapi_limiter", "rest_framework")


@finder
def health(watched: Watched) -> Iterator[Found]:
    """Routes that are called like checks, and applications that bring one."""
    for entry in watched.entries:
        if entry.kind is EntryKind.HTTP and (_CHECK.fullmatch(entry.name) or _SHORT.fullmatch(entry.name)):
            yield Found(TraitKind.HEALTH, entry.scope, entry.line, entry.name, confidence=Confidence.INFERRED)
    for found in bound_settings(watched.linkage, _INSTALLED):
        if found.text == "health_check" and not is_for_tests(watched.linkage, found.scope):
            yield Found(TraitKind.HEALTH, found.scope, found.line, "django-health-check", confidence=Confidence.EXACT)


@finder
def limits(watched: Watched) -> Iterator[Found]:
    """Decorators, extensions and throttles."""
    linkage = watched.linkage
    for call in watched.calls_of(*_PACKAGES):
        name = _LIMITS.get(call.name.removesuffix(".__init__"))
        if name is not None:
            yield Found(TraitKind.RATE_LIMIT, watched.decorated(call), call.line, name, confidence=call.confidence)
    for gid in linkage.as_written():
        scope = linkage.scopes[gid]
        if scope.kind == "class" and "throttle_classes" in scope.bound and _is_view(watched, gid):
            line = next(op.line for op in linkage.of_type(gid, facts.Bind) if op.name == "throttle_classes")
            yield Found(TraitKind.RATE_LIMIT, gid, line, "DRF throttles")
    for found in bound_settings(linkage, _INSTALLED):
        is_throttle = "DEFAULT_THROTTLE_CLASSES" in found.keys and found.text
        if is_throttle and not is_for_tests(linkage, found.scope):
            yield Found(TraitKind.RATE_LIMIT, found.scope, found.line, "DRF throttles", confidence=Confidence.EXACT)


def _is_view(watched: Watched, gid: int) -> bool:
    return any("rest_framework" in base for base in external_ancestors(watched.linkage, gid))
