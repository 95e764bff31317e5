"""Which changes only a full link is sure to follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp, FileFacts, Param, Scope
from decompose.extractors.linking.handing_back import handed_back
from decompose.extractors.linking.hierarchy import descendants
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


class TooMuch(Exception):  # noqa: N818 - it is no error
    """What changed reaches further than what is loaded anew."""


def check_file(earlier: FileFacts, later: FileFacts) -> None:
    """Refuse what other files see of a file as a whole.

    Raises:
        TooMuch: they may see something else now.
    """
    if earlier.exported != later.exported:
        raise TooMuch("__all__")
    if earlier.parsed != later.parsed or earlier.syntax != later.syntax:
        raise TooMuch("syntax")
    if _stars(earlier) != _stars(later):
        raise TooMuch("star imports")


def _stars(file_facts: FileFacts) -> list[tuple[str, int]]:
    return [
        (op.module, op.level) for scope in file_facts.scopes for op in scope.ops if isinstance(op, facts.ImportStar)
    ]


def check_scope(earlier: Scope, later: Scope) -> None:
    """Refuse what others see of a scope from outside.

    Raises:
        TooMuch: its signature, its decorators, its bases, or what it returns in kind.
    """
    if earlier.decorators != later.decorators:
        raise TooMuch("decorators")
    if (earlier.bases, earlier.metaclass, earlier.keywords) != (later.bases, later.metaclass, later.keywords):
        raise TooMuch("bases")
    if (earlier.yielded < 0) != (later.yielded < 0) or earlier.is_async != later.is_async:
        raise TooMuch("generators")
    if set(handed_back(earlier).values()) != set(handed_back(later).values()):
        raise TooMuch("parameters that are returned")
    if not _takes_the_same(earlier.params, later.params):
        raise TooMuch("parameters")


def _takes_the_same(earlier: Iterable[Param], later: Iterable[Param]) -> bool:
    """Whether every call that fitted gives the same parameters the same arguments as before."""
    old, new = list(earlier), list(later)
    added = [param for param in new if param not in old]
    if [param for param in new if param in old] != old:
        return False
    if not added:
        return True
    positional = [param for param in old if param.kind == "positional"]
    has_rest = any(param.kind in {"*", "**"} for param in new)
    return not has_rest and all(param.has_default for param in added) and new[: len(positional)] == positional


def check_unpacked(gone: Iterable[AnyOp]) -> None:
    """Refuse calls that are gone and unpacked something: its elements went to parameters, not the value itself.

    Raises:
        TooMuch: there are such.
    """
    for op in gone:
        if isinstance(op, facts.Call) and (op.stars or any(not name for name, _ in op.keywords)):
            raise TooMuch("unpacked arguments")


def check_members(linkage: Linkage, gid: int, gained: Iterable[str]) -> None:
    """Refuse new names of a class that were looked up on it, or on a class that derives from it, before.

    Raises:
        TooMuch: the lookup found something else.
    """
    for name in gained:
        for other in descendants(linkage, gid):
            info = linkage.classes[other]
            found = [info.lookups[name]] if name in info.lookups else []
            found += [node for (_, asked), node in info.attributes.items() if asked == name]
            if any(linkage.solver.get(node) for node in found):
                raise TooMuch("members that stand in place of others")
            if name.startswith("__") and name.endswith("__"):
                raise TooMuch("special methods")


def check_special_methods(linkage: Linkage, grown: Set[int]) -> None:
    """Refuse methods with special names that are found where there were none: operations run them unseen.

    Raises:
        TooMuch: there are such.
    """
    for info in linkage.classes.values():
        for name, node in info.lookups.items():
            if node in grown and node < linkage.first_fresh and name.startswith("__") and name.endswith("__"):
                raise TooMuch("special methods")


def check_globals(linkage: Linkage, file: int, gained: Iterable[str], lost: Collection[str]) -> None:
    """Refuse new globals of a module that were asked of it before, or that star imports bring elsewhere.

    Raises:
        TooMuch: something else was found.
    """
    names = list(gained)
    if (names or lost) and any(file in sources for sources in linkage.star_sources):
        raise TooMuch("globals that a star import brings elsewhere")
    module = linkage.objects.intern(Kind.MODULE, file)
    for name in names:
        node = linkage.attribute_nodes.get((module, name))
        if name == "__getattr__" or (node is not None and linkage.solver.get(node)):
            raise TooMuch("globals that stand in place of others")


def check_bases(linkage: Linkage, gid: int) -> None:
    """Refuse classes whose bases are no longer what they were.

    Raises:
        TooMuch: the name of a base means something else now.
    """
    objects = linkage.objects
    for value, bases in zip(linkage.scopes[gid].bases, linkage.classes[gid].bases, strict=True):
        meant: set[int] = set()
        for thing in linkage.solver.get(linkage.node(gid, value)):
            is_made = objects.kinds[thing] is Kind.INSTANCE
            meant.add(objects.first[thing] if is_made else objects.unwrapped(thing))
        if not meant.issuperset(bases):
            raise TooMuch("bases")
