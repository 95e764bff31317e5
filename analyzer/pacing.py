"""How far a stage of a run is, how fast it gets on and how long it will take, in one line of a given width."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

_WINDOW = 8.0
"""Seconds over which the rate is taken: what was found in the cache at the start says nothing of the rest."""
_BAR = 20
_LEAST_BAR = 6


@dataclass(slots=True)
class Pace:
    """A stage on its way.

    Attributes:
        name: what is done.
        total: how many files; 0 if it does not go by files.
        started: when, in seconds of the clock that all times here are of.
        done: how many files are.
    """

    name: str
    total: int
    started: float
    done: int = 0
    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def advance(self, count: int, now: float) -> None:
        """So many more are done."""
        self.done += count
        self._seen.append((now, self.done))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Files a second of late; 0 while nothing is known of it."""
        if len(self._seen) < 2:
            return 0.0
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last > first else 0.0

    def left(self, now: float) -> float | None:
        """Seconds until the end at that rate; None while nothing is known of it."""
        if not self.rate or not self.total:
            return None
        since = now - self._seen[-1][0]
        return max(0.0, (self.total - self.done) / self.rate - since)


def so_far(pace: Pace, now: float) -> str:
    """What a log tells of a stage that takes long."""
    parts = [f"{pace.name}: {duration(now - pace.started)} so far"]
    if pace.total:
        parts.append(f"{pace.done:,} of {pace.total:,} files")
    remaining = pace.left(now)
    if remaining is not None:
        parts.append(f"{pace.rate:,.0f} files/s, {duration(remaining)} left")
    return ", ".join(parts)


def whole(pace: Pace, now: float) -> str:
    """What a log tells of a stage that is over."""
    what = f"{pace.done:,} files in " if pace.total else ""
    return f"{pace.name}: {what}{duration(now - pace.started)}"


def status(pace: Pace, now: float, width: int, *, is_unicode: bool = True) -> str:
    """What a terminal shows of a stage: as much of it as fits, the least important left out."""
    count = f"{pace.done:,}/{pace.total:,} files" if pace.total else ""
    remaining = pace.left(now)
    rate = f"{pace.rate:,.0f} files/s" if pace.rate else ""
    expected = f"{duration(remaining, is_exact=False)} left" if remaining is not None else ""
    elapsed = duration(now - pace.started, is_exact=False)
    shown = {"name": pace.name}
    for key, text in (("elapsed", elapsed), ("count", count), ("left", expected), ("rate", rate)):
        if text and len("  ".join((*shown.values(), text))) <= width:
            shown[key] = text
    room = width - len("  ".join(shown.values())) - 2
    if pace.total and room >= _LEAST_BAR:
        shown["bar"] = _bar(pace.done / pace.total, min(room, _BAR), is_unicode=is_unicode)
    order = ("name", "bar", "count", "rate", "left", "elapsed")
    return "  ".join(shown[key] for key in order if key in shown)[: max(width, 0)]


def _bar(share: float, width: int, *, is_unicode: bool) -> str:
    full = min(width, round(share * width))
    return ("━" * full + "╌" * (width - full)) if is_unicode else ("#" * full + "-" * (width - full))


def duration(seconds: float, *, is_exact: bool = True) -> str:
    """``0.4 s``, ``12 s``, ``3 min 5 s``; tenths only where they are meant to stand still."""
    if seconds < 9.95:
        return f"{seconds:.1f} s" if is_exact else f"{int(seconds)} s"
    whole_seconds = round(seconds) if is_exact else int(seconds)
    minutes, rest = divmod(whole_seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
