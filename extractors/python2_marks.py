"""Tells Python 2 from other text that the standard parser rejects."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from fissix.pgen2 import token, tokenize

_OLD_NUMBER = re.compile(r"0\d*[1-9]\d*[lL]?|\w*[lL]")
_IGNORED = frozenset({token.NL, token.COMMENT, token.INDENT, token.DEDENT})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_SUITES = frozenset({"if", "elif", "else", "for", "while", "try", "except", "finally", "def"})
_OPERATORS = frozenset({"in", "is", "and", "or", "not", "if"})
_KEYWORD_NAMES = frozenset({"async", "await"})


class _Token(NamedTuple):
    kind: int
    text: str


_LINE_END = _Token(token.NEWLINE, "\n")


def looks_like_python2(text: str) -> bool:
    """Whether the text has a form that only Python 2 gives a meaning.

    These are: a ``print`` or ``exec`` statement, backticks, ``<>``, octal ``0777`` and long ``10L``
    numbers, ``ur''`` strings, ``raise E, value``, parameters that unpack tuples, ``except E, e`` with
    one name in lower case, and ``async`` as a name. ``except A, B`` alone is also Python 3.14.
    """
    return any(_is_old_statement(line) or _has_old_token(line) for line in _logical_lines(text))


def _logical_lines(text: str) -> Iterator[list[_Token]]:
    """The tokens of each statement, as far as the text can be tokenised."""
    line: list[_Token] = []
    try:
        for kind, string, *_ in tokenize.generate_tokens(io.StringIO(text).readline):
            if kind == token.NEWLINE or string == ";":
                yield line
                line = []
            elif kind not in _IGNORED:
                line.append(_Token(kind, string))
    except (tokenize.TokenError, SyntaxError):
        pass
    yield line


def _is_old_statement(line: list[_Token]) -> bool:
    while 0 < (colon := _suite_on_the_same_line(line)) < len(line):
        if _starts_old(line[:colon]):
            return True
        line = line[colon:]
    return _starts_old(line)


def _suite_on_the_same_line(line: list[_Token]) -> int:
    """Where the body starts in ``else: print x``; 0 where there is none."""
    if not line or line[0].text not in _SUITES:
        return 0
    depth = 0
    for position, (_, text) in enumerate(line):
        depth += (text in _OPENING) - (text in _CLOSING)
        if text == ":" and depth == 0:
            return position + 1
    return 0


def _starts_old(line: list[_Token]) -> bool:
    match [one.text for one in line[:2]]:
        case ["print" | "exec", _]:
            return line[1].kind in {token.NAME, token.NUMBER, token.STRING} and line[1].text not in _OPERATORS
        case ["raise", _]:
            return _has_comma(line)
        case ["except", _]:
            return _names_the_exception(line)
        case _:
            return False


def _has_comma(line: list[_Token]) -> bool:
    """It has a comma outside brackets."""
    depth = 0
    for _, text in line:
        depth += (text in _OPENING) - (text in _CLOSING)
        if text == "," and depth == 0:
            return True
    return False


def _names_the_exception(line: list[_Token]) -> bool:
    """``except E, e:`` with one last name in lower case; ``except E, (a, b):``."""
    texts = [one.text for one in line]
    if texts[1] == "(":
        closing = _closing(texts, 1)
        return texts[closing + 1 : closing + 2] == [","] and len(texts) == closing + 4
    if texts[-2:-1] == [")"] and _has_comma(line):
        return True
    match texts:
        case ["except", *caught, ",", name, ":"]:
            return "," not in caught and name.isidentifier() and name.islower()
        case _:
            return False


def _closing(texts: list[str], opening: int) -> int:
    depth = 0
    for position in range(opening, len(texts)):
        depth += (texts[position] in _OPENING) - (texts[position] in _CLOSING)
        if depth == 0:
            return position
    return len(texts)


def _has_old_token(line: list[_Token]) -> bool:
    if any(_is_old(one) for one in line):
        return True
    return any(_is_old_pair(first.text, second.text) for first, second in pairwise([*line, _LINE_END]))


def _is_old(one: _Token) -> bool:
    if one.kind == token.NUMBER:
        return bool(_OLD_NUMBER.fullmatch(one.text)) and not one.text.lower().startswith(("0b", "0o"))
    if one.kind == token.STRING:
        return one.text[:2].lower() == "ur"
    return one.text in {"`", "<>"}


def _is_old_pair(first: str, second: str) -> bool:
    if first in _KEYWORD_NAMES:
        return second in {"=", ",", ")", ".", ":", "\n"}
    return second in _KEYWORD_NAMES and first == "."
