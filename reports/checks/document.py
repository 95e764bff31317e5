"""The report as a versioned JSON document."""

from __future__ import annotations

from typing import Any

import msgspec

from decompose.clustering.guarding.findings import CheckReport
from decompose.reports.checks import wording
from decompose.reports.checks.setting import Setting

SCHEMA_VERSION = 1
"""Raised when a reader of older documents would misread one."""


class Counts(msgspec.Struct, frozen=True):
    """How many findings there are by level, and how many couplings by outcome."""

    errors: int
    warnings: int
    new: int
    known: int
    moved: int
    gone: int


class CheckDocument(msgspec.Struct, frozen=True):
    """What ``decompose check --format json`` prints.

    Attributes:
        schema: version of this shape.
        tool: version of decompose.
        is_passed: whether there are no errors.
        root: the analysed folder, relative to the repository's root; paths in the report are relative to it.
        counts: the delta in figures.
        report: everything.
    """

    schema: int
    tool: str
    is_passed: bool
    root: str
    counts: Counts
    report: CheckReport


def document(report: CheckReport, setting: Setting) -> CheckDocument:
    """A report with what a reader needs to know of it."""
    delta = wording.delta(report)
    counts = Counts(report.errors, report.warnings, delta.new, delta.known, delta.moved, delta.gone)
    return CheckDocument(SCHEMA_VERSION, setting.tool, not report.errors, setting.root, counts, report)


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return msgspec.json.schema(CheckDocument)


def indented(value: object) -> str:
    """A value as JSON with a line for each member; all of its text can be stored as UTF-8."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"
