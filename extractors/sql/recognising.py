"""Telling SQL from English by its tokens: a verb, and what must follow it."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import Token, TokenType

from decompose.extractors.sql.placeholders import is_marked, mark
from decompose.extractors.sql.scanning import qualified_name
from decompose.extractors.sql.tokens import statements, tokenize

_LONGEST = 200_000
_BEGINNING = 2_000
"""Characters in which the verb has to stand."""
_ARTICLES = frozenset({"THE", "AN", "YOUR", "THIS", "THAT", "ANY", "ALL", "EACH", "A"})
_SQL_WORDS = frozenset(
    {
        *("SKIP", "LOCKED", "NOWAIT", "ONLY", "FIRST", "NEXT", "LAST", "ROW", "ROWS", "NULLS", "OF", "NO", "ACTION"),
        *("KEY", "MATCHED", "ADD", "TYPE", "RENAME", "OWNER", "ENGINE", "COLUMN", "SYSTEM", "HIGH_PRIORITY", "TO"),
        *("SQL_CALC_FOUND_ROWS", "SQL_NO_CACHE", "STRAIGHT_JOIN", "CONCURRENTLY", "MODE", "DATA", "INFILE", "STDIN"),
        *("STDOUT", "READ", "WRITE", "CONSTRAINT", "DEFERRABLE", "INITIALLY", "DEFERRED", "IMMEDIATE", "EACH"),
        *("STATEMENT", "BEFORE", "AFTER", "INSTEAD", "EXECUTE", "TRIGGER", "RESTART", "IDENTITY", "CONTINUE"),
    }
)
"""Words of SQL that sqlglot takes for names."""
_AFTER_ALIAS = frozenset({"WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ORDER", "GROUP", ",", "AS", ")", "ON"})
_KINDS = {"VIEW": "AS", "INDEX": "ON", "TRIGGER": "ON"}
"""What is made of tables, with the word that comes before them."""
_TOUCH_NO_ROWS = frozenset(
    {
        *("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"),
        *("SET", "PRAGMA", "USE", "GO", "VACUUM"),
    }
)

Words = list[str]
_TESTS: dict[str, Callable[[list[Token], Words], bool]] = {}


def is_statement(text: str) -> bool:
    """Whether a text is one or more statements of SQL; see ``statements.looks_like_sql``."""
    beginning = text[:_BEGINNING].upper()
    if len(text) > _LONGEST or not any(verb in beginning for verb in _TESTS):
        return False
    for piece in statements(tokenize(mark(text))):
        tokens = _from_verb(piece)
        words = [_word(token) for token in tokens]
        if words and _defines_no_table(words):
            continue
        test = _TESTS.get(words[0]) if words else None
        if test is not None:
            return test(tokens, words) and not _is_prose(tokens, words)
        if not words or words[0] not in _TOUCH_NO_ROWS:
            return False
    return False


def _defines_no_table(words: Words) -> bool:
    """A sequence, a type, a role: tables may follow in the next statement."""
    return words[0] in {"CREATE", "ALTER", "DROP"} and not {"TABLE", *_KINDS} & set(words[1:7])


def _from_verb(tokens: list[Token]) -> list[Token]:
    """Without the parentheses and unknown parts that may stand before the verb."""
    start = 0
    while start < len(tokens) and (tokens[start].token_type is TokenType.L_PAREN or is_marked(tokens[start].text)):
        start += 1
    return tokens[start:]


def _word(token: Token) -> str:
    return "'" if token.token_type in {TokenType.STRING, TokenType.IDENTIFIER} else token.text.upper()


def _is_prose(tokens: list[Token], words: Words) -> bool:
    """Three plain words in a row, or an article where a table would stand."""
    plain = 0
    for index, token in enumerate(tokens):
        is_plain = token.token_type is TokenType.VAR and not is_marked(token.text) and words[index] not in _SQL_WORDS
        plain = plain + 1 if is_plain else 0
        if plain >= 3:
            return True
        if words[index] in _ARTICLES and _is_article(tokens, words, index):
            return True
    return False


def _is_article(tokens: list[Token], words: Words, index: int) -> bool:
    """Before a noun, where a table would stand; ``a`` may be a table with an alias."""
    if index == 0 or index + 1 >= len(tokens) or tokens[index + 1].token_type is not TokenType.VAR:
        return False
    if words[index] == "A":
        behind = words[index + 2] if index + 2 < len(words) else ""
        return words[index - 1] == "FROM" and behind not in _AFTER_ALIAS
    return words[index - 1] in {"FROM", "INTO", "UPDATE", "TABLE"}


def _for(*verbs: str) -> Callable[[Callable[[list[Token], Words], bool]], Callable[[list[Token], Words], bool]]:
    def register(
        test: Callable[[list[Token], Words], bool],
    ) -> Callable[[list[Token], Words], bool]:
        _TESTS.update(dict.fromkeys(verbs, test))
        return test

    return register


def _behind_name(tokens: list[Token], words: Words, start: int) -> str | None:
    """The word after the name at an index; empty at the end, None where no name stands there."""
    parts, behind = qualified_name(tokens, start)
    if not parts:
        return None
    if behind < len(tokens) and is_marked(tokens[behind].text):
        return "…"
    return words[behind] if behind < len(words) else ""


@_for("SELECT")
def _select(tokens: list[Token], words: Words) -> bool:
    if "FROM" in words[2:]:
        return True
    calls = len(words) > 2 and words[2] in {"(", "."}
    starts_with_value = len(words) > 1 and (tokens[1].token_type is TokenType.NUMBER or words[1] in {"'", "("})
    return calls or starts_with_value or (len(words) == 2 and is_marked(tokens[1].text))


@_for("WITH")
def _with(tokens: list[Token], words: Words) -> bool:  # noqa: ARG001
    return any(
        words[index] == "AS" and words[index + 1] in {"(", "NOT", "MATERIALIZED"} for index in range(len(words) - 1)
    )


@_for("INSERT", "REPLACE")
def _insert(tokens: list[Token], words: Words) -> bool:
    if "INTO" not in words[1:5]:
        return False
    start = words.index("INTO") + 1
    start += words[start : start + 1] == ["TABLE"]
    follows = _behind_name(tokens, words, start)
    starts = {"(", "VALUES", "SELECT", "DEFAULT", "SET", "WITH", "AS", "VALUE", "OVERRIDING", "…"}
    return follows in starts or (follows == "" and is_marked(tokens[start].text))


@_for("MERGE")
def _merge(tokens: list[Token], words: Words) -> bool:  # noqa: ARG001
    return "USING" in words and "WHEN" in words


@_for("UPDATE")
def _update(tokens: list[Token], words: Words) -> bool:
    if len(tokens) == 2 and is_marked(tokens[1].text):
        return True
    if "SET" not in words[2:]:
        follows = _behind_name(tokens, words, 1)
        return follows == "…"
    behind = words[words.index("SET", 2) + 1 :]
    return "=" in behind or "EQ" in behind or any(is_marked(token.text) for token in tokens)


@_for("DELETE")
def _delete(tokens: list[Token], words: Words) -> bool:
    if len(words) > 1 and words[1] == "FROM":
        follows = _behind_name(tokens, words, 2)
        return follows is not None or (len(words) > 2 and words[2] in {"'", "ONLY"})
    if "FROM" in words[2:8]:
        return "JOIN" in words or "WHERE" in words
    return _behind_name(tokens, words, 1) == "WHERE" and bool({"=", "<", ">", "IN", "IS", "LIKE"} & set(words))


@_for("CREATE", "ALTER", "DROP")
def _define(tokens: list[Token], words: Words) -> bool:
    if "TABLE" in words[1:6]:
        start = words.index("TABLE") + 1
        while start < len(words) and words[start] in {"IF", "NOT", "EXISTS", "ONLY"}:
            start += 1
        follows = _behind_name(tokens, words, start)
        if words[0] == "CREATE":
            return follows in {"(", "AS", "LIKE", "USING", "PARTITION", "SELECT", "ENGINE", "…"}
        if words[0] == "DROP":
            return follows in {"", ",", "CASCADE", "RESTRICT", "PURGE", "…"}
        return follows is not None and follows != ""
    kind = next((word for word in words[1:] if word in _KINDS), None)
    return kind is not None and (words[0] != "CREATE" or _KINDS[kind] in words)


@_for("TRUNCATE")
def _truncate(tokens: list[Token], words: Words) -> bool:
    start = 2 if words[1:2] == ["TABLE"] else 1
    return _behind_name(tokens, words, start) in {"", ",", "CASCADE", "RESTART", "RESTRICT", "CONTINUE", "…"}


@_for("COPY")
def _copy(tokens: list[Token], words: Words) -> bool:
    if words[1:2] != ["("] and _behind_name(tokens, words, 1) not in {"FROM", "TO", "(", "…"}:
        return False
    return bool({"FROM", "TO"} & set(words)) and bool({"STDIN", "STDOUT", "CSV", "WITH", "PROGRAM", "'"} & set(words))


@_for("LOCK")
def _lock(tokens: list[Token], words: Words) -> bool:
    return words[1:2] in (["TABLE"], ["TABLES"]) and _behind_name(tokens, words, 2) is not None


@_for("CALL", "EXEC")
def _call(tokens: list[Token], words: Words) -> bool:
    return _behind_name(tokens, words, 1) in {"(", "@", "…"}


@_for("DECLARE", "PREPARE")
def _named_statement(tokens: list[Token], words: Words) -> bool:
    return _explain(tokens, words)


@_for("REFRESH")
def _refresh(tokens: list[Token], words: Words) -> bool:  # noqa: ARG001
    return words[1:3] == ["MATERIALIZED", "VIEW"]


@_for("LOAD")
def _load(tokens: list[Token], words: Words) -> bool:  # noqa: ARG001
    return words[1:2] == ["DATA"] and "INTO" in words


@_for("EXPLAIN")
def _explain(tokens: list[Token], words: Words) -> bool:
    inner = next((index for index, word in enumerate(words) if index and word in _TESTS), None)
    return inner is not None and _TESTS[words[inner]](tokens[inner:], words[inner:])
