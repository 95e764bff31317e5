"""Where something stands in the analysed code, how sure we are of it, and what went wrong."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Place(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """One line of the analysed code; encoded as ``[path, line]``.

    Attributes:
        path: relative to the analysed root, with forward slashes.
        line: counted from 1; 0 means the file as a whole.
    """

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Confidence(StrEnum):
    """How a fact came about, from proven to guessed."""

    EXACT = "exact"
    """Follows from names and definitions alone."""
    INFERRED = "inferred"
    """Follows from types that were inferred (annotations, assignments, framework conventions)."""
    HEURISTIC = "heuristic"
    """A likely match, such as a method name that only one class defines."""


class Severity(StrEnum):
    """How much a diagnostic takes away from the analysis."""

    ERROR = "error"
    """Something was left out: the analysis is incomplete there."""
    WARNING = "warning"
    """Something was read in a doubtful way."""
    NOTE = "note"
    """Worth knowing, nothing is lost."""


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """Something that could not be read or understood, with its place.

    Attributes:
        place: where it is.
        code: a stable, greppable identifier in kebab case, such as ``syntax-error``.
        message: one line: what, and how to mend it where that is known.
        severity: what it means for the result.
    """

    place: Place
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.severity.value}: {self.message} [{self.code}]"
