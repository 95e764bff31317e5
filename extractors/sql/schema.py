"""From the definitions of a script to its tables."""

from __future__ import annotations

from sqlglot import exp

from decompose.extractors.graph import Table
from decompose.extractors.places import Diagnostic, Place, Severity
from decompose.extractors.sql.commands import read_command
from decompose.extractors.sql.drafts import Drafts
from decompose.extractors.sql.dumps import LONGEST, Definition, definitions
from decompose.extractors.sql.footprint import Footprint
from decompose.extractors.sql.parsing import Failure, parse
from decompose.extractors.sql.tokens import preferred, tokenize

_KINDS = frozenset({"TABLE", "VIEW"})
_OTHER_KINDS = frozenset(
    {
        *("INDEX", "SEQUENCE", "FUNCTION", "PROCEDURE", "TRIGGER", "TYPE", "DOMAIN", "SCHEMA", "DATABASE", "EXTENSION"),
        *("ROLE", "USER", "RULE", "POLICY", "PUBLICATION", "SUBSCRIPTION", "STATISTICS", "OPERATOR", "AGGREGATE"),
        *("EVENT", "DEFAULT", "SERVER", "CAST", "COLLATION", "SYNONYM", "PACKAGE", "TABLESPACE", "LANGUAGE", "LOGIN"),
    }
)
_LOOKED_AT = 400
"""Characters of a statement in which its kind has to stand."""


def read(text: str, path: str, dialect: str | None) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """The tables of a script and what was not understood; see ``schema_files.read_schema_file``."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    dialects = preferred(dialect)
    drafts = Drafts()
    diagnostics: list[Diagnostic] = []
    for definition in definitions(text):
        if not _is_of_table(definition.text):
            continue
        place = Place(path, definition.line)
        tree, taken_in, problem = _parsed(definition.text, dialects)
        dialects = (taken_in, *(other for other in dialects if other != taken_in))
        if tree is not None:
            drafts.apply(tree, place)
        elif _matters(definition):
            message = f"this definition could not be read ({problem})"
            diagnostics.append(Diagnostic(place, "sql-schema-not-understood", message, Severity.WARNING))
            if definition.text[:6].upper() == "CREATE":
                _name_only(definition.text, dialects, drafts, place)
    return drafts.tables(), tuple(diagnostics)


def _is_of_table(text: str) -> bool:
    """Whether a definition is of a table or a view: which word for a kind of thing comes first."""
    words = (token.text.upper() for token in tokenize(text[:_LOOKED_AT]))
    return next((word in _KINDS for word in words if word in _KINDS or word in _OTHER_KINDS), False)


def _parsed(text: str, dialects: tuple[str, ...]) -> tuple[exp.Expr | None, str, str]:
    """The statement in the first dialect that knows it, with that dialect; else None and the reason."""
    problem = f"it has more than {LONGEST:,} characters" if len(text) >= LONGEST else ""
    for dialect in () if problem else dialects:
        outcome = parse(text, dialect)
        if isinstance(outcome, Failure):
            problem = problem or outcome.reason
        elif not isinstance(outcome.tree, exp.Command):
            return outcome.tree, dialect, ""
        else:
            problem = problem or "it uses syntax that sqlglot does not know"
    return None, dialects[0], problem


def _matters(definition: Definition) -> bool:
    """A change of owner, statistics or storage says nothing of tables."""
    words = definition.text.upper()
    return words.startswith("CREATE") or "REFERENCES" in words or " ADD COLUMN" in words


def _name_only(text: str, dialects: tuple[str, ...], drafts: Drafts, place: Place) -> None:
    tokens = tokenize(text[:_LOOKED_AT], dialects)
    named = read_command(tokens, text, lambda _: Footprint())
    for table in sorted(named.uses):
        drafts.name(table, place)
