"""The files that an analysis is rendered to; each renderer is loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from decompose.analyzer.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Renderer:
    """One file format.

    Attributes:
        file: the name of the file that ``decompose analyze`` writes.
        render: its content.
    """

    file: str
    render: Callable[[Analysis], bytes]


def _json(analysis: Analysis) -> bytes:
    from decompose.analyzer.documents import encode

    return encode(analysis)


def _html(analysis: Analysis) -> bytes:
    from decompose.reports.html import render_html

    return render_html(analysis).encode(errors="backslashreplace")


def _markdown(analysis: Analysis) -> bytes:
    from decompose.reports.markdown import render_plan

    return render_plan(analysis).encode(errors="backslashreplace")


RENDERERS = {
    "json": Renderer("analysis.json", _json),
    "html": Renderer("report.html", _html),
    "markdown": Renderer("plan.md", _markdown),
}
"""By the name that options and configuration use."""
