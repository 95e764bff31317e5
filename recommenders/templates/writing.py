"""All files of a system."""

from __future__ import annotations

import importlib
import pkgutil

from decompose.recommenders.architecture import Architecture
from decompose.recommenders.templates import companions
from decompose.recommenders.templates.building import templates
from decompose.recommenders.templates.checks import check_templates
from decompose.recommenders.templates.files import PROBLEMS, File
from decompose.recommenders.templates.naming import plain
from decompose.recommenders.templates.services import System


def write(architecture: Architecture) -> tuple[File, ...]:
    """The templates and what each module of ``companions`` makes beside them (its ``files``), by path.

    What the own checks find wrong, such as a system that outgrows a stack, is a file of its own.
    """
    system = System(architecture)
    made = templates(system)
    files = [template.file for template in made]
    for module in sorted(pkgutil.iter_modules(companions.__path__), key=lambda found: found.name):
        companion = importlib.import_module(f"{companions.__name__}.{module.name}")
        files += companion.files(system, made)
    wrong = check_templates(sorted(set(files)))
    if wrong:
        files.append(File(PROBLEMS, _told(wrong)))
    return tuple(sorted(set(files)))


def _told(wrong: tuple[str, ...]) -> str:
    lines = "".join(f"- {plain(line, 300)}\n" for line in wrong)
    return (
        f"# Not sound yet\n\nThe templates do not pass decompose's own checks; mend this before deploying.\n\n{lines}"
    )
