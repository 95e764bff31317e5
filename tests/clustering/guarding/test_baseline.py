"""The baseline file: what people write in it, and what merges leave behind."""

from __future__ import annotations

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.clustering.guarding.baseline import HEADER, BaselineError, Entry, read_baseline, written
from decompose.clustering.guarding.relating import Relation
from decompose.extractors.graph import EdgeKind

_name = st.text('ab.Z_0é "#->\\\n\t\u202e', min_size=1, max_size=12)
_entries = st.builds(
    Entry,
    st.builds(Relation, st.sampled_from([kind for kind in EdgeKind if kind is not EdgeKind.HANDLES]), _name, _name),
    st.text("ab#>é", max_size=12),
    st.none() | st.dates(),
)


@given(st.lists(_entries, max_size=10, unique_by=lambda entry: entry.relation))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    text = written(entries)
    found = read_baseline(text)
    assert [(e.relation, e.reason, e.until) for e in found] == [
        (e.relation, e.reason, e.until) for e in sorted(entries, key=lambda entry: entry.relation)
    ]
    assert written(found) == text
    assert len(text.splitlines()) == len(HEADER.splitlines()) + len(entries)


def test_people_may_write_it_by_hand() -> None:
    text = '\n# mine\n  reads   a.b ->  "my table"   # until=2027-03-31 soon\ncalls a.b -> c.d #why not\n'
    assert [(e.relation, e.reason, e.until, e.line) for e in read_baseline(text)] == [
        (Relation(EdgeKind.READS, "a.b", "my table"), "soon", datetime.date(2027, 3, 31), 3),
        (Relation(EdgeKind.CALLS, "a.b", "c.d"), "why not", None, 4),
    ]


def test_two_branches_merge_line_by_line() -> None:
    base = [Entry(Relation(EdgeKind.CALLS, f"a.f{number}", "b.g")) for number in range(9)]
    one, other = written([*base[1:], _entry("a.x")]), written([*base, _entry("a.y")])
    lines = set(one.splitlines()) & set(other.splitlines())
    assert len(lines) == len(HEADER.splitlines()) + 8


def _entry(source: str) -> Entry:
    return Entry(Relation(EdgeKind.CALLS, source, "b.g"))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("calls a.b c.d", 1, "not a coupling"),
        ("# x\nknows a.b -> c.d", 2, "not a coupling"),
        ("calls a.b -> c.d # until=soon", 1, "no date"),
        ("calls a.b -> c.d\n<<<<<<< HEAD", 2, "merge conflict"),
        ("# decompose baseline, version 9: x", 1, "version 9"),
        ('calls "a.b -> c.d', 1, "not a coupling"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(BaselineError, match=says) as caught:
        read_baseline(text)
    assert caught.value.line == line


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BaselineError):
        read_baseline(text)
