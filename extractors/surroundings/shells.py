"""Command lines as files beside the code hold them: cut into commands and words, never run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

_BETWEEN = re.compile(r"&&|\|\||[;|\n]")
_INSTALLERS = {
    **dict.fromkeys(("apt-get", "apt", "aptitude", "yum", "dnf", "microdnf"), "install"),
    **dict.fromkeys(("zypper",), "install"),
    "apk": "add",
}
_WITH_VALUE = frozenset({"-t", "-o", "-c", "--virtual", "--target-release", "--option", "--repository", "-X", "--root"})
_PACKAGE = re.compile(r"([A-Za-z0-9][A-Za-z0-9.+_-]*)(?::[a-z0-9]+)?(?:[=~<>]+(.*))?")


def commands(line: str) -> Iterator[list[str]]:
    """The commands of a command line, each as its words."""
    for part in _BETWEEN.split(line):
        try:
            words = shlex.split(part, comments=True)
        except ValueError:
            words = part.split()
        if words:
            yield words


def installed(line: str) -> Iterator[tuple[str, str]]:
    """(package, version) that a command line installs with the system's package manager."""
    for words in commands(line):
        place = next((index for index, word in enumerate(words) if word in _INSTALLERS), -1)
        if place < 0 or _INSTALLERS[words[place]] not in words[place + 1 :]:
            continue
        is_value = False
        for word in words[words.index(_INSTALLERS[words[place]], place) + 1 :]:
            if is_value or word.startswith("-"):
                is_value = not is_value and word in _WITH_VALUE
            elif (found := _PACKAGE.fullmatch(word)) is not None and not word.endswith((".deb", ".rpm", ".apk")):
                yield found.group(1), (found.group(2) or "").strip("*")
