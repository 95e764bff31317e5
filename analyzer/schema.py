"""``python -m decompose.analyzer.schema FOLDER``: writes what ``docs/`` publishes of the code's own types."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from decompose.analyzer import documents
from decompose.reports.checks import document
from decompose.reports.checks.codes import findings_page
from decompose.reports.ruling import rules_page


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


PUBLISHED: dict[str, Callable[[Path], str]] = {
    "analysis.schema.json": lambda _: _text(documents.schema()),
    "check.schema.json": lambda _: _text(document.schema()),
    "findings.md": lambda _: findings_page(),
    "recommendations.md": rules_page,
}
"""Files in ``docs/``, and their text; what a file holds by now may be kept in part."""


if __name__ == "__main__":
    for name, text in PUBLISHED.items():
        file = Path(sys.argv[1]) / name
        file.write_text(text(file))
