"""Amounts of memory and processors as compose and Kubernetes write them."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]*)")
_BYTES = {
    "": 1,
    **{unit: 1024**power for power, letter in enumerate("kmgt", 1) for unit in (letter, f"{letter}b", f"{letter}i")},
    "b": 1,
}
_DECIMAL = {letter: 1000**power for power, letter in enumerate("kMGT", 1)}


def mebibytes(text: str, *, decimal: bool = False) -> str:
    """An amount of memory in MiB, rounded up; empty where it is none. Kubernetes' plain letters are decimal."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return ""
    unit = found.group(2)
    factor = _DECIMAL.get(unit if unit != "K" else "k") if decimal else None
    factor = factor or _BYTES.get(unit.lower())
    return str(-int(-float(found.group(1)) * factor // 2**20)) if factor else ""


def millis(text: str) -> str:
    """An amount of processors in thousandths; empty where it is none."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or found.group(2) not in {"", "m"}:
        return ""
    return str(round(float(found.group(1)) * (1 if found.group(2) else 1000)))
