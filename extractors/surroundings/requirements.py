"""Distributions that are installed: requirement lines, and the files that list them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*([^;#@)]*?)\s*\)?\s*(?:[;#@].*)?")
_FROM_URL = re.compile(r"[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)")
_SPECIFIER = re.compile(r"(?:(?:[=!~<>]=?|===|\^)\s*[\w.*+!-]+\s*,?\s*)*|\*")
_ASIDE = re.compile(
    r"(?:^|[-_./])(?:dev|development|tests?|testing|docs?|lint|typing|ci|build|bench|local)(?:[-_./]|$)"
)
"""Requirements of those who work on the code, not of the code."""
_LOCKS = r"(?:.*/)?(?:poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|pylock\.toml)"


def normalised(name: str) -> str:
    """The name of a distribution as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_for_developers(name: str) -> bool:
    """Whether a file or group of requirements is for those who work on the code."""
    return _ASIDE.search(name) is not None


def requirement(file: Surrounding, text: str, line: int = 0) -> Iterator[Mark]:
    """What one requirement line demands; nothing if it is none.

    Args:
        file: where it stands.
        text: the line.
        line: its number; 0 to look it up.
    """
    text = text.strip()
    at = line or file.line_of(text)
    named = _FROM_URL.search(text)
    if named is not None:
        yield file.mark(MarkKind.REQUIREMENT, normalised(named.group(1)), "", at)
        return
    found = _LINE.fullmatch(text)
    if found is not None and _SPECIFIER.fullmatch(found.group(2)):
        yield file.mark(MarkKind.REQUIREMENT, normalised(found.group(1)), found.group(2).replace(" ", ""), at)


def requirements(file: Surrounding, texts: Iterable[str]) -> Iterator[Mark]:
    """What a list of requirement lines demands."""
    for text in texts:
        yield from requirement(file, text)


@tells(r"(?:.*/)?(?:[\w.-]*requirements?[\w.-]*|(?:requirements|reqs)/[^/]+)\.(?:txt|in|pip)")
def requirements_txt(file: Surrounding) -> Iterator[Mark]:
    """``requirements.txt`` and its kin; options and comments are passed over, as are files for developers."""
    if is_for_developers(file.path.lower()):
        return
    yield file.mark(MarkKind.MANIFEST, "requirements.txt")
    continued = False
    for number, line in enumerate(file.lines, 1):
        stripped = line.strip().removesuffix("\\")
        is_part, continued = continued, line.rstrip().endswith("\\")
        if not is_part and stripped and not stripped.startswith(("#", "-")):
            yield from requirement(file, re.split(r"\s(?:#|--)", stripped)[0], number)
        elif not is_part and stripped.startswith(("-e ", "--editable ")):
            yield from requirement(file, stripped, number) if _FROM_URL.search(stripped) else ()


@tells(_LOCKS)
def locks(file: Surrounding) -> Iterator[Mark]:
    """A lock file pins everything that is installed."""
    yield file.mark(MarkKind.MANIFEST, file.name)
