"""For programs: the whole report, versioned; docs/check.schema.json describes it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from decompose.clustering.guarding.findings import CheckReport
from decompose.reports.checks.document import document
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import storable


def render(report: CheckReport, setting: Setting) -> str:
    """The document; the same report gives the same text."""
    built = document(report, setting)
    try:
        return msgspec.json.encode(built, order="deterministic").decode() + "\n"
    except UnicodeEncodeError:  # a name that no UTF-8 can hold
        return json.dumps(_storable(msgspec.to_builtins(built, order="deterministic")), ensure_ascii=False) + "\n"


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable(held) for held in value]
    return value
