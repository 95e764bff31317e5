"""What the stages tell about their progress, and how it is shown on standard error."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, Self, TextIO

from decompose.analyzer.errors import one_line
from decompose.analyzer.pacing import Pace, duration, so_far, status, whole

_REPAINTED_EVERY = 0.1
_TOLD_EVERY = 10.0
"""Seconds: a log hears of a stage that takes longer."""
_ERASE = "\r\x1b[2K"


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


class _Told(ABC):
    """Keeps the pace, and tells of it every so often from a thread of its own."""

    def __init__(self, stream: TextIO, every: float) -> None:
        self._stream = stream
        self._every = every
        self._begun = time.monotonic()
        self._pace: Pace | None = None
        self._has_worked = False
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._is_over.set()
        self._thread.join()
        with self._lock:
            self._finish()
            if kind is None and self._has_worked:
                self._print(f"Done in {duration(time.monotonic() - self._begun)}")

    def stage(self, name: str, total: int = 0) -> None:
        """End the stage before, and begin."""
        with self._lock:
            self._finish()
            self._pace = Pace(name, total, time.monotonic())
            self._has_worked = True

    def advance(self, count: int) -> None:
        """Count."""
        with self._lock:
            if self._pace is not None:
                self._pace.advance(count, time.monotonic())

    def note(self, text: str) -> None:
        """Print it."""
        with self._lock:
            self._print(f"note: {one_line(text)}")

    def _tell(self) -> None:
        while not self._is_over.wait(self._every):
            with self._lock:
                if self._pace is not None:
                    self._go_on(self._pace, time.monotonic())

    def _print(self, text: str) -> None:
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # nobody reads any more
            self._is_over.set()

    @abstractmethod
    def _go_on(self, pace: Pace, now: float) -> None:
        """It is time to tell how far the stage is."""

    @abstractmethod
    def _finish(self) -> None:
        """The stage is over, if there is one."""


class Lines(_Told):
    """For logs: one line for each stage, with the time that it took, and more while it takes long."""

    def __init__(self, stream: TextIO, every: float = _TOLD_EVERY) -> None:
        super().__init__(stream, every)

    def _go_on(self, pace: Pace, now: float) -> None:
        if now - pace.started >= self._every:
            self._print(so_far(pace, now))

    def _finish(self) -> None:
        if self._pace is not None:
            self._print(whole(self._pace, time.monotonic()))
        self._pace = None


class Status(_Told):
    """For a terminal: one line that is painted over, and gone when the run is over."""

    def __init__(self, stream: TextIO, every: float = _REPAINTED_EVERY) -> None:
        super().__init__(stream, every)
        self._is_unicode = (stream.encoding or "").lower().startswith("utf")

    def stage(self, name: str, total: int = 0) -> None:
        """Show it at once."""
        super().stage(name, total)
        with self._lock:
            if self._pace is not None:
                self._go_on(self._pace, time.monotonic())

    def note(self, text: str) -> None:
        """Print it above the line, which is painted again soon."""
        with self._lock:
            self._write(f"{_ERASE}note: {one_line(text)}\n")

    def _go_on(self, pace: Pace, now: float) -> None:
        # A line as wide as the terminal would wrap on some; one cell is left.
        self._write(_ERASE + status(pace, now, self._width() - 1, is_unicode=self._is_unicode))

    def _width(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or shutil.get_terminal_size().columns
        except (OSError, ValueError):
            return shutil.get_terminal_size().columns

    def _finish(self) -> None:
        self._write(_ERASE)
        self._pace = None


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """A line on a terminal, a line for each stage elsewhere and in CI, nothing if quiet."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        with Lines(sys.stderr) as lines:
            yield lines
    else:
        with Status(sys.stderr) as line:
            yield line
