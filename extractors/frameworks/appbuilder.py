"""Flask-AppBuilder: methods that views and REST resources expose below the path of their class."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import descendants, external_ancestors, lookup_node

_PACKAGE = "flask_appbuilder."


@finder
def exposed(wiring: Wiring) -> Iterator[Entry]:
    """``@expose("/list", methods=("GET",))`` on a method of a view."""
    linkage = wiring.linkage
    for decoration in wiring.decorations:
        cls = linkage.class_of_method(decoration.scope)
        if cls < 0 or decoration.site is None or not any(name.endswith("expose") for name in decoration.names):
            continue
        if not any(base.startswith(_PACKAGE) for base in external_ancestors(linkage, cls)):
            continue
        path = (wiring.texts(decoration.site.argument(0, "url")) or ["/"])[0]
        verbs = wiring.listed(decoration.site.argument(1, "methods")) or ["GET"]
        for view in descendants(linkage, cls):
            if view != cls and wiring.method(view, linkage.scopes[decoration.scope].name) != decoration.scope:
                continue
            for verb in verbs:
                name = f"{verb} {_base(wiring, view)}{path}"
                yield wiring.entry(EntryKind.HTTP, name, decoration.scope, decoration.line, decoration.at)


def _base(wiring: Wiring, view: int) -> str:
    """The path of a view: its ``route_base``, or what its name or that of its resource makes it."""
    linkage = wiring.linkage
    named = {
        name: wiring.texts(lookup_node(linkage, view, name)) for name in ("route_base", "resource_name", "version")
    }
    if named["route_base"]:
        return named["route_base"][0].rstrip("/")
    is_resource = any(base.startswith(_PACKAGE) and base.endswith("Api") for base in external_ancestors(linkage, view))
    name = (named["resource_name"] or [linkage.scopes[view].name.lower()])[0]
    return f"/api/{(named['version'] or ['v1'])[0]}/{name}" if is_resource else f"/{name}"
