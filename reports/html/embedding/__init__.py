"""What the page's script works on: the analysis, column by column."""

from __future__ import annotations

from decompose.reports.html.embedding.document import Embedded, embed
from decompose.reports.html.embedding.packing import deflated, payload

__all__ = ["Embedded", "deflated", "embed", "payload"]
