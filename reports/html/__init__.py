"""The HTML report: one file, nothing fetched."""

from __future__ import annotations

from decompose.reports.html.page import render_html

__all__ = ["render_html"]
