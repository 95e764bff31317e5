"""Names for services, as a person would give them: after packages, owned tables and classes.

A word names a service well if much of the service bears it and little else does. The best pairs of word
and service are settled first; a service whose word is taken gets a second one beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import sqrt

from decompose.clustering.constraints import SHARED
from decompose.clustering.evidence.material import Material
from decompose.clustering.wording import says_something, stem, words
from decompose.extractors.graph import UnitKind

COMMON = 0.6
"""A word that more than this share of all names bear is the project's own."""
WEAK = 0.5
"""A second choice worth less than this share of the first is good only beside it."""
FEW_TABLES = 4
"""A service with fewer tables than this is not named after them unless nothing else speaks."""
LONGEST = 40

Masses = dict[str, float]
"""Word → how much of a service bears it."""


@dataclass(frozen=True, slots=True)
class Members:
    """What a name is sought for: units and tables by name."""

    units: Sequence[str]
    tables: Sequence[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A service's name and the words that it was made from."""

    name: str
    named_after: tuple[str, ...]


def named(material: Material, groups: Sequence[Members], given: Mapping[int, str]) -> list[Name]:
    """A unique name for each group; those given (group number → name) stay as they are."""
    common = _common_words(material)
    sources = [
        (1.5, [_package_words(material, group, common) for group in groups]),
        (1.2, [_table_words(group, common) for group in groups]),
        (0.8, [_unit_words(group, common) for group in groups]),
    ]
    forms: dict[str, Masses] = defaultdict(lambda: defaultdict(float))
    scores: list[Masses] = [defaultdict(float) for _ in groups]
    for weight, masses in sources:
        for found in masses:
            for word, mass in found.items():
                forms[stem(word)][word] += weight * mass
        for score, worth in zip(scores, _worth(masses), strict=True):
            for key, value in worth.items():
                score[key] += weight * value
    display = {key: min(held, key=lambda word: (-held[word], word)) for key, held in forms.items()}
    return _assigned(groups, given, scores, display)


def _worth(masses: Sequence[Masses]) -> list[Masses]:
    """Per group: stem → share of the group that bears it, times the root of the group's share of the stem."""
    stemmed: list[Masses] = []
    overall: Masses = defaultdict(float)
    for found in masses:
        own: Masses = defaultdict(float)
        for word, mass in found.items():
            own[stem(word)] += mass
            overall[stem(word)] += mass
        stemmed.append(own)
    return [{key: mass * sqrt(mass / overall[key]) for key, mass in own.items()} for own in stemmed]


def _assigned(
    groups: Sequence[Members], given: Mapping[int, str], scores: Sequence[Masses], display: Mapping[str, str]
) -> list[Name]:
    names = {number: Name(name, ("pin",)) for number, name in given.items()}
    taken = {SHARED, *given.values()}
    ranked = [sorted(score, key=lambda key: (-score[key], key)) for score in scores]
    wishes = sorted(
        (-value, key, number)
        for number, score in enumerate(scores)
        if number not in given
        for key, value in score.items()
        if value >= WEAK * score[ranked[number][0]]
    )
    for _, key, number in wishes:
        if number not in names and display[key] not in taken:
            names[number] = Name(display[key], (display[key],))
            taken.add(display[key])
    for number, group in enumerate(groups):
        if number not in names:
            candidates = [display[key] for key in ranked[number]]
            names[number] = next(name for name in _second_choices(candidates, group) if name.name not in taken)
            taken.add(names[number].name)
    return [names[number] for number in range(len(groups))]


def _second_choices(candidates: Sequence[str], group: Members) -> Iterable[Name]:
    """Names for a group whose best words are taken: two words, then a unit's name, then that with a number."""
    if candidates:
        first = candidates[0]
        for second in candidates[1:6]:
            yield Name(f"{first}-{second}"[:LONGEST], (first, second))
        yield from (Name(word, (word,)) for word in candidates[1:])
    member = next(iter([*group.units, *group.tables]), "")
    plain = "-".join(words(member.rpartition(".")[2]))[:LONGEST].strip("-") or "unnamed"
    yield Name(plain, (member,))
    yield from (Name(f"{plain}-{number}", (member,)) for number in count(2))


def _common_words(material: Material) -> frozenset[str]:
    """Stems that say nothing here: the repository's name, and what most modules or most tables bear."""
    common: set[str] = set()
    modules = [unit.module for unit in material.units.values()]
    for names in (modules, sorted(set(modules)), list(material.tables)):
        bearers = Counter(key for name in names for key in {stem(word) for word in words(name)})
        common |= {key for key, number in bearers.items() if number > max(3, COMMON * len(names))}
        project = "".join(words(material.graph.name))
        common |= {key for key in bearers if len(project) > 2 and key.startswith(project)}
    return frozenset(common)


def _package_words(material: Material, group: Members, common: frozenset[str]) -> Masses:
    """Words of packages and modules, by the share of the group's lines under them; a package's name stays whole."""
    lines: Masses = defaultdict(float)
    total = 0.0
    for name in group.units:
        unit = material.units[name]
        total += max(1, unit.lines)
        segments = unit.module.split(".") if unit.kind is UnitKind.MODULE or "." in name else []
        for depth, segment in enumerate(dict.fromkeys(segments)):
            parts = words(segment)
            kept = [word for word in parts if says_something(word) and stem(word) not in common]
            if kept:
                lines["-".join(kept)[:LONGEST]] += max(1, unit.lines) * 0.9**depth
    return {word: mass / (total or 1.0) for word, mass in lines.items()}


def _table_words(group: Members, common: frozenset[str]) -> Masses:
    """Words of the owned tables, by the share of tables that bear them; the first word says most."""
    found: Masses = defaultdict(float)
    for table in group.tables:
        kept = [word for word in words(table) if says_something(word) and stem(word) not in common]
        for place, word in enumerate(dict.fromkeys(kept)):
            found[word] += 1.0 if place == 0 else 0.6
    known = max(FEW_TABLES, len(group.tables))
    return {word: mass / known for word, mass in found.items()}


def _unit_words(group: Members, common: frozenset[str]) -> Masses:
    """Words of classes and functions, by the share of units that bear them."""
    found: Masses = defaultdict(float)
    for unit in group.units:
        for word in dict.fromkeys(words(unit.rpartition(".")[2])):
            if says_something(word) and stem(word) not in common:
                found[word] += 1.0
    return {word: mass / len(group.units) for word, mass in found.items()}
