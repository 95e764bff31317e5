"""What the stages tell about their progress, and how it is shown on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from decompose.analyzer.errors import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """Receives the progress of a run."""

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins; ``total`` files, 0 if it does not work by files."""

    def advance(self, count: int) -> None:
        """So many more files of the stage are done."""

    def note(self, text: str) -> None:
        """Something that the user may want to know, in one line."""


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Nothing."""

    def advance(self, count: int) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""


class Lines:
    """One line per stage, for logs."""

    def stage(self, name: str, total: int = 0) -> None:
        """Print the stage's name."""
        self._print(f"{name} ({total:,} files)" if total else name)

    def advance(self, count: int) -> None:
        """Nothing: a log has no use for every step."""

    def note(self, text: str) -> None:
        """Print it."""
        self._print(f"note: {one_line(text)}")

    def _print(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201


class Bars:
    """One bar at a time, for a terminal; it is gone when the run is over."""

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._task = bars.add_task("Starting", total=None)

    def stage(self, name: str, total: int = 0) -> None:
        """Replace the bar."""
        self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=total or None)

    def advance(self, count: int) -> None:
        """Move the bar."""
        self._bars.advance(self._task, count)

    def note(self, text: str) -> None:
        """Print it above the bar."""
        self._bars.console.print(f"note: {one_line(text)}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """Bars on a terminal, lines elsewhere and in CI, nothing if quiet."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield Lines()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield Bars(bars)
