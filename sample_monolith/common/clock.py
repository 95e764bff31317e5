"""The time, and calendars. Everything asks here, so that tests can stop the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

_stopped_at: list[dt.datetime] = []


def now() -> dt.datetime:
    return _stopped_at[-1] if _stopped_at else timezone.now()


def today() -> dt.date:
    return timezone.localdate(now())


@contextmanager
def stopped(moment: dt.datetime) -> Iterator[None]:
    """Stop the clock inside the block."""
    _stopped_at.append(moment)
    try:
        yield
    finally:
        _stopped_at.pop()


def days_ago(days: int) -> dt.datetime:
    return now() - dt.timedelta(days=days)


def minutes_ago(minutes: int) -> dt.datetime:
    return now() - dt.timedelta(minutes=minutes)


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The half-open interval of one local day."""
    zone = timezone.get_current_timezone()
    start = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
    return start, dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=zone)


def add_business_days(day: dt.date, count: int) -> dt.date:
    while count > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day
