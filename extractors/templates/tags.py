"""Functions that templates call by a name under which they are registered: tags and filters."""

from __future__ import annotations

from decompose.extractors.frameworks import Wiring

_REGISTERING = frozenset(
    [
        *("simple_tag", "inclusion_tag", "simple_block_tag", "filter", "tag", "assignment_tag"),
        *("template_filter", "app_template_filter", "template_global", "app_template_global", "template_test"),
        *("contextfilter", "global_function"),
    ]
)


def registered_functions(wiring: Wiring) -> dict[str, int]:
    """Name of a tag or filter → its function; the first in the order of the source."""
    found: dict[str, int] = {}
    for decoration in wiring.decorations:
        if not any(name.rpartition(".")[2] in _REGISTERING for name in decoration.names):
            continue
        named: list[str] = []
        if decoration.site is not None:
            named = wiring.texts(decoration.site.argument(99, "name")) or wiring.texts(decoration.site.argument(0))
        name = next((text for text in named if text.isidentifier()), wiring.linkage.scopes[decoration.scope].name)
        found.setdefault(name, decoration.scope)
    return found
