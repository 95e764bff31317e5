"""Templates of Django and Jinja: no tables, but what they ask rows for."""

from __future__ import annotations

from decompose.extractors.declarations import Declarations, declares_tables
from decompose.extractors.decoding import decode
from decompose.extractors.template_reading import read_template


@declares_tables(r"(?:.*/)?(?:[^/]*templates?|jinja2?|themes?)/.*\.(?:html?|txt|xml|eml|jinja2?|j2)")
def read(path: str, data: bytes) -> Declarations:
    """What one template says."""
    return Declarations(templates=(read_template(path, decode(data).text),))
