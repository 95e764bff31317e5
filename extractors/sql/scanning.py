"""What keywords alone show of a statement that no parser takes: the names after FROM, JOIN, INTO, UPDATE."""

from __future__ import annotations

from sqlglot import Token, TokenType

from decompose.extractors.sql.access import Operation
from decompose.extractors.sql.footprint import Footprint
from decompose.extractors.sql.placeholders import is_marked

_WORDS_BEFORE_A_NAME = frozenset({"ONLY", "TABLE", "LATERAL", "IF", "EXISTS", "NOT", "IGNORE", "LOW_PRIORITY"})
_FUNCTIONS_WITH_FROM = frozenset({"EXTRACT", "SUBSTRING", "SUBSTR", "TRIM", "OVERLAY", "POSITION"})
_DDL = frozenset({"CREATE", "DROP", "ALTER"})
_RESERVED = frozenset(
    {
        *("SELECT", "DISTINCT", "FROM", "WHERE", "GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET", "FETCH"),
        *("UNION", "EXCEPT", "INTERSECT", "WITH", "AS", "WINDOW", "FOR", "RETURNING", "LATERAL", "UNNEST"),
        *("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "OUTER", "ON", "USING"),
        *("INSERT", "INTO", "VALUES", "VALUE", "DEFAULT", "SET", "DELETE", "TABLE", "CREATE", "DROP", "ALTER"),
        *("AND", "OR", "NOT", "IN", "IS", "NULL", "EXISTS", "BETWEEN", "LIKE", "ALL", "ANY"),
        *("CASE", "WHEN", "THEN", "ELSE"),
    }
)
"""Words that no dialect takes as an unquoted name of a table."""


def is_reserved(word: str) -> bool:
    """Whether an unquoted word can never name a table."""
    return word.upper() in _RESERVED


def _is_name(token: Token) -> bool:
    """A quoted name, or a word that is not reserved: dialects have many keywords that may be names."""
    if token.token_type is TokenType.IDENTIFIER:
        return True
    is_word = token.token_type is not TokenType.STRING and (token.text[:1].isalpha() or token.text[:1] in "_#")
    return is_word and not is_reserved(token.text)


def scan(tokens: list[Token]) -> Footprint:
    """The tables that stand where only a table can; ``WITH`` names and table functions are none."""
    result = Footprint()
    own = _names_of_ctes(tokens)
    opened: list[str] = []
    for index, token in enumerate(tokens):
        if token.token_type is TokenType.L_PAREN:
            opened.append(tokens[index - 1].text.upper() if index else "")
        elif token.token_type is TokenType.R_PAREN and opened:
            opened.pop()
        elif not (opened and opened[-1] in _FUNCTIONS_WITH_FROM):
            operation = _operation(tokens, index)
            if operation is not None:
                _name_after(tokens, index, operation, own, result)
    return result


def qualified_name(tokens: list[Token], start: int) -> tuple[list[str], int]:
    """The parts of a dotted name, and the index behind it; no parts where none stands there."""
    parts: list[str] = []
    index = start
    while index < len(tokens) and _is_name(tokens[index]):
        parts.append(tokens[index].text)
        index += 1
        if index >= len(tokens) or tokens[index].token_type is not TokenType.DOT:
            return parts, index
        index += 1
    return ([], start) if not parts else (parts, index)


def _operation(tokens: list[Token], index: int) -> Operation | None:
    """What a keyword does to the name after it; None where no name of a table follows."""
    word = tokens[index].text.upper() if tokens[index].token_type is not TokenType.STRING else ""
    before = tokens[index - 1].text.upper() if index else ""
    match word:
        case "FROM" if before == "DELETE":
            return Operation.DELETE
        case "FROM":
            return None if before == "DISTINCT" else Operation.SELECT
        case "JOIN":
            return Operation.SELECT
        case "INTO":
            return Operation.MERGE if before == "MERGE" else Operation.INSERT
        case "UPDATE":
            return None if before in {"FOR", "ON", "DO", "KEY", "THEN", "OR", "AFTER", "BEFORE"} else Operation.UPDATE
        case "TABLE" if before in _DDL:
            return Operation.DDL
        case "TABLE" if before == "TRUNCATE":
            return Operation.TRUNCATE
    return None


def _name_after(tokens: list[Token], index: int, operation: Operation, own: set[str], result: Footprint) -> None:
    start = index + 1
    while start < len(tokens) and tokens[start].text.upper() in _WORDS_BEFORE_A_NAME:
        start += 1
    while True:
        parts, behind = qualified_name(tokens, start)
        if not parts:
            return
        is_call = behind < len(tokens) and tokens[behind].token_type is TokenType.L_PAREN
        is_source = operation is Operation.SELECT
        if not (is_source and (is_call or (len(parts) == 1 and parts[0].casefold() in own))):
            result.dynamic = result.dynamic or any(is_marked(part) for part in parts)
            if not is_marked(parts[-1]):
                result.use(".".join(part for part in parts if not is_marked(part)), operation)
        if not is_source:
            return
        start = _after_comma(tokens, behind)
        if start < 0:
            return


def _after_comma(tokens: list[Token], behind: int) -> int:
    """Where the next source of ``FROM a x, b AS y`` starts; -1 where the list ends."""
    if behind < len(tokens) and tokens[behind].text.upper() == "AS":
        behind += 1
    if behind < len(tokens) and _is_name(tokens[behind]):
        behind += 1
    is_list = behind < len(tokens) and tokens[behind].token_type is TokenType.COMMA
    return behind + 1 if is_list else -1


def _names_of_ctes(tokens: list[Token]) -> set[str]:
    return {
        tokens[index].text.casefold()
        for index in range(len(tokens) - 2)
        if _is_name(tokens[index])
        and tokens[index + 1].text.upper() == "AS"
        and tokens[index + 2].token_type is TokenType.L_PAREN
    }
