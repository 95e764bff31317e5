"""What is wrong with templates, as far as their own text tells: no network, no account, no other package.

Each module checks one thing and is found by its presence: ``check(template)`` looks at one template,
``check_all(templates)`` at how they fit together. Both give what is wrong, one line each.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterable
from typing import Any

from decompose.recommenders.templates.checks.reading import Read
from decompose.recommenders.templates.files import File


def check_templates(files: Iterable[File]) -> tuple[str, ...]:
    """Everything that is wrong, by file; empty where nothing is.

    Args:
        files: as ``write_templates`` gives them; those that are no templates are checked by their paths alone.
    """
    given = tuple(files)
    found = [wrong for file in given for wrong in (*_wrong_path(file.path), *_wrong_text(file))]
    if found:
        return tuple(sorted(found))
    read = [Read(file.path, len(file.text.encode()), document) for file in given if (document := _document(file))]
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        checking = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(checking, "check"):
            found += [f"{template.path}: {wrong}" for template in read for wrong in checking.check(template)]
        if hasattr(checking, "check_all"):
            found += checking.check_all(read)
    return tuple(sorted(set(found)))


def _document(file: File) -> dict[str, Any] | None:
    if not file.path.endswith(".json"):
        return None
    document = json.loads(file.text)
    return document if isinstance(document, dict) and "Resources" in document else None


def _wrong_text(file: File) -> list[str]:
    try:
        _document(file)
    except ValueError as error:
        return [f"{file.path}: not JSON: {error}"]
    return []


def _wrong_path(path: str) -> list[str]:
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or any(part in {"", ".", ".."} for part in parts):
        return [f"{path!r}: leads out of the folder"]
    return [] if path.isascii() and path.isprintable() and len(path) <= 200 else [f"{path!r}: not a plain name"]
