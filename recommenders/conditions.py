"""What a rule looks for, as data: the same for the rules of this package and for those of a configuration file.

All fields that are given must be met; of the values of one field, any. Values may end in ``*``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from typing import TypeVar

import msgspec

from decompose.clustering.counting import plural
from decompose.extractors.graph import EdgeKind, EntryKind, ResourceKind
from decompose.extractors.marks import Mark, MarkKind, Trait, TraitKind
from decompose.extractors.places import Place
from decompose.recommenders.plan import Evidence
from decompose.recommenders.profile import ServiceProfile, evidence

_MOST_NAMES = 4


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A condition on a service, or on the whole system.

    Attributes:
        packages: top-level import names of installed packages that its code uses.
        entries: kinds of entry points that it has.
        resources: kinds of resources that it uses, or ``kind:name``.
        traits: kinds of traits that its functions have, or ``kind:name``.
        marks: kinds of marks that the repository has, or ``kind:name``, or ``kind:name=value``.
        tables: names of tables that it owns.
        columns: types of columns that its tables have.
        reaches: kinds of couplings that it has into other services.
        reached: kinds of couplings that others have into it.
        least: how many observations there must be of each field that is given.
    """

    packages: tuple[str, ...] = ()
    entries: tuple[EntryKind, ...] = ()
    resources: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    reaches: tuple[EdgeKind, ...] = ()
    reached: tuple[EdgeKind, ...] = ()
    least: int = 1


def evidence_of(when: When, profile: ServiceProfile) -> tuple[Evidence, ...]:
    """What was seen of a condition; empty if it is not met.

    Args:
        when: the condition; one without any field is never met.
        profile: the service, or the whole system.
    """
    found: list[Evidence] = []
    for field, look in _LOOKS.items():
        wanted = getattr(when, field)
        if wanted:
            seen, count = look(wanted, profile)
            if count < when.least:
                return ()
            found.append(seen)
    return tuple(found)


def mistakes(field: str, values: Iterable[str]) -> Iterator[str]:
    """Words of a field of a condition that mean nothing, with what they could be."""
    kinds = {"resources": ResourceKind, "traits": TraitKind, "marks": MarkKind}.get(field)
    known = sorted(kind.value for kind in kinds) if kinds is not None else []
    for value in values:
        if known and value.partition(":")[0] not in known:
            yield f'"{value}" is none of: {", ".join(known)}'


_Seen = tuple[Evidence, int]
_Look = Callable[[tuple[str, ...], ServiceProfile], _Seen]


def _packages(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [trait for trait in profile.traits_of(TraitKind.PACKAGE) if _matches(trait.name, wanted)]
    return _told("uses", _names(trait.name for trait in found), found, _trait_places(found))


def _entries(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [entry for entry in profile.entries if entry.kind in wanted]
    kinds = " or ".join(str(kind) for kind in wanted)
    return evidence(plural(len(found), f"{kinds} entry point"), [entry.place for entry in found]), len(found)


def _resources(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [use for use in profile.resources if _is_one(use.kind.value, use.name, wanted)]
    what = _names(str(use) for use in found)
    return _told("uses", what, found, [place for use in found for place in use.places])


def _traits(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [trait for trait in profile.traits if _is_one(trait.kind.value, trait.name, wanted)]
    what = _names(f"{trait.kind.value} {trait.name}".strip() for trait in found)
    return _told("", what, found, _trait_places(found))


def _marks(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [mark for mark in profile.marks_of(*MarkKind) if any(_is_marked(mark, value) for value in wanted)]
    what = _names(f"{mark.kind.value} {mark.name}".strip() for mark in found)
    return _told("", what, found, [mark.place for mark in found])


def _tables(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [table for table in profile.tables if _matches(table.name, wanted)]
    places = [table.place for table in found if table.place is not None]
    return _told("owns", _names(table.name for table in found), found, places)


def _columns(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [table for table in profile.tables if any(_matches(column.type, wanted) for column in table.columns)]
    types = sorted({c.type for table in found for c in table.columns if _matches(c.type, wanted)})
    places = [table.place for table in found if table.place is not None]
    return _told(f"columns of {_names(types)} in", _names(table.name for table in found), found, places)


def _reaches(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [coupling for coupling in profile.leaving if coupling.kind in wanted]
    text = f"{plural(len(found), 'coupling')} into {_names(c.target_service for c in found)}"
    return evidence(text, [place for coupling in found for place in coupling.places]), len(found)


def _reached(wanted: tuple[str, ...], profile: ServiceProfile) -> _Seen:
    found = [coupling for coupling in profile.arriving if coupling.kind in wanted]
    text = f"{plural(len(found), 'coupling')} from {_names(c.source_service for c in found)}"
    return evidence(text, [place for coupling in found for place in coupling.places]), len(found)


_LOOKS: dict[str, _Look] = {
    "packages": _packages,
    "entries": _entries,
    "resources": _resources,
    "traits": _traits,
    "marks": _marks,
    "tables": _tables,
    "columns": _columns,
    "reaches": _reaches,
    "reached": _reached,
}

_Found = TypeVar("_Found")


def _told(verb: str, names: str, found: list[_Found], places: Iterable[Place]) -> _Seen:
    return evidence(f"{verb} {names}".strip(), list(places)), len(found)


def _trait_places(found: Iterable[Trait]) -> list[Place]:
    return [place for trait in found for place in trait.places]


def _names(names: Iterable[str]) -> str:
    """The first few, each once."""
    known = sorted(set(names))
    more = f" and {len(known) - _MOST_NAMES} more" if len(known) > _MOST_NAMES else ""
    return ", ".join(known[:_MOST_NAMES]) + more


def _matches(name: str, wanted: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in wanted)


def _is_one(kind: str, name: str, wanted: Iterable[str]) -> bool:
    for value in wanted:
        wanted_kind, _, wanted_name = value.partition(":")
        if kind == wanted_kind and (not wanted_name or _matches(name, (wanted_name,))):
            return True
    return False


def _is_marked(mark: Mark, wanted: str) -> bool:
    kind, _, rest = wanted.partition(":")
    name, _, value = rest.partition("=")
    return (
        mark.kind.value == kind
        and (not name or _matches(mark.name, (name,)))
        and (not value or _matches(mark.value, (value,)))
    )
