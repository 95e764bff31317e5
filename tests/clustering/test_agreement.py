"""Agreement of two placements."""

from __future__ import annotations

import pytest

from decompose.clustering.metrics.agreement import adjusted_rand, mojofm


def placed(*groups: str) -> dict[str, str]:
    return {name: str(number) for number, names in enumerate(groups) for name in names}


@pytest.mark.parametrize(
    ("truth", "found", "value"),
    [
        (placed("abc", "def"), placed("abc", "def"), 1.0),
        (placed("abc", "def"), placed("def", "abc"), 1.0),
        (placed("abc", "def"), placed("abcdef"), 0.0),
        (placed("ab", "cd"), placed("ac", "bd"), -0.5),
        (placed("abc", "def"), placed("ab", "cd", "ef"), 8 / 33),
        ({}, {}, 1.0),
    ],
)
def test_adjusted_rand(truth: dict[str, str], found: dict[str, str], value: float) -> None:
    assert adjusted_rand(truth, found) == pytest.approx(value)


@pytest.mark.parametrize(
    ("truth", "found", "value"),
    [
        (placed("abc", "def"), placed("abc", "def"), 1.0),
        (placed("abc", "def"), placed("ab", "cdef"), 0.75),  # what the authors' program answers
        (placed("abc", "def"), placed("abc", "def", "xyz"), 1.0),
        ({}, {}, 1.0),
    ],
)
def test_mojofm(truth: dict[str, str], found: dict[str, str], value: float) -> None:
    assert mojofm(truth, found) == pytest.approx(value)
