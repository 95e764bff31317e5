"""Which rules are switched off."""

from __future__ import annotations

from fnmatch import fnmatchcase

from decompose.recommenders.options import RecommendOptions


def is_off(rule: str, options: RecommendOptions) -> bool:
    """Whether the configuration switches a rule off, by its id."""
    return any(fnmatchcase(rule, pattern) for pattern in options.off)
