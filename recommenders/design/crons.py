"""When a job runs, in the words of Amazon EventBridge Scheduler."""

from __future__ import annotations

import re

_WORDS = {
    "minutely": "rate(1 minute)",
    "hourly": "rate(1 hour)",
    "daily": "cron(0 0 * * ? *)",
    "midnight": "cron(0 0 * * ? *)",
    "weekly": "cron(0 0 ? * 1 *)",
    "monthly": "cron(0 0 1 * ? *)",
    "yearly": "cron(0 0 1 1 ? *)",
    "annually": "cron(0 0 1 1 ? *)",
}
_FIELD = r"[\d*/,\-A-Za-z]+"
_CRON = re.compile(rf"(?<![\w*/])({_FIELD})\s+({_FIELD})\s+({_FIELD})\s+({_FIELD})\s+({_FIELD})(?![\w*/])")
_EVERY = re.compile(r"every (\d+(?:\.\d+)?) ?(second|minute|hour|day)s?\b")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_DAY = re.compile(r"(?<!/)\b[0-7]\b")


def eventbridge(written: str) -> str:
    """A schedule as EventBridge Scheduler writes it.

    Args:
        written: five fields of cron, a word such as ``daily``, or ``every 300 seconds``, with anything around.

    Returns:
        ``cron(…)`` or ``rate(…)``; empty where the text tells no time.
    """
    every = _EVERY.search(written)
    if every is not None:
        return _rate(float(every.group(1)) * _SECONDS[every.group(2)])
    cron = _CRON.search(written)
    if cron is not None and any(character.isdigit() or character == "*" for character in cron.group(0)):
        return _cron(*cron.groups())
    word = written.strip("@ ").lower().removesuffix("_long")
    return _WORDS.get(word, "")


def _rate(seconds: float) -> str:
    """Whole minutes; the scheduler knows none shorter."""
    minutes = seconds / 60
    if minutes < 1 or minutes != int(minutes):
        return ""
    for unit, length in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes % length == 0:
            count = int(minutes // length)
            return f"rate({count} {unit}{'' if count == 1 else 's'})"
    return ""


def _cron(minute: str, hour: str, day: str, month: str, weekday: str) -> str:
    """One of the two days has to be ``?``; Sunday is 1 there, and 0 or 7 elsewhere."""
    if weekday == "*":
        return f"cron({minute} {hour} {day} {month} ? *)"
    if day != "*":
        return ""  # cron means either day then, which the scheduler cannot say
    shifted = _DAY.sub(lambda found: str(int(found.group(0)) % 7 + 1), weekday)
    return f"cron({minute} {hour} ? {month} {shifted.upper()} *)"
