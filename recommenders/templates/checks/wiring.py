"""What a stack takes from another is exported by one that is deployed before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from decompose.recommenders.templates.checks.reading import Read, text_of, walk
from decompose.recommenders.templates.kinds import KINDS

ORDER = tuple(kind.name for kind in KINDS)
"""Names of the kinds of stacks, in the order in which they are deployed."""


def check_all(templates: Sequence[Read]) -> Iterator[str]:
    """Imports without exports, exports of the same name, stacks that need what comes after them."""
    exporter: dict[str, Read] = {}
    for template in templates:
        for output in template.section("Outputs").values():
            name = text_of(output.get("Export", {}).get("Name", ""))
            if name in exporter:
                yield f"{template.path}: {name} is exported by {exporter[name].path} already"
            exporter[name] = template
    for template in templates:
        for name in sorted(_imports(template)):
            if name not in exporter:
                yield f"{template.path}: nothing exports {name}"
            elif _rank(exporter[name]) >= _rank(template):
                yield f"{template.path}: {name} is exported by {exporter[name].path}, which is not deployed before it"


def _imports(template: Read) -> set[str]:
    return {
        text_of(each["Fn::ImportValue"])
        for each in walk(template.document)
        if isinstance(each, dict) and "Fn::ImportValue" in each
    }


def _rank(template: Read) -> int:
    name = PurePosixPath(template.path).stem
    return ORDER.index(name) if name in ORDER else len(ORDER)
