"""User interfaces with a build of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.documents import table

_FRAMEWORKS = {
    "react": "react",
    "vue": "vue",
    "@angular/core": "angular",
    "svelte": "svelte",
    "next": "next",
    "nuxt": "nuxt",
    "preact": "preact",
    "ember-source": "ember",
    "solid-js": "solid",
    "@remix-run/react": "remix",
    "gatsby": "gatsby",
    "lit": "lit",
    "angular": "angularjs",
    "backbone": "backbone",
    "astro": "astro",
    "@ember/application": "ember",
}


@tells(r"(?:.*/)?package\.json")
def package_json(file: Surrounding) -> Iterator[Mark]:
    """A framework of the browser among the dependencies, and a script that builds."""
    document = json.loads(file.text)
    needed = {**table(document, "devDependencies"), **table(document, "dependencies")}
    scripts = table(document, "scripts")
    is_built = any(name == "build" or name.startswith(("build:", "build-")) for name in scripts)
    found = [framework for package, framework in _FRAMEWORKS.items() if package in needed]
    if found and is_built:
        package = next(name for name in _FRAMEWORKS if name in needed)
        yield file.mark(MarkKind.FRONTEND, file.folder, found[0], file.line_of(f'"{package}"'))
