"""What a resource is called where it is used: constant texts, hosts of addresses, settings that hold the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.resources import Namer
from decompose.extractors.sql.holes import HOLE

_ANY = "*"
"""Stands in a name for a part that is not known."""
_LONGEST = 80
_DEEPEST = 6
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@\s]*@)?([^/?#\s]*)", re.IGNORECASE)
_SETTING = re.compile(r"(?:^|\.)(?:settings|CONF|config|conf)\.(?:.*\.)?([A-Za-z_]\w*)$")
_ENVIRONMENT = frozenset({"os.getenv", "os.environ.get", "os.environ", "decouple.config", "environ.Env"})


def text(position: int, keyword: str = "") -> Namer:
    """The constant text of an argument; ``*`` for unknown parts."""

    def named(linkage: Linkage, site: CallSite) -> Iterable[str]:
        return texts_or_settings(linkage, site, site.argument(position, keyword))

    return named


def host(position: int, keyword: str = "url") -> Namer:
    """The host of the address that is an argument."""

    def named(linkage: Linkage, site: CallSite) -> Iterable[str]:
        for found in texts_or_settings(linkage, site, site.argument(position, keyword)):
            address = _ADDRESS.match(found)
            if address is not None and address.group(1).strip(_ANY + "."):
                yield address.group(1).lower()
            elif found.startswith("settings."):
                yield found

    return named


def first_word(position: int, keyword: str = "") -> Namer:
    """The program that a command line begins with, be it a text or a list of arguments."""

    def named(linkage: Linkage, site: CallSite) -> Iterable[str]:
        node = site.argument(position, keyword)
        for found in _first_texts(linkage, site, node):
            word = found.split()[0] if found.split() else ""
            if word and _ANY not in word:
                yield word if word.startswith("settings.") else word.rpartition("/")[2]

    return named


def texts_or_settings(linkage: Linkage, site: CallSite, node: int) -> list[str]:
    """The texts that a node may be, or the settings that hold them; nothing where not even its beginning is known."""
    if node < 0:
        return []
    found = {_clean(one) for one in texts_at(linkage, node)}
    known = sorted(one for one in found if one.strip(_ANY + " ") and not one.startswith(_ANY))
    return known or [f"settings.{name}" for name in _settings(linkage, site.scope, node, 0)]


def _clean(found: str) -> str:
    return re.sub(rf"[{HOLE}]+", _ANY, found).strip()[:_LONGEST]


def _first_texts(linkage: Linkage, site: CallSite, node: int) -> list[str]:
    found = texts_or_settings(linkage, site, node)
    for thing in sorted(linkage.solver.get(node)) if node >= 0 else ():
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            for element in linkage.elements_in_order(thing)[:1]:
                found += texts_or_settings(linkage, site, element)
    return found


def _settings(linkage: Linkage, scope: int, node: int, depth: int) -> list[str]:
    """The settings or variables of the environment that a value is, or begins with."""
    if depth > _DEEPEST or node < 0:
        return []
    found: dict[str, None] = {}
    for thing in sorted(linkage.solver.get(node)):
        match linkage.objects.kinds[thing]:
            case Kind.EXTERNAL:
                setting = _SETTING.search(linkage.objects.text(thing))
                if setting is not None:
                    found[setting.group(1)] = None
            case Kind.TEXT if linkage.objects.first[thing] in linkage.texts:
                gid, op = linkage.texts[linkage.objects.first[thing]]
                if op.parts:
                    found.update(dict.fromkeys(_settings(linkage, gid, linkage.node(gid, op.parts[0]), depth + 1)))
            case _:
                pass
    return list(found) or list(_from_environment(linkage, scope, node - linkage.node(scope, 0), depth))


def _from_environment(linkage: Linkage, scope: int, value: int, depth: int) -> Iterator[str]:
    """``os.environ["KEY"]``, ``os.getenv("KEY")``, ``config["KEY"]``, also through a global."""
    for op in linkage.ops(scope):
        if getattr(op, "target", -1) != value:
            continue
        match op:
            case facts.Copy():
                yield from _settings(linkage, scope, linkage.node(scope, op.source), depth + 1)
            case facts.Item(key=str() as key) if _is_configuration(linkage, scope, op.base):
                yield key
            case facts.Call() if op.args and _is_configuration(linkage, scope, op.func):
                yield from strings_at(linkage, linkage.node(scope, op.args[0]))
            case facts.Load():
                body = linkage.scope_offset[linkage.file_of[scope]]
                for bound in linkage.of_type(body, facts.Bind):
                    if bound.name == op.name and body != scope:
                        yield from _settings(linkage, body, linkage.node(body, bound.source), depth + 1)
            case _:
                pass


def _is_configuration(linkage: Linkage, scope: int, value: int) -> bool:
    for thing in linkage.solver.get(linkage.node(scope, value)):
        dotted = linkage.objects.external_name(thing) or ""
        if dotted in _ENVIRONMENT or dotted.endswith((".config", ".config.get", ".conf", ".conf.get")):
            return True
    return False
