"""Run one function by its dotted name: ``python -m run_job shop.jobs.nightly``."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any


def find(name: str) -> Callable[..., Any]:
    """The function, or method of a class that needs no arguments, of that dotted name."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module_name = ".".join(parts[:end])
        try:
            found: Any = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name and (module_name == error.name or module_name.startswith(f"{error.name}.")):
                continue
            raise
        for part in parts[end:]:
            owner, found = found, getattr(found, part)
            if isinstance(owner, type) and callable(found) and not _is_bound(owner, part):
                found = getattr(owner(), part)
        return found  # type: ignore[no-any-return]
    raise ModuleNotFoundError(f"there is no module of {name}")


def _is_bound(owner: type, name: str) -> bool:
    return isinstance(owner.__dict__.get(name), (staticmethod, classmethod, type))


def prepare() -> None:
    """Set Django up where it is used."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        importlib.import_module("django").setup()


def run(name: str) -> Any:
    """Call it; a management command of Django (``pkg.management.commands.name.Command.handle``) as such."""
    prepare()
    before, is_command, after = name.partition(".management.commands.")
    if is_command and before:
        return importlib.import_module("django.core.management").call_command(after.split(".")[0])
    return find(name)()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m run_job DOTTED.NAME")
    run(sys.argv[1])
