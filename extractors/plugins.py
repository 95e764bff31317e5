"""Entry points in the sense of Python packaging: names of a group that stand for objects of the program.

``setup.cfg``, ``pyproject.toml`` and ``setup.py`` declare them; installed programs load them by group and
name (``importlib.metadata.entry_points``, ``pkg_resources.iter_entry_points``, ``stevedore``), or start
them as commands (groups ``console_scripts`` and ``gui_scripts``).
"""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from decompose.extractors.decoding import decode
from decompose.extractors.parsing import parse
from decompose.extractors.places import Place

_MOST_BYTES = 2_000_000


class Plugin(msgspec.Struct, frozen=True, order=True):
    """One declared entry point.

    Attributes:
        group: for instance ``console_scripts`` or ``shop.payment_backends``.
        name: its name within the group.
        target: the dotted path of a module, class or function, with a dot in place of the colon.
        place: where it is declared.
    """

    group: str
    name: str
    target: str
    place: Place


def declared_plugins(root: Path, paths: Iterable[str]) -> tuple[Plugin, ...]:
    """What the packaging metadata among some files of a repository declare.

    Args:
        root: the repository.
        paths: its files, relative to root; those that are no packaging metadata are passed over.
    """
    found: set[Plugin] = set()
    for path in paths:
        reader = _READERS.get(path.rpartition("/")[2])
        if reader is None:
            continue
        try:
            if (root / path).stat().st_size > _MOST_BYTES:
                continue
            data = (root / path).read_bytes()
        except OSError:
            continue
        lines = decode(data).text.splitlines()
        for group, name, written in reader(data):
            target = written.partition("[")[0].strip().replace(":", ".")
            if target and all(part.isidentifier() for part in target.split(".")):
                found.add(Plugin(group, name, target, Place(path, _line(lines, name, written))))
    return tuple(sorted(found))


def _line(lines: list[str], name: str, target: str) -> int:
    return next((number for number, line in enumerate(lines, 1) if name in line and target in line), 1)


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    """The ``name = target`` lines of a group."""
    for line in text.splitlines():
        name, equals, target = line.partition("=")
        if equals and not line.lstrip().startswith(("#", ";")):
            yield name.strip(), target.strip()


def _setup_cfg(data: bytes) -> Iterator[tuple[str, str, str]]:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(decode(data).text)
    except (configparser.Error, ValueError):
        return
    for section in ("options.entry_points", "entry_points"):
        for group, text in parser.items(section) if parser.has_section(section) else ():
            yield from ((group.strip(), name, target) for name, target in _assignments(text))


def _pyproject(data: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        document = tomllib.loads(decode(data).text)
    except (ValueError, RecursionError):
        return
    tools = document.get("tool")
    poetry = tools.get("poetry") if isinstance(tools, dict) else None
    for table, groups in ((document.get("project"), "entry-points"), (poetry, "plugins")):
        if not isinstance(table, dict):
            continue
        named = {"console_scripts": table.get("scripts"), "gui_scripts": table.get("gui-scripts")}
        declared = table.get(groups)
        for group, members in [*named.items(), *(declared.items() if isinstance(declared, dict) else ())]:
            for name, target in members.items() if isinstance(members, dict) else ():
                if isinstance(target, str):
                    yield group, name, target


def _setup_py(data: bytes) -> Iterator[tuple[str, str, str]]:
    """The literal parts of ``setup(entry_points=…)``: a mapping of lists or texts, or one text."""
    tree = parse(data).tree
    for call in ast.walk(tree) if tree else ():
        if isinstance(call, ast.Call):
            for keyword in call.keywords:
                if keyword.arg == "entry_points":
                    yield from _declared(keyword.value)


def _declared(node: ast.expr) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _setup_cfg(f"[entry_points]\n{_as_section(node.value)}".encode())
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                lines = [
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
                yield from ((key.value, name, target) for name, target in _assignments("\n".join(lines)))


def _as_section(text: str) -> str:
    """An INI text whose sections are groups, as one section whose options are the groups."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(f"{line[1:-1]} =" if line.startswith("[") else f"  {line}" for line in lines)


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, str, str]]]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
}
