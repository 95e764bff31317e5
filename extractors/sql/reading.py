"""From a text of SQL to what it does: split, parse, repair, and admit what stays unknown."""

from __future__ import annotations

from sqlglot import exp

from decompose.extractors.sql.access import Operation, SqlAccess
from decompose.extractors.sql.commands import is_read_unparsed, read_command
from decompose.extractors.sql.footprint import Footprint, summarise
from decompose.extractors.sql.parsing import Failure, Parsed, parse
from decompose.extractors.sql.placeholders import PART, is_slot, mark, without_marks
from decompose.extractors.sql.repairing import repair
from decompose.extractors.sql.roles import NotAStatementError
from decompose.extractors.sql.scanning import scan
from decompose.extractors.sql.tokens import preferred, split, tokenize
from decompose.extractors.sql.trees import read_tree

LONGEST = 200_000
"""Characters; of a longer text only the beginning is looked at, for the names that its keywords show."""

_LOOKED_AT = 20_000
_MOST_PARSES = (120, 60, 30, 15)
"""Attempts to repair a statement, in the dialect that got furthest and in the next ones; the last holds for all
that follow."""
_VERBS = frozenset(
    {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "REPLACE", "CREATE", "TRUNCATE", "COPY", "("}
)
"""What a statement has to begin with before its words are believed: others are English."""
_DEEPEST = 4
"""Levels of statements inside statements (``EXPLAIN DECLARE c CURSOR FOR …``)."""


def read(text: str, dialect: str | None) -> SqlAccess:
    """What a text of SQL does; see ``statements.read_sql``."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate could not be written anywhere
    if len(text) > LONGEST:
        beginning = scan(tokenize(mark(text[:_LOOKED_AT])))
        beginning.problem = f"the text has more than {LONGEST:,} characters"
        return summarise([beginning])
    dialects = preferred(dialect, text)
    return summarise([_read_statement(statement, dialects) for statement in split(mark(text), dialects)])


def _read_statement(text: str, dialects: tuple[str, ...], depth: int = 0) -> Footprint:
    """One marked statement: as it stands in any dialect, then repaired, then by its keywords."""
    if is_slot(text.strip()):
        return Footprint(dynamic=True)
    failures: list[tuple[int, str]] = []
    problem = ""
    for dialect in dialects:
        outcome = parse(text, dialect)
        if isinstance(outcome, Failure):
            failures.append((-outcome.reached, dialect))
            problem = problem or outcome.reason
            continue
        found = _footprint(outcome, text, dialects, depth)
        if not found.problem:
            return found
        problem = problem or found.problem
    if text[:4].upper() == "WITH":  # the statement that uses its clauses may stand elsewhere
        text = f"{text} {PART}"
    is_english = len(failures) < len(dialects)
    return _footprint_repaired(text, dialects, depth, failures) or _footprint_of_words(
        text, dialects, without_marks(problem), is_english=is_english
    )


def _footprint_repaired(
    text: str, dialects: tuple[str, ...], depth: int, failures: list[tuple[int, str]]
) -> Footprint | None:
    """The statement with its unknown parts taken for something else, where a parser got furthest."""
    by_reach = sorted(failures, key=lambda failure: (failure[0], dialects.index(failure[1])))
    for rank, (_, dialect) in enumerate(by_reach):
        repaired = repair(text, dialect, _MOST_PARSES[min(rank, len(_MOST_PARSES) - 1)])
        if repaired is not None:
            found = _footprint(repaired, text, dialects, depth)
            if not found.problem:
                return found
    return None


def _footprint_of_words(text: str, dialects: tuple[str, ...], problem: str, *, is_english: bool) -> Footprint:
    """What the words of a statement show that no parser takes."""
    tokens = tokenize(text, dialects)
    if is_read_unparsed(tokens):
        return read_command(tokens, text, lambda _: Footprint(problem=problem))
    is_sql = bool(tokens) and not is_english and (tokens[0].text.upper() in _VERBS or is_slot(tokens[0].text))
    shown = scan(tokens) if is_sql else Footprint()
    shown.problem = problem
    return shown


def _footprint(parsed: Parsed, text: str, dialects: tuple[str, ...], depth: int) -> Footprint:
    if isinstance(parsed.tree, exp.Command):
        if depth >= _DEEPEST:
            return Footprint(problem="statements are nested too deeply")
        return read_command(tokenize(text, dialects), text, lambda inner: _read_statement(inner, dialects, depth + 1))
    try:
        found = read_tree(parsed.tree)
    except (NotAStatementError, RecursionError) as error:
        return Footprint(problem=str(error) or type(error).__name__)
    if parsed.starts_unknown:  # a WITH clause, perhaps, which defines what looks like a table
        found.dynamic = True
        found.doubtful = {name for name, done in found.uses.items() if done == {Operation.SELECT} and "." not in name}
    return found
