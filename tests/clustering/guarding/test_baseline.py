"""The baseline file: what people write in it, and what merges leave behind."""

from __future__ import annotations

import datetime
import subprocess
from contextlib import suppress
from pathlib import Path

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


def test_two_branches_merge(tmp_path: Path) -> None:
    base = [_entry(f"a.f{number}") for number in range(9)]
    states = {"base": base, "ours": [*base[1:], _entry("a.a")], "theirs": [*base, _entry("b.z")]}
    for name, entries in states.items():
        (tmp_path / name).write_text(written(entries))
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == written([*base[1:], _entry("a.a"), _entry("b.z")])


def test_neighbours_merge_where_the_attributes_of_the_file_say_so(tmp_path: Path) -> None:
    base = [_entry("a.f")]
    states = {"base": base, "ours": [*base, _entry("a.x")], "theirs": [*base, _entry("a.y")]}
    for name, entries in states.items():
        (tmp_path / name).write_text(written(entries))
    command = ["git", "merge-file", "-p", "--union", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert sorted(entry.relation.source for entry in read_baseline(done.stdout)) == ["a.f", "a.x", "a.y"]


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
