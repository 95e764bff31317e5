"""What was renamed or moved to another file: names of one state told in those of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from decompose.clustering.guarding.placing import ways_up
from decompose.extractors.graph import DependencyGraph, Table, Unit, UnitKind

_ALIKE = 0.8
"""Functions of which that share of words agrees are one function with another name."""
_LIKELY = 0.5
"""The same for those that keep their name and change their file."""
_FEWEST_WORDS = 8
"""Fewer words than these say too little to tell one function from another."""


@dataclass(frozen=True, slots=True)
class Renames:
    """New name → old name, for units and tables.

    Attributes:
        units, tables: those with another name than before.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.units or self.tables)

    @property
    def all(self) -> dict[str, str]:
        """Units and tables together."""
        return {**self.units, **self.tables}

    def before(self, symbol: str) -> str:
        """What a symbol, a table or a column (``orders_order.customer_id``) was called before."""
        unit, colon, table = symbol.partition(":")  # ``function:table``, the left side of a join
        if colon:
            return f"{self.before(unit)}:{self.tables.get(table, table)}"
        name = symbol
        while name:
            if name in self.units:
                return self.units[name] + symbol[len(name) :]
            if name in self.tables:
                return self.tables[name] + symbol[len(name) :]
            name = name.rpartition(".")[0]
        return symbol


def renamed(before: DependencyGraph, now: DependencyGraph) -> Renames:
    """Units and tables that are the same ones under other names."""
    old, new = {unit.name: unit for unit in before.units}, {unit.name: unit for unit in now.units}
    gone = {name: old[name] for name in sorted(old.keys() - new.keys())}
    added = {name: new[name] for name in sorted(new.keys() - old.keys())}
    found = _carried(gone, added)
    rest = {name: unit for name, unit in gone.items() if name not in found.values()}
    found |= _called_anew(rest, {name: unit for name, unit in added.items() if name not in found})
    found |= _modules(found, gone, added)
    return Renames(found, _tables(before.tables, now.tables, found))


def renamed_since(symbols: Iterable[str], now: DependencyGraph) -> Renames:
    """The same where of the state before only the names of some symbols are known.

    A unit is found again by its own name: by that of many that went the same way, or that no other unit bears.
    """
    names = sorted({name for name in symbols if ":" not in name})
    mentioned = {above for name in names for above in ways_up(name)}
    units = {unit.name for unit in now.units}
    definitions = {unit.name for unit in now.units if unit.kind is not UnitKind.MODULE}
    namesakes: dict[str, list[str]] = defaultdict(list)
    for name in sorted(definitions):
        namesakes[name.rpartition(".")[2]].append(name)
    pairs: set[tuple[str, str]] = set()
    for name in names:
        owner = name.rpartition(".")[0]
        if name not in units and owner not in definitions:
            is_method = owner.rpartition(".")[2] in namesakes  # of a class: its own name says nothing
            old = owner if is_method else name
            pairs |= {(old, new) for new in namesakes.get(old.rpartition(".")[2], ()) if new not in mentioned}
    votes = Counter(_change(old, new) for old, new in pairs)
    sure = [
        (old, new)
        for old, new in sorted(pairs)
        if votes[_change(old, new)] > 1 or len(namesakes[new.rpartition(".")[2]]) == 1
    ]
    found = _by_votes(sure)
    found |= _modules(found, mentioned - units, units - mentioned)
    return Renames(found | _below(found, units - mentioned - found.keys(), units))


def _below(found: Mapping[str, str], unknown: Collection[str], units: Collection[str]) -> dict[str, str]:
    """What nobody mentioned of a folder or module that is called otherwise now: it went along with the rest."""
    renamed: dict[str, str] = {}
    alive = {above for name in units for above in ways_up(name)}
    for (before, now), count in sorted(_changed_paths(found).items(), key=lambda vote: (-vote[1], vote[0])):
        if count > 1 and before not in alive and before.rpartition(".")[2] != now.rpartition(".")[2]:
            renamed.setdefault(now, before)
    paths = {name: next((above for above in ways_up(name) if above in renamed), "") for name in unknown}
    return {name: renamed[path] + name[len(path) :] for name, path in sorted(paths.items()) if path}


def _changed_paths(found: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """(path before, path now) of the modules and folders of what was renamed → how many of it are below."""
    votes: Counter[tuple[str, str]] = Counter()
    for now, before in found.items():
        left, right = before, now
        while left and right and left.rpartition(".")[2] == right.rpartition(".")[2]:
            left, right = left.rpartition(".")[0], right.rpartition(".")[0]
            votes[left, right] += 1
    return votes


def _modules(found: Mapping[str, str], old: Collection[str], new: Collection[str]) -> dict[str, str]:
    """The bodies of modules and packages that were renamed with what is in them: new name → old name.

    Args:
        found: what is in them: new name → old name.
        old: names that there were.
        new: names that there are.
    """
    bodies: dict[str, str] = {}
    for (before, now), _ in sorted(_changed_paths(found).items(), key=lambda vote: (-vote[1], vote[0])):
        is_other = before != now and before in old and now in new
        if is_other and now not in found and now not in bodies and before not in bodies.values():
            bodies[now] = before
    return bodies


def _carried(gone: Mapping[str, Unit], added: Mapping[str, Unit]) -> dict[str, str]:
    """Units that keep their own name in another module: new name → old name."""
    by_tail: dict[str, list[str]] = defaultdict(list)
    for name, unit in added.items():
        by_tail[_tail(unit)].append(name)
    pairs = [
        (old, new)
        for old, unit in gone.items()
        for new in by_tail.get(_tail(unit), ())
        if added[new].kind is unit.kind and _likeness(unit, added[new]) >= _LIKELY
    ]
    return _by_votes(pairs)


def _tail(unit: Unit) -> str:
    return unit.name.rpartition(".")[2]


def _by_votes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One to one: of several candidates, the one whose change of path most others went through."""
    pairs = list(pairs)
    votes = Counter(_change(old, new) for old, new in pairs)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, old, new in sorted((-votes[_change(old, new)], old, new) for old, new in pairs):
        if old not in taken and new not in found:
            found[new] = old
            taken.add(old)
    return found


def _change(old: str, new: str) -> tuple[str, str]:
    """What changed of a dotted name: its parts between the common beginning and the common end."""
    left, right = old.split("."), new.split(".")
    while left and right and left[-1] == right[-1]:
        left.pop()
        right.pop()
    while left and right and left[0] == right[0]:
        left.pop(0)
        right.pop(0)
    return ".".join(left), ".".join(right)


def _called_anew(gone: Mapping[str, Unit], added: Mapping[str, Unit]) -> dict[str, str]:
    """Units with another name in the same module (or in the one that it became), told by their words."""
    by_module: dict[str, list[Unit]] = defaultdict(list)
    for unit in added.values():
        by_module[unit.module].append(unit)
    ranked = []
    for old in gone.values():
        for new in by_module.get(old.module, ()):
            likeness = _likeness(old, new)
            if new.kind is old.kind and likeness >= _ALIKE and sum(old.words.values()) >= _FEWEST_WORDS:
                ranked.append((-likeness, old.name, new.name))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, before, now in sorted(ranked):
        if before not in taken and now not in found:
            found[now] = before
            taken.add(before)
    return found


def _likeness(left: Unit, right: Unit) -> float:
    """The weighted Jaccard index of their words; 1 where neither has any."""
    names = left.words.keys() | right.words.keys()
    common = sum(min(left.words.get(name, 0), right.words.get(name, 0)) for name in names)
    total = sum(max(left.words.get(name, 0), right.words.get(name, 0)) for name in names)
    return common / total if total else 1.0


def _tables(before: Iterable[Table], now: Iterable[Table], units: Mapping[str, str]) -> dict[str, str]:
    """Tables with another name that the same class maps: new name → old name."""
    old, new = {table.name: table for table in before}, {table.name: table for table in now}
    of_model = {model: name for name, table in old.items() if name not in new for model in table.models}
    found: dict[str, str] = {}
    for name in sorted(new.keys() - old.keys()):
        was = {of_model[units.get(model, model)] for model in new[name].models if units.get(model, model) in of_model}
        if len(was) == 1 and not was & set(found.values()):
            found[name] = was.pop()
    return found
