"""Django's caches by their alias."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes
from decompose.extractors.linking.linkage import Linkage


@models_attributes("django.core.cache.caches.__getitem__")
def _cache_of_alias(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``caches["sessions"]`` is a cache like the default one."""
    return (linkage.objects.instance(linkage.objects.external("django.core.cache.cache")),)
