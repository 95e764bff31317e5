"""The people who do the work: the migration plan as Markdown."""

from __future__ import annotations

from decompose.reports.analysed import Analysed
from decompose.reports.migration.page import render_plan

FILE = "plan.md"
SUFFIXES: tuple[str, ...] = ()
"""None of its own: a Markdown file of another name is the report."""


def render(analysed: Analysed) -> str:
    """The page."""
    return render_plan(analysed)
