"""Flask-RESTful and Flask-RESTX: resources that an API is given with their paths."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.mounting import Mounts
from decompose.extractors.frameworks.paths import below
from decompose.extractors.frameworks.registering import router_of
from decompose.extractors.frameworks.web import answered, prefixes_of
from decompose.extractors.graph import EntryKind


@finder
def resources(wiring: Wiring) -> Iterator[Entry]:
    """``api.add_resource(Orders, "/orders", "/all-orders")``: its methods are named after the verbs."""
    calls = [found for found in wiring.calls_to("add_resource") if not found[1].startswith("<")]
    for site, _, call in calls:
        prefixes = prefixes_of(wiring.once(Mounts), router_of(wiring, site))
        views = wiring.functions(site.argument(0, "resource"))
        paths = [text for node in site.args[1:] for text in wiring.texts(node)]
        for prefix, path, view in product(prefixes, paths, views):
            for verb in answered(wiring, view):
                name = f"{verb} {below(prefix, path)}"
                yield wiring.entry(EntryKind.HTTP, name, view, call.line, call.scope)
