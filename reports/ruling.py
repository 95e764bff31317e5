"""The page of documentation that lists every rule, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from decompose.recommenders.compute.arguments import all_arguments
from decompose.recommenders.limits import all_limits
from decompose.recommenders.options import Scope
from decompose.recommenders.rules import all_rules

_BEGIN, _END = "<!-- rules: begin -->", "<!-- rules: end -->"


def rules_page(page: Path) -> str:
    """The page with its tables made anew; what is written around them stays.

    Args:
        page: the file as it is.
    """
    text = page.read_text()
    before, _, rest = text.partition(_BEGIN)
    after = rest.partition(_END)[2]
    return f"{before}{_BEGIN}\n\n{chr(10).join(_tables())}\n\n{_END}{after}"


def _tables() -> Iterator[str]:
    yield "### Where code runs"
    yield ""
    yield "| argument | looks for | says | source |"
    yield "|---|---|---|---|"
    for argument in all_arguments():
        yield f"| `{argument.id}` | {argument.looks_for} | {argument.says} | {argument.source} |"
    for title, scope in (("For each service", Scope.SERVICE), ("For the whole system", Scope.SYSTEM)):
        yield ""
        yield f"### {title}"
        yield ""
        yield "| rule | looks for | recommends | source |"
        yield "|---|---|---|---|"
        for rule in all_rules():
            if rule.scope is scope:
                yield f"| `{rule.id}` | {rule.looks_for} | {rule.recommends} | {rule.source} |"
    yield ""
    yield f"Limits of the services are those of {all_limits().as_of}."
