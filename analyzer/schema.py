"""``python -m decompose.analyzer.schema``: the JSON Schema of ``analysis.json``."""

import json
import sys

from decompose.analyzer.documents import schema


def text() -> str:
    """The schema as it stands in ``docs/analysis.schema.json``."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
