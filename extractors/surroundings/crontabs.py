"""Crontabs that are kept with the code, and schedules of Heroku's kin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_FIELD = r"(?:[\d*][\d*/,-]*|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[\w,-]*)"
_LINE = re.compile(
    rf"((?:{_FIELD}\s+){{4}}{_FIELD}|@(?:hourly|daily|midnight|weekly|monthly|yearly|annually|reboot))\s+(\S.*)",
    re.IGNORECASE,
)
_USER = re.compile(r"(?:root|www-data|nobody|app|deploy|ubuntu|django|celery|\{\{.*?\}\})\s+(?=\S)")


@tells(r"(?:.*/)?(?:crontab(?:[.-][\w.-]+)?|[\w.-]+\.(?:cron|crontab)|cron\.d/[^/]+|crontabs/[^/]+)")
def crontab(file: Surrounding) -> Iterator[Mark]:
    """Five fields or a nickname, then the command; in ``cron.d`` a user stands between."""
    with_user = "cron.d/" in file.path
    for number, line in enumerate(file.lines, 1):
        found = _LINE.fullmatch(line.strip())
        if found is not None:
            command = found.group(2)
            command = command.partition(" ")[2].strip() or command if with_user else _USER.sub("", command, count=1)
            yield file.mark(MarkKind.SCHEDULE, command, " ".join(found.group(1).split()), number)


@tells(r"app\.json")
def app_json(file: Surrounding) -> Iterator[Mark]:
    """``"cron": [{"command": …, "schedule": …}]``."""
    document = json.loads(file.text)
    jobs = document.get("cron") if isinstance(document, dict) else None
    for job in jobs if isinstance(jobs, list) else ():
        command, when = (job.get("command"), job.get("schedule")) if isinstance(job, dict) else (None, None)
        if isinstance(command, str) and isinstance(when, str):
            yield file.mark(MarkKind.SCHEDULE, command, when, file.line_of(json.dumps(command)[1:-1]))
