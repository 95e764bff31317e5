"""Calls of library functions that use a resource."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.resolution import ResolvedCall
from decompose.extractors.places import Confidence
from decompose.extractors.resources import Meaning, Use, Wired, finder, meaning_of

_MOST_CALLEES = 4
"""A call that may be of more functions than these tells little of each."""
_MOST_NAMES = 4
"""A resource that may have more names than these is named by data."""


@finder
def used_by_calls(wired: Wired) -> Iterator[Use]:
    """A use at each call of a registered function."""
    known: dict[str, Meaning | None] = {}
    for call in wired.calls:
        if not isinstance(call.op, (facts.Call, facts.Decorate)) or len(call.callees) > _MOST_CALLEES:
            continue
        for callee in call.callees:
            if callee.scope >= 0:
                continue
            if callee.name not in known:
                known[callee.name] = meaning_of(callee.name)
            meaning = known[callee.name]
            if meaning is not None:
                yield from _uses(wired, call, callee.name, meaning)


def _uses(wired: Wired, call: ResolvedCall, dotted: str, meaning: Meaning) -> Iterator[Use]:
    names: list[str] = []
    if isinstance(call.op, facts.Call):
        site = call_site(wired.linkage, call.scope, call.op)
        names = sorted(set(meaning.named(wired.linkage, site)))
    confidence = call.confidence if len(call.callees) == 1 else Confidence.HEURISTIC
    for name in names if 0 < len(names) <= _MOST_NAMES else [""]:
        yield Use(
            call.scope,
            call.line,
            meaning.kind,
            name,
            meaning.reads,
            meaning.writes,
            _operation(dotted),
            confidence,
        )


def _operation(dotted: str) -> str:
    """What is done, by the function's own name; a class that is instantiated by the class's."""
    return dotted.removesuffix(".__init__").rpartition(".")[2]
