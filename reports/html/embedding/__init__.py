"""What the page's script works on: the analysis, column by column."""

from __future__ import annotations

from decompose.reports.html.embedding.document import Embedded, embed, in_script

__all__ = ["Embedded", "embed", "in_script"]
