"""Parsing a statement whose unknown parts are more than a name or a value.

An unknown part first stands as an identifier. Where the parser then stops, the unknown parts just before
that point are tried as what else they may be: nothing, a condition, an assignment … A change is kept
when the statement parses or the parser gets further; the number of attempts is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from sqlglot import exp

from decompose.extractors.sql.parsing import Failure, Parsed, parse
from decompose.extractors.sql.placeholders import PART, VALUE, slots

_FILLINGS: dict[str, tuple[str, ...]] = {
    PART: (
        *("", " AND 1 = 1", " = 1", " 1 = 1 AND ", f" {PART} = 1", f", {PART} = 1", f", {PART}", " (1)"),
        *(
            f" SET {PART} = 1",
            f"{PART}, ",
            f" SELECT {PART}",
            f" (SELECT {PART})",
            " 1",
            " '1'",
            " int",
            " WHERE 1 = 1 AND ",
        ),
        *(f" VALUES ({PART})", f"{PART} AS (SELECT 1), ", " = ", " AND ", " WHEN 1 THEN 1 "),
    ),
    VALUE: (" 1", " '1'", "", " (1)", " = 1", " AND 1 = 1", f" {VALUE} = 1", " 1 = 1 AND ", " SELECT 1", " int"),
}
"""What an unknown part is tried as, after the identifier that it is at first.

None ends where a list of tables could go on, so that no filling makes a table of the text after it.
"""

_MOST_CHARACTERS_PARSED = 400_000
_NEAREST = 4


def repair(text: str, dialect: str, most_parses: int) -> Parsed | None:
    """Parse one marked statement with its unknown parts taken for something else than identifiers.

    Returns:
        None where it still does not parse after that many attempts.
    """
    template = _Template.of(text)
    if not template.kinds:
        return None
    chosen = list(template.kinds)
    outcome = parse(template.render(chosen), dialect)
    budget = min(most_parses, _MOST_CHARACTERS_PARSED // (len(text) + 1))
    tried: set[tuple[str, ...]] = {tuple(chosen)}
    while isinstance(outcome, Failure):
        step = _step(template, chosen, outcome, dialect, tried, budget)
        if step is None:
            return None
        chosen, outcome = step
    starts_unknown = template.starts_with_slot and chosen[0] != template.kinds[0]
    return Parsed(outcome.tree, starts_unknown)


def _step(
    template: _Template, chosen: list[str], failure: Failure, dialect: str, tried: set[tuple[str, ...]], budget: int
) -> tuple[list[str], Parsed | Failure] | None:
    """The first change that makes the statement parse, else the one that gets furthest."""
    best: tuple[list[str], Failure] | None = None
    reached = template.position(chosen, failure.reached)
    for slot in template.slots_before(reached):
        for filling in _FILLINGS[template.kinds[slot]]:
            changed = [*chosen[:slot], filling, *chosen[slot + 1 :]]
            if tuple(changed) in tried:
                continue
            if len(tried) >= budget:
                return None
            tried.add(tuple(changed))
            outcome = parse(template.render(changed), dialect)
            if isinstance(outcome, Parsed):
                if not isinstance(outcome.tree, exp.Command):  # which would take any text
                    return changed, outcome
                continue
            further = template.position(changed, outcome.reached)
            if further > reached:
                best, reached = (changed, outcome), further
        if best is not None:
            return best
    return None


@dataclass(frozen=True, slots=True)
class _Template:
    """A marked statement: known pieces of text, and between them the marks of what is unknown."""

    pieces: tuple[str, ...]
    kinds: tuple[str, ...]
    starts: tuple[int, ...]
    """Before each unknown part: the number of known characters."""

    @staticmethod
    def of(text: str) -> _Template:
        spans = slots(text)
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        pieces = tuple(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
        starts = tuple(accumulate(len(piece) for piece in pieces[:-1]))
        return _Template(pieces, tuple(text[start:end] for start, end in spans), starts)

    @property
    def starts_with_slot(self) -> bool:
        return bool(self.kinds) and not self.pieces[0].strip()

    def render(self, fillings: list[str]) -> str:
        return self.pieces[0] + "".join(
            filling + piece for filling, piece in zip(fillings, self.pieces[1:], strict=True)
        )

    def position(self, fillings: list[str], offset: int) -> int:
        """How many known characters stand before an offset of the rendered text."""
        known = 0
        for index, piece in enumerate(self.pieces):
            if index:
                offset -= len(fillings[index - 1])
            if offset <= len(piece):
                return known + max(offset, 0)
            known += len(piece)
            offset -= len(piece)
        return known

    def slots_before(self, position: int) -> list[int]:
        """The unknown parts that a parser which stopped there may have stumbled over, nearest first.

        The one behind that point comes last: sqlglot tells some errors by the word before them.
        """
        before = [slot for slot, start in enumerate(self.starts) if start <= position]
        behind = [len(before)] if len(before) < len(self.starts) else []
        return before[: -_NEAREST - 1 : -1] + behind
