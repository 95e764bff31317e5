"""What the stages tell about their progress, and how it is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Receives the progress of a run."""

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins; ``total`` items, 0 if that is not known."""

    def advance(self, count: int) -> None:
        """So many more items of the stage are done."""


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Nothing."""

    def advance(self, count: int) -> None:
        """Nothing."""


class Lines:
    """One line per stage on standard error, for logs."""

    def stage(self, name: str, total: int = 0) -> None:
        """Print the stage's name."""
        counted = f" ({total:,} files)" if total else ""
        print(f"{name}{counted} …", file=sys.stderr, flush=True)  # noqa: T201

    def advance(self, count: int) -> None:
        """Nothing: a log has no use for every step."""


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """Bars on a terminal, lines elsewhere, nothing if quiet."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        yield from _bars()


def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bars:

        class Bars:
            """Rich progress bars, one per stage."""

            def __init__(self) -> None:
                self._task = bars.add_task("starting", total=None)

            def stage(self, name: str, total: int = 0) -> None:
                bars.remove_task(self._task)
                self._task = bars.add_task(name, total=total or None)

            def advance(self, count: int) -> None:
                bars.advance(self._task, count)

        yield Bars()
