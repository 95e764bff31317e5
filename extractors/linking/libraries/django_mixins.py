"""Mixins of views and forms: what ``super()`` and ``self`` mean in them shows only in the classes that use them."""

from __future__ import annotations

from decompose.extractors.linking.hierarchy import descendants, external_ancestors
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.libraries.django_relations import MOST_LEAVES, receive
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_FRAMEWORKS = (
    "django.views.",
    "django.forms.",
    "django.contrib.",
    "rest_framework.",
    "django_filters.",
    "extra_views.",
)


@between_rounds
def receive_users_of_mixins(linkage: Linkage) -> None:
    """The methods of a mixin run on instances of the framework's classes that it is mixed into."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        if not linkage.classes[gid].children or _is_of_framework(linkage, gid):
            continue
        users = [child for child in descendants(linkage, gid)[1:] if _is_of_framework(linkage, child)]
        leaves = [child for child in users if not linkage.classes[child].children] or users
        if len(leaves) > MOST_LEAVES:
            continue
        for leaf in leaves:
            cls = objects.intern(Kind.CLASS, leaf)
            receive(linkage, gid, cls, objects.instance(cls))


def _is_of_framework(linkage: Linkage, gid: int) -> bool:
    return any(base.startswith(_FRAMEWORKS) for base in external_ancestors(linkage, gid))
