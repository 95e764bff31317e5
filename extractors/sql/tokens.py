"""SQL as tokens: the dialects that are tried, and the statements of a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlglot import Token, Tokenizer, TokenType
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

DIALECTS = ("postgres", "mysql", "sqlite", "tsql", "oracle", "", "clickhouse", "bigquery")
"""What is tried where the dialect is unknown: the common ones first, then sqlglot's generic one."""

_CLOSINGS = ("", "'", '"', "`", "*/", "'''")
"""What closes a text that breaks off inside a literal or a comment."""


_BACKTICKS = ("mysql", "sqlite", "clickhouse", "bigquery")


def preferred(dialect: str | None, text: str = "") -> tuple[str, ...]:
    """The dialects to try, the given one first; an unknown name counts as none given.

    Where the text has backticks, those dialects come first that quote names by them.
    """
    given = (dialect,) if dialect and Dialect.get(dialect) is not None else ()
    by_quotes = _BACKTICKS if "`" in text else ()
    if by_quotes and given and given[0] not in by_quotes:
        given = ()
    return tuple(dict.fromkeys((*given, *by_quotes, *DIALECTS)))


def tokenize(text: str, dialects: tuple[str, ...] = DIALECTS) -> list[Token]:
    """The tokens in the first dialect that takes all characters; none where no dialect does."""
    return _tokenize(text, dialects)[1]


def split(text: str, dialects: tuple[str, ...]) -> list[str]:
    """The statements of a text, without their semicolons; empty ones are left out.

    The body of a trigger or of a routine (``BEGIN … END``) stays with its statement.
    """
    closed, found = _tokenize(text, dialects)
    if not found:
        return [text] if _is_unreadable(text, dialects) else []
    pieces = [closed[piece[0].start : piece[-1].end + 1] for piece in _pieces(found)]
    return [piece for piece in pieces if piece.strip()]


def statements(found: list[Token]) -> Iterator[list[Token]]:
    """Tokens cut at semicolons, bodies of triggers and routines kept together."""
    return _pieces(found)


def _tokenize(text: str, dialects: tuple[str, ...]) -> tuple[str, list[Token]]:
    """The text, closed where it breaks off, and its tokens: in the first dialect that knows all its characters."""
    for closing in _CLOSINGS:
        doubtful: list[Token] = []
        for dialect in dialects:
            try:
                found = _tokenizer(dialect).tokenize(text + closing)
            except (SqlglotError, RecursionError):
                continue
            if not any(token.token_type is TokenType.UNKNOWN for token in found):
                return text + closing, found
            doubtful = doubtful or found
        if doubtful:
            return text + closing, doubtful
    return text, []


@cache
def _tokenizer(dialect: str) -> Tokenizer:
    """A dialect's tokenizer, made to look into commands: sqlglot's own takes what follows CALL for one string."""
    known = Dialect.get_or_raise(dialect)
    opened: type[Tokenizer] = type("Opened", (known.tokenizer_class,), {"COMMANDS": set()})
    return opened(dialect=known)


def _is_unreadable(text: str, dialects: tuple[str, ...]) -> bool:
    try:
        _tokenizer(dialects[0]).tokenize(text)
    except SqlglotError:
        return True
    return False


def _pieces(found: list[Token]) -> Iterator[list[Token]]:
    piece: list[Token] = []
    depth = 0
    for token in found:
        if token.token_type is TokenType.SEMICOLON and depth <= 0:
            if piece:
                yield piece
            piece = []
            continue
        piece.append(token)
        depth += _deepens(token, piece, depth)
    if piece:
        yield piece


def _deepens(token: Token, piece: list[Token], depth: int) -> int:
    """How a token changes the depth of ``BEGIN … END`` and ``CASE … END`` inside a body."""
    word = token.text.upper()
    if word == "BEGIN" and (depth or defines_routine(piece)):
        return 1
    if depth and token.token_type is TokenType.CASE:
        return 1
    return -1 if depth and word == "END" else 0


def defines_routine(piece: list[Token]) -> bool:
    """A trigger or a routine, whose statements run at other times than it does."""
    words = {token.text.upper() for token in piece[:8]}
    return piece[0].text.upper() in {"CREATE", "ALTER"} and bool(words & {"TRIGGER", "FUNCTION", "PROCEDURE"})
