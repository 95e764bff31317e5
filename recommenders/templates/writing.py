"""All files of a system."""

from __future__ import annotations

import importlib
import pkgutil

from decompose.recommenders.architecture import Architecture
from decompose.recommenders.templates import companions
from decompose.recommenders.templates.building import templates
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.services import System


def write(architecture: Architecture) -> tuple[File, ...]:
    """The templates and what each module of ``companions`` makes beside them (its ``files``), by path."""
    system = System(architecture)
    made = templates(system)
    files = [template.file for template in made]
    for module in sorted(pkgutil.iter_modules(companions.__path__), key=lambda found: found.name):
        companion = importlib.import_module(f"{companions.__name__}.{module.name}")
        files += companion.files(system, made)
    return tuple(sorted(set(files)))
