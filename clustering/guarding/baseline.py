"""The baseline: the couplings that are known and tolerated, one a line, in a file that people read and merge.

A line is a coupling's identity (kind, source, target) and, behind ``#``, until when and why it is tolerated::

    calls  orders.checkout.place -> payments.gateway.charge  # until=2027-03-31 until the gateway has an API

Names with blanks or ``#`` in them are quoted as in JSON.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from decompose.clustering.guarding.relating import Relation
from decompose.extractors.graph import EdgeKind

VERSION = 1
HEADER = (
    f"# decompose baseline, version {VERSION}: couplings between services that are known and tolerated, one a line.\n"
    "# `decompose check` fails on couplings that are not listed here. Behind a line: # until=YYYY-MM-DD reason\n"
    "# `decompose accept --prune` deletes the lines whose coupling is gone. After a merge conflict keep both sides.\n"
)
_KIND = {kind.value: kind for kind in EdgeKind if kind is not EdgeKind.HANDLES}
_NAME = r'"(?:[^"\\]|\\.)*"|[^\s#"]\S*'
_LINE = re.compile(rf"(?P<kind>\w+)\s+(?P<source>{_NAME})\s+->\s+(?P<target>{_NAME})\s*(?:#\s*(?P<note>.*))?")
_UNTIL = re.compile(r"until=(?P<date>\S+)\s*")
_PLAIN = re.compile(r"[^\s#\"\\]+")


class BaselineError(ValueError):
    """A baseline that cannot be read.

    Attributes:
        line: where, counted from 1.
        mend: what to do about it.
    """

    def __init__(self, message: str, line: int, mend: str) -> None:
        super().__init__(message)
        self.line = line
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Entry:
    """One tolerated coupling.

    Attributes:
        relation: what it is.
        reason: why it is tolerated; may be empty.
        until: the last day on which it is.
        line: where it stands in the file, counted from 1; 0 if it is not there yet.
    """

    relation: Relation
    reason: str = ""
    until: datetime.date | None = None
    line: int = 0

    def __str__(self) -> str:
        kind, source, target = self.relation
        text = f"{kind.value} {_quoted(source)} -> {_quoted(target)}"
        note = " ".join(filter(None, (f"until={self.until.isoformat()}" if self.until else "", _one_line(self.reason))))
        return f"{text}  # {note}" if note else text


def read_baseline(text: str) -> tuple[Entry, ...]:
    """The entries of a baseline file, in its order.

    Raises:
        BaselineError: a line is malformed, or another version wrote the file.
    """
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if content.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise BaselineError("an unresolved merge conflict", number, "keep both sides, delete the marks")
        if number == 1 and (version := re.match(r"# decompose baseline, version (\d+)", content)):
            if int(version[1]) != VERSION:
                raise BaselineError(f"a baseline of version {version[1]}", number, "run `decompose accept` again")
            continue
        if content and not content.startswith("#"):
            entries.append(_entry(content, number))
    return tuple(entries)


def written(entries: Iterable[Entry]) -> str:
    """The file: its header, and each coupling once, sorted."""
    by_relation = {entry.relation: entry for entry in sorted(entries, key=lambda entry: (entry.relation, entry.line))}
    return HEADER + "".join(f"{by_relation[relation]}\n" for relation in sorted(by_relation))


def _entry(content: str, number: int) -> Entry:
    found = _LINE.fullmatch(content)
    kind = _KIND.get(found["kind"]) if found else None
    if found is None or kind is None:
        form = "write `KIND SOURCE -> TARGET  # reason`"
        known = f"; kinds: {', '.join(_KIND)}" if found else ""
        raise BaselineError("not a coupling", number, form + known)
    note = found["note"] or ""
    until = None
    if dated := _UNTIL.match(note):
        note = note[dated.end() :]
        try:
            until = datetime.date.fromisoformat(dated["date"])
        except ValueError:
            raise BaselineError(f"{dated['date']!r} is no date", number, "write until=YYYY-MM-DD") from None
    return Entry(Relation(kind, _unquoted(found["source"]), _unquoted(found["target"])), note.strip(), until, number)


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) and name.isprintable() else json.dumps(name)


def _unquoted(name: str) -> str:
    if not name.startswith('"'):
        return name
    try:
        return str(json.loads(name))
    except json.JSONDecodeError:
        return name


def _one_line(text: str) -> str:
    return " ".join(text.split())
