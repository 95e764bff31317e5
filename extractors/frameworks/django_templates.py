"""Django's template tags and filters: functions that templates call by their names."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.handing import Handed, handed, owner_names
from decompose.extractors.graph import EntryKind

_LIBRARY = "django.template"
_METHODS = {
    "filter": "filter",
    **dict.fromkeys(("tag", "simple_tag", "inclusion_tag", "simple_block_tag", "assignment_tag"), "tag"),
    "to_end_tag": "tag",
    "global_function": "global",
}
"""Method of a library → what it makes of a function."""


@finder
def tags_and_filters(wiring: Wiring) -> Iterator[Entry]:
    """``@register.filter``, ``@register.simple_tag(name="basket")``, ``register.tag("basket", compile)``."""
    for found in handed(wiring, _METHODS):
        if any(name.startswith((_LIBRARY, "django_jinja")) for name in owner_names(wiring, found.owner)):
            trigger = f"template {_METHODS[found.method]} {_name(wiring, found)}"
            name = wiring.linkage.names[found.scope]
            yield wiring.entry(EntryKind.HOOK, name, found.scope, found.line, found.at, trigger)


def _name(wiring: Wiring, found: Handed) -> str:
    """The name that templates use; that of the function unless another one is given."""
    named = wiring.texts(found.site.argument(99, "name"))
    if not named and found.method in {"filter", "tag"} and found.site.args:
        named = wiring.texts(found.site.args[0])
    return named[0] if named else wiring.linkage.scopes[found.scope].name
