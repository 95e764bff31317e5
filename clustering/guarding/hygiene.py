"""Suppressions that nobody needs, that have expired, that give no reason, or that cannot be read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from decompose.clustering.guarding.findings import Finding, Level, Spot
from decompose.clustering.guarding.inspecting import finding
from decompose.clustering.guarding.suppressing import Suppression


def hygiene(
    suppressions: Iterable[Suppression], used: Collection[Suppression], today: datetime.date
) -> Iterable[Finding]:
    """One finding at most for each suppression."""
    seen: dict[str, int] = {}
    for suppression in suppressions:
        told = _of(suppression, is_used=suppression in used, today=today)
        if told is None:
            continue
        code, level, message = told
        about = f"{suppression.path}:{','.join(suppression.codes)}:{suppression.reason}"
        seen[code + about] = seen.get(code + about, 0) + 1
        spot = Spot(suppression.path, suppression.line, suppression.column)
        yield finding(code, level, spot, message, f"{about}:{seen[code + about]}")


def _of(suppression: Suppression, *, is_used: bool, today: datetime.date) -> tuple[str, Level, str] | None:
    codes = ", ".join(suppression.codes)
    if suppression.problem:
        return "DC904", Level.ERROR, f"this suppression cannot be read: {suppression.problem}"
    if suppression.until is not None and today > suppression.until:
        return "DC902", Level.ERROR, f"{codes} was allowed here until {suppression.until}"
    if not is_used:
        return "DC901", Level.WARN, f"nothing here is {codes}: the suppression is not needed"
    if not suppression.reason:
        return "DC903", Level.WARN, f"{codes} is allowed here, and nobody says why"
    return None
