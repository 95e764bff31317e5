"""Architects: the whole report as one file that opens from disk."""

from __future__ import annotations

from decompose.reports.analysed import Analysed
from decompose.reports.html import render_html

FILE = "report.html"
SUFFIXES = (".html", ".htm")


def render(analysed: Analysed) -> str:
    """The page."""
    return render_html(analysed)
