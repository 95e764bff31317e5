"""Where keys stand in a TOML text; the standard library's parser does not say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

Keys = tuple[str, ...]


_ENDS = ("]", "}", '"""', "'''")
"""What the last line of a statement of several lines holds."""


def lines_of_keys(text: str) -> dict[Keys, int]:
    """The line (from 1) on which each key of a valid TOML text is first named.

    Tables count as named on their header's line, and keys of inline tables on the line of the
    statement that holds them.
    """
    found: dict[Keys, int] = {}
    header: Keys = ()
    for line, statement in _statements(text):
        content = tomllib.loads(statement)
        is_header = statement.lstrip().startswith("[")
        if is_header:
            header = next(_leaves(content), ())
        prefix = () if is_header else header
        for keys in _paths(content):
            found.setdefault(prefix + keys, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or assignment with its first line: the shortest runs of lines that parse alone."""
    start, pending = 1, ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        is_first = not pending
        pending += line + "\n"
        if not (is_first or any(end in line for end in _ENDS)):
            continue  # parsing what has not ended would cost the square of its length
        try:
            content = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        if content:
            yield start, pending
        start, pending = number + 1, ""


def _paths(content: Mapping[str, object], prefix: Keys = ()) -> Iterator[Keys]:
    for key, value in content.items():
        yield (*prefix, key)
        if isinstance(value, dict):
            yield from _paths(value, (*prefix, key))


def _leaves(content: Mapping[str, object]) -> Iterator[Keys]:
    """The dotted name in a header: the deepest path of what the header alone parses to."""
    keys: Keys = ()
    value: object = content
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        keys = (*keys, key)
    yield keys
