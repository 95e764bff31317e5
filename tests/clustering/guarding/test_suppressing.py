"""Which lines a comment is about."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.clustering.guarding.suppressing import suppressions


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("f()  # decompose: allow[DC101] why", (1, 1)),
        ("# decompose: allow[DC101] why\nf()", (2, 2)),
        ("f(\n    1,  # decompose: allow[DC101] why\n    2,\n)", (1, 4)),
        ("# decompose: allow[DC101] why\nf(\n    1,\n)", (2, 4)),
        ("with tx():  # decompose: allow[DC205] why\n    f()\n    g()", (1, 1)),
        ("# decompose: allow[DC103] why\n@deco\nclass A(B):\n    pass", (2, 3)),
        ("if x:\n    f()  # decompose: allow[DC101] why\n    g()", (2, 2)),
    ],
)
def test_python(text: str, lines: tuple[int, int]) -> None:
    (found,) = suppressions({"a.py": text})
    assert (found.first, found.last) == lines


def test_sql() -> None:
    text = "SELECT 1\nFROM orders -- decompose: allow[DC203] why\n-- decompose: allow[DC201] why\nJOIN x"
    assert [(s.codes, s.first, s.last) for s in suppressions({"a.sql": text})] == [
        (("DC203",), 2, 2),
        (("DC201",), 4, 4),
    ]


def test_a_string_is_no_comment() -> None:
    assert suppressions({"a.py": 's = "# decompose: allow[DC101] why"'}) == ()


def test_what_follows_a_syntax_error_is_not_read_and_nothing_breaks() -> None:
    text = textwrap.dedent("""
        f()  # decompose: allow[DC101] why
        def (:
    """)
    assert len(suppressions({"a.py": text})) == 1


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    suppressions({"a.py": text, "b.sql": text, "c.py": f"x = 1  # decompose: allow{text}"})
