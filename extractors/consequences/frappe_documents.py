"""What Frappe's functions and documents touch: the named document type, and the child tables of a whole document."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.consequences import consequence
from decompose.extractors.linking.doctypes import doctypes
from decompose.extractors.linking.linkage import Access, Linkage

_MOST_NAMES = 8
"""A value that may name more document types is any of them."""


@consequence
def named_documents(linkage: Linkage) -> Iterator[Access]:
    """The tables of calls that name document types; a name that is not known is a computed table."""
    known = doctypes(linkage)
    for call in sorted(linkage.named_calls):
        names = known.names_at(call.node)
        if not 0 < len(names) <= _MOST_NAMES:
            linkage.computed_names[call.scope, call.line] = None
            continue
        parts = {part for name in names for part in known.parts(name)} if call.with_parts else set()
        for name in sorted({*names, *parts}):
            mapped = linkage.objects.string(name)
            yield Access(call.scope, call.line, mapped, call.writes, is_inferred=True, operation=call.operation)
