"""What a code means, for the terminal and for docs/findings.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from decompose.clustering.guarding.codes import CODES, FAMILIES, Code
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import sentence
from decompose.reports.lines import Line, inked, line, words
from decompose.reports.lines.blocks import BLANK

_FAMILIES = {
    "code": ("Code", "Functions and classes of one service that use those of another."),
    "data": ("Data", "Tables that more than one service touches, which checks of imports do not see."),
    "graph": ("Rules", "What the rules in `decompose.toml` say to services as a whole."),
    "coverage": ("Coverage", "What the check cannot see or cannot place; `--strict-coverage` makes them fail."),
    "suppression": ("Suppressions", "Comments and lines of the baseline that tolerate something."),
}
_ON_A_LINE = {"DC301", "DC302", "DC305", "DC802"}
"""Codes of the other families that are about a line of code, where a comment can stand."""


def explanation(code: Code, setting: Setting | None = None) -> str:
    """What ``decompose check --explain CODE`` prints."""
    return inked(_lines(code), (setting or Setting()).screen)


def _lines(code: Code) -> Iterator[Line]:
    yield line(words(f"{code.code} {code.name}", "bold"), words(f"  ({code.family})", "dim"))
    yield line(code.title)
    yield BLANK
    yield line(words("why: ", "bold"), code.why, hang=5)
    yield line("ways out:" if len(code.ways_out) > 1 else "way out:", style="bold")
    for way in code.ways_out:
        yield line(f"- {way}", indent=2)
    if code.family in {"code", "data"} or code.code in _ON_A_LINE:
        yield BLANK
        yield line("to tolerate one place, behind its line:", style="dim")
        yield line(suppression(code), indent=2)


def suppression(code: Code) -> str:
    """The comment that tolerates a finding of this code on its line."""
    return f"# decompose: allow[{code.code}] until=YYYY-MM-DD reason"


def findings_page() -> str:
    """The text of docs/findings.md."""
    return "\n".join(_page()).rstrip() + "\n"


def _page() -> Iterator[str]:
    yield "# Findings of `decompose check`"
    yield ""
    yield "Written from `clustering/guarding/codes.py` by `make schema`; change it there."
    yield "`decompose check --explain CODE` prints the same. [How the check runs](ci.md)."
    for number, codes in groupby(CODES.values(), key=lambda code: code.code[2]):
        title, about = _FAMILIES[FAMILIES[number]]
        yield ""
        yield f"## {title} (DC{number}xx)"
        yield ""
        yield about
        for code in codes:
            yield from _section(code)


def _section(code: Code) -> Iterator[str]:
    yield ""
    yield f"### {code.code} {code.name}"
    yield ""
    yield f"**{code.title}.** {sentence(code.why)}"
    yield ""
    yield "Ways out:" if len(code.ways_out) > 1 else "Way out:"
    yield ""
    for way in code.ways_out:
        yield f"- {way}"
