"""Table accesses against what was recorded while a project's own tests ran.

    python benchmarks/access.py CHECKOUT TRUTH [--missed N]

CHECKOUT is the project at the commit that TRUTH names. TRUTH is JSON: ``access`` (function → tables read and
written, credited to the function that runs the statement), ``access_builders`` (… to those that built the query
or changed the row), ``links`` (which builders belong to which fact), ``access_template_only`` and
``access_refresh_only`` (facts that only templates and reloads of expired rows make; left out), ``executed``
(function → share of its lines that ran), ``module_of``, ``tables``, ``models``.

A recorded fact (function, table, read or write) counts as found if it is reported for the function that ran it or
for one that built it. A reported fact counts as right if it was recorded for either; only functions of which the
tests ran every line are judged.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.linking import link
from decompose.extractors.program import Program
from decompose.extractors.reading import read_file

Fact = tuple[str, str, str]
"""Function or module, ``r`` or ``w``, table."""


def produced(checkout: Path) -> Program:
    """The program of a checkout."""
    repository = discover(checkout, DiscoveryOptions())
    sources = [source for source in repository.sources if source.role.value == "code"]
    return link(
        repository, {source.path: read_file(source.path, (checkout / source.path).read_bytes()) for source in sources}
    )


def facts_of(access: Mapping[str, Mapping[str, Iterable[str]]]) -> set[Fact]:
    """Accesses by function, as facts; nested functions belong to the name that the tool gives them."""
    return {
        (function.replace(":", ".").replace(".<locals>", ""), kind[0], table.casefold())
        for function, touched in access.items()
        for kind in ("reads", "writes")
        for table in touched.get(kind, ())
    }


@dataclass(slots=True)
class Recorded:
    """What a recording says.

    Attributes:
        wanted: facts of the functions that ran the statements.
        right: these, and those of the functions that built them.
        quiet: facts that are neither wanted nor wrong.
        builders: wanted fact → the same facts of the functions that built it.
        complete: functions of which every line ran.
    """

    wanted: set[Fact]
    right: set[Fact]
    quiet: set[Fact]
    builders: dict[Fact, set[Fact]]
    complete: set[str]


def recorded(truth: Mapping[str, Any]) -> Recorded:
    """Read a recording."""
    quiet = facts_of(truth["access_template_only"]) | facts_of(truth["access_refresh_only"])
    wanted = facts_of(truth["access"]) - quiet
    right = wanted | facts_of(truth["access_builders"]) - quiet
    builders: dict[Fact, set[Fact]] = defaultdict(set)
    for function, kind, table, built in truth["links"]:
        (fact,) = facts_of({function: {"reads" if kind == "r" else "writes": [table]}})
        builders[fact] |= {(name.replace(".<locals>", ""), *fact[1:]) for name in built}
    ran = {name.replace(".<locals>", "") for name, share in truth["executed"].items() if share >= 1}
    touched = {fact[0] for fact in right} - {name.replace(".<locals>", "") for name in truth["executed"]}
    return Recorded(wanted, right, quiet, builders, ran | touched)


def score(name: str, truth: Recorded, found: set[Fact], to: Callable[[Fact], Fact]) -> None:
    """Print recall and precision of facts, of functions or, by ``to``, of what they are in."""
    judged = {to(fact) for fact in found if fact[0] in truth.complete and fact not in truth.quiet}
    right, mine = {to(fact) for fact in truth.right}, {to(fact) for fact in found}
    hits: dict[Fact, bool] = defaultdict(bool)
    for fact in truth.wanted:
        hits[to(fact)] |= any(to(other) in mine for other in {fact, *truth.builders.get(fact, ())})
    for kinds in ("rw", "r", "w"):
        wanted = [hit for fact, hit in hits.items() if fact[1] in kinds]
        certain = [fact in right for fact in judged if fact[1] in kinds]
        recall, precision = sum(wanted) / max(1, len(wanted)), sum(certain) / max(1, len(certain))
        print(
            f"{name:10} {kinds:3} recall {recall:.3f} of {len(wanted):4}  precision {precision:.3f} of {len(certain)}"
        )


def main() -> None:
    """Score one project."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--missed", type=int, default=0, help="list the facts that are missed and unconfirmed")
    options = parser.parse_args()
    raw = json.loads(options.truth.read_text())
    truth, program = recorded(raw), produced(options.checkout)
    found = facts_of(
        {name: {"reads": touched.reads, "writes": touched.writes} for name, touched in program.access.items()}
    )
    modules = {name.replace(".<locals>", ""): module for name, module in raw["module_of"].items()}

    known = set(modules.values())

    def module_of(fact: Fact) -> Fact:
        name = modules.get(fact[0], fact[0])
        while name not in known and "." in name:
            name = name.rpartition(".")[0]
        return (name, *fact[1:])

    score("functions", truth, found, lambda fact: fact)
    score("modules", truth, found, module_of)
    tables, wanted = (
        {table.name.casefold() for table in program.graph.tables},
        {name.casefold() for name in raw["tables"]},
    )
    print(f"tables: {len(tables & wanted)} of {len(wanted)}, besides {sorted(tables - wanted)}")
    mapped = {name: program.models.get(name) for name in raw["models"]}
    print(f"models: {sum(table in raw['models'][name] for name, table in mapped.items())} of {len(mapped)}")
    if options.missed:
        missed = [fact for fact in truth.wanted if not {fact, *truth.builders.get(fact, ())} & found]
        wrong = [fact for fact in found - truth.right - truth.quiet if fact[0] in truth.complete]
        for sign, facts in (("-", missed), ("+", wrong)):
            print(*(f"{sign} {' '.join(fact)}" for fact in sorted(facts)[: options.missed]), sep="\n")


if __name__ == "__main__":
    main()
