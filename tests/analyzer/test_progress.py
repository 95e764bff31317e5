"""What is told of a run while it goes on: in a log, and on a terminal of any width."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer.pacing import Pace, duration, so_far, status, whole
from decompose.analyzer.progress import Lines, Status, shown_progress


def half_way() -> Pace:
    """400 of 804 files, 100 of them from the cache, the others in 6 seconds."""
    pace = Pace("Extracting facts", 804, 1000.0)
    pace.advance(100, 1000.0)
    for second in range(1, 7):
        pace.advance(50, 1000.0 + second)
    return pace


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (100, "Extracting facts  ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌  400/804 files  50 files/s  8 s left  6 s"),
        (74, "Extracting facts  ━━━━━━━╌╌╌╌╌╌╌  400/804 files  50 files/s  8 s left  6 s"),
        (59, "Extracting facts  400/804 files  50 files/s  8 s left  6 s"),
        (48, "Extracting facts  400/804 files  8 s left  6 s"),
        (36, "Extracting facts  400/804 files  6 s"),
        (22, "Extracting facts  6 s"),
        (10, "Extracting"),
    ],
)
def test_what_fits_is_shown(width: int, shown: str) -> None:
    assert status(half_way(), 1006.0, width) == shown


@given(st.integers(0, 200), st.integers(0, 10**6), st.integers(0, 10**6), st.floats(0, 1e6), st.booleans())
def test_a_status_is_never_wider_than_the_terminal(
    width: int, total: int, done: int, seconds: float, is_unicode: bool
) -> None:
    pace = Pace("Extracting facts", total, 0.0)
    pace.advance(done, seconds / 2)
    pace.advance(done, seconds)
    text = status(pace, seconds, width, is_unicode=is_unicode)
    assert len(text) <= width
    assert is_unicode or text.isascii()


def test_the_rate_is_that_of_late() -> None:
    pace = Pace("Extracting facts", 1000, 0.0)
    assert (pace.rate, pace.left(0.0)) == (0.0, None)
    pace.advance(500, 0.0)  # all of that from the cache
    assert pace.rate == 0.0
    for second in range(20, 30):
        pace.advance(10, float(second))
    assert pace.rate == pytest.approx(10)
    assert pace.left(29.0) == pytest.approx(40)
    assert pace.left(99.0) == 0.0


def test_what_a_log_tells() -> None:
    assert so_far(half_way(), 1006.0) == ("Extracting facts: 6.0 s so far, 400 of 804 files, 50 files/s, 8.1 s left")
    assert whole(half_way(), 1006.25) == "Extracting facts: 400 files in 6.2 s"
    assert whole(Pace("Linking", 0, 3.0), 200.0) == "Linking: 3 min 17 s"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min 0 s"), (3700, "61 min 40 s")]
)
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_a_log_has_a_line_for_each_stage_and_one_for_all() -> None:
    stream = io.StringIO()
    with Lines(stream) as progress:
        progress.stage("Extracting facts", 2)
        progress.advance(2)
        progress.note("two\nlines")
        progress.stage("Linking")
    lines = stream.getvalue().splitlines()
    assert [line.rstrip("0123456789. s") for line in lines] == [
        "note: two\\nline",
        "Extracting facts: 2 files in",
        "Linking:",
        "Done in",
    ]


def test_a_log_hears_of_long_stages() -> None:
    stream = io.StringIO()
    with Lines(stream, every=0.01) as progress:
        progress.stage("Linking")
        while "so far" not in stream.getvalue():
            time.sleep(0.01)
    assert stream.getvalue().startswith("Linking: 0.0 s so far\n")


def test_nothing_is_left_on_the_terminal_but_notes_and_the_time() -> None:
    stream = io.StringIO()
    with Status(stream, every=0.01) as progress:
        progress.stage("Extracting facts", 2)
        progress.note("here")
        time.sleep(0.05)
    shown = [line.rsplit("\x1b[2K", 1)[-1] for line in stream.getvalue().split("\n")]
    assert shown[0] == "note: here"
    assert shown[1].startswith("Done in ")
    assert shown[2] == ""
    assert "Extracting facts" in stream.getvalue()


def test_of_a_failure_no_time_is_told() -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt), Status(stream):
        raise KeyboardInterrupt
    assert "Done" not in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


def test_where_nothing_was_done_nothing_is_told() -> None:
    stream = io.StringIO()
    with Lines(stream) as progress:
        progress.note("here")
    assert stream.getvalue() == "note: here\n"


def test_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(quiet=True) as progress:
        progress.stage("Linking")
        progress.advance(1)
        progress.note("x")
    assert capsys.readouterr() == ("", "")
