"""Folders that a start-up script puts on ``sys.path``, as far as it says so literally."""

from __future__ import annotations

import ast
import posixpath

from decompose.extractors.parsing import parse

STARTERS = frozenset(
    {"manage.py", "wsgi.py", "asgi.py", "settings.py", "base.py", "run.py", "main.py", "app.py", "__main__.py"}
)
"""Names of the scripts that are read: those that start a program, and Django's settings."""


def path_hints(data: bytes, path: str) -> list[str]:
    """The folders, relative to the repository.

    ``sys.path.insert(0, os.path.join(BASE_DIR, "apps"))``, ``sys.path.append(str(ROOT / "lib"))`` and the
    like are evaluated: constants, paths made from ``__file__``, and names assigned once from those.

    Args:
        data: the script.
        path: the script's path, relative to the repository.
    """
    if b"sys.path" not in data:
        return []
    tree = parse(data, path).tree
    names: dict[str, str] = {"__file__": path}
    hints: list[str] = []
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if (known := _folder(value, names)) is not None:
                    names.setdefault(name, known)
            case ast.Call(func=ast.Attribute(value=target, attr="insert" | "append"), args=[*_, argument]) if (
                ast.unparse(target) == "sys.path"
            ):
                if (known := _folder(argument, names)) is not None:
                    hints.append(posixpath.normpath(known))
            case _:
                continue
    return [hint for hint in hints if not hint.startswith(("..", "/"))]


def _folder(node: ast.expr, names: dict[str, str]) -> str | None:
    """The path that an expression has, relative to the repository; None where it is not known."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=inner, attr="parent"):
            return _parent(_folder(inner, names))
        case ast.Subscript(value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(up))):
            return _ancestor(_folder(inner, names), up + 1)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _joined([_folder(left, names), _folder(right, names)])
        case ast.Call(func=function, args=arguments):
            return _called(function, arguments, names)
        case _:
            return None


def _called(function: ast.expr, arguments: list[ast.expr], names: dict[str, str]) -> str | None:
    parts = [_folder(argument, names) for argument in arguments]
    match function:
        case ast.Attribute(attr="dirname"):
            return _parent(parts[0]) if parts else None
        case ast.Attribute(attr="join"):
            return _joined(parts)
        case ast.Attribute(value=inner, attr="joinpath"):
            return _joined([_folder(inner, names), *parts])
        case ast.Attribute(value=inner, attr="resolve" | "absolute") if not arguments:
            return _folder(inner, names)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            same = {"abspath", "realpath", "normpath", "str", "fspath", "Path"}
            return parts[0] if name in same and len(parts) == 1 else None
        case _:
            return None


def _parent(path: str | None) -> str | None:
    return None if path is None else posixpath.normpath(posixpath.join(posixpath.dirname(path), "."))


def _ancestor(path: str | None, up: int) -> str | None:
    for _ in range(min(max(up, 0), 50)):
        path = _parent(path)
    return path


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return posixpath.normpath(posixpath.join(*known)) if known and len(known) == len(parts) else None
