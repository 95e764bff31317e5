"""Pull requests, wikis and repositories: the report as Markdown, with its map in Mermaid."""

from __future__ import annotations

from decompose.reports.analysed import Analysed
from decompose.reports.markdown.page import render_report

FILE = "report.md"
SUFFIXES = (".md", ".markdown")


def render(analysed: Analysed) -> str:
    """The page."""
    return render_report(analysed)
