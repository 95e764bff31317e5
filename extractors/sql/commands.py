"""Statements that sqlglot hands back unparsed, by their first word.

Each reader registers itself for its words; it gets the tokens of the whole statement and its text.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import Token, TokenType

from decompose.extractors.sql.access import Operation
from decompose.extractors.sql.footprint import Footprint
from decompose.extractors.sql.placeholders import is_marked
from decompose.extractors.sql.scanning import qualified_name, scan
from decompose.extractors.sql.tokens import defines_routine, tokenize

Reread = Callable[[str], Footprint]
"""Reads a statement that stands inside another one."""
Reader = Callable[[list[Token], str, Reread], Footprint]

_READERS: dict[str, Reader] = {}
_BEGINNINGS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "REPLACE"})
_TOUCH_NO_ROWS = (
    *("VACUUM", "GRANT", "REVOKE", "SHOW", "SET", "RESET", "DISCARD", "LISTEN", "NOTIFY", "UNLISTEN", "CLUSTER"),
    *("REINDEX", "CHECKPOINT", "SAVEPOINT", "RELEASE", "ROLLBACK", "START", "BEGIN", "END", "COMMIT", "ABORT"),
    *("DEALLOCATE", "FETCH", "MOVE", "CLOSE", "OPEN", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "FLUSH", "UNLOCK"),
    *("COMMENT", "SECURITY", "USE", "DBCC", "PRINT", "GO", "ATTACH", "DETACH", "KILL", "PURGE", "INSTALL"),
    *("DESCRIBE", "DESC", "HELP", "WAITFOR", "PRAGMA", "CONNECT", "DISCONNECT", "IMPORT", "REASSIGN"),
)
_MODIFIERS = frozenset({"TABLE", "TABLES", "ONLY", "IF", "NOT", "EXISTS", "MATERIALIZED", "VIEW", "CONCURRENTLY"})


def is_read_unparsed(tokens: list[Token]) -> bool:
    """Whether a statement that no dialect parses is told by its first words all the same."""
    if not tokens:
        return False
    return tokens[0].text.upper() in {"LOAD", "ALTER", "DROP", "RENAME", "DO"} or defines_routine(tokens)


def read_command(tokens: list[Token], text: str, reread: Reread) -> Footprint:
    """The tables of a statement that sqlglot knows only by its first word."""
    word = tokens[0].text.upper() if tokens else ""
    reader = _READERS.get(word)
    if reader is None:
        return Footprint(problem=f"{word} statements are not understood")
    return reader(tokens, text, reread)


def _for(*words: str) -> Callable[[Reader], Reader]:
    def register(reader: Reader) -> Reader:
        _READERS.update(dict.fromkeys(words, reader))
        return reader

    return register


@_for(*_TOUCH_NO_ROWS)
def _nothing(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    return Footprint()


@_for("EXPLAIN", "DESCRIBE", "DESC")
def _explain(tokens: list[Token], text: str, reread: Reread) -> Footprint:
    inner = _inner(tokens, text, reread)
    runs = any(token.text.upper() in {"ANALYZE", "ANALYSE"} for token in tokens[1:6])
    return inner if runs else inner.only_reads()


@_for("DECLARE", "PREPARE")
def _named_statement(tokens: list[Token], text: str, reread: Reread) -> Footprint:
    return _inner(tokens, text, reread)


def _inner(tokens: list[Token], text: str, reread: Reread) -> Footprint:
    """The statement that another one explains, prepares or opens a cursor for."""
    for token in tokens[1:]:
        if token.text.upper() in _BEGINNINGS and token.token_type is not TokenType.STRING:
            return reread(text[token.start :])
    return Footprint()


@_for("REPLACE")
def _replace(tokens: list[Token], text: str, reread: Reread) -> Footprint:
    """MySQL and SQLite: an INSERT that takes the place of the rows with the same key."""
    first = 1
    while first < len(tokens) and tokens[first].text.upper() in {"LOW_PRIORITY", "DELAYED", "INTO"}:
        first += 1
    if first >= len(tokens):
        return Footprint(problem="a REPLACE without a table")
    return reread("INSERT INTO " + text[tokens[first].start :])


@_for("LOCK")
def _lock(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    words = [token.text.upper() for token in tokens]
    if len(words) < 2 or not (words[1] in {"TABLE", "TABLES"} or words[-1] == "MODE"):
        return Footprint(problem="LOCK without TABLE")
    result = Footprint()
    expects_name = True
    index = 1
    while index < len(tokens) and words[index] != "IN":
        parts, behind = qualified_name(tokens, index) if words[index] not in _MODIFIERS else ([], index + 1)
        if expects_name and parts:
            _use(parts, Operation.LOCK, result)
            expects_name = False
        elif tokens[index].token_type is TokenType.COMMA:
            expects_name = True
        index = max(behind, index + 1)
    result.locks.update(result.uses)
    return result


@_for("CALL", "EXEC", "EXECUTE")
def _call(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    parts, _ = qualified_name(tokens, 1)
    if not parts or is_marked(parts[-1]):
        return Footprint(dynamic=True)
    return Footprint(calls={".".join(part for part in parts if not is_marked(part))})


@_for("LOAD")
def _load(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    """MySQL: ``LOAD DATA INFILE … INTO TABLE t``."""
    words = [token.text.upper() for token in tokens]
    return _first_name(tokens, words.index("INTO") + 1, Operation.INSERT) if "INTO" in words else Footprint()


@_for("DO")
def _block(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    """PostgreSQL's anonymous block: its body is a program, of which keywords show the tables."""
    result = Footprint()
    for token in tokens:
        if token.token_type in {TokenType.HEREDOC_STRING, TokenType.STRING, TokenType.RAW_STRING}:
            result = scan(tokenize(token.text))
    result.problem = "the body of a DO block is a program"
    return result


@_for("REFRESH")
def _refresh(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    return _first_name(tokens, 1, Operation.INSERT)


@_for("TRUNCATE")
def _truncate(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    return _first_name(tokens, 1, Operation.TRUNCATE)


@_for("CREATE", "ALTER", "DROP", "RENAME")
def _definition(tokens: list[Token], text: str, reread: Reread) -> Footprint:  # noqa: ARG001
    """What sqlglot does not know of definitions; triggers and indexes belong to the table after ON."""
    words = [token.text.upper() for token in tokens[:24]]
    for index, word in enumerate(words[:8]):
        if word in {"TABLE", "VIEW"}:
            return _first_name(tokens, index + 1, Operation.DDL)
        if word in {"TRIGGER", "INDEX"}:
            if words[0] == "ALTER" or "ON" not in words:
                return Footprint()
            return _first_name(tokens, words.index("ON") + 1, Operation.DDL)
    return Footprint()


def _first_name(tokens: list[Token], start: int, operation: Operation) -> Footprint:
    while start < len(tokens) and tokens[start].text.upper() in _MODIFIERS:
        start += 1
    parts, _ = qualified_name(tokens, start)
    result = Footprint()
    if parts:
        _use(parts, operation, result)
    else:
        result.problem = f"a {tokens[0].text.upper()} without a name"
    return result


def _use(parts: list[str], operation: Operation, result: Footprint) -> None:
    result.dynamic = result.dynamic or any(is_marked(part) for part in parts)
    if not is_marked(parts[-1]):
        result.use(".".join(part for part in parts if not is_marked(part)), operation)
