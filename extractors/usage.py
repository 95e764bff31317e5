"""By which names the code imports itself: what tells an import root from a namespace package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+([A-Za-z_][\w.]*)[ \t]+import[ \t]+([^\n#]*)|import[ \t]+([A-Za-z_][\w., \t]*))",
    re.MULTILINE,
)
_NAME = re.compile(rb"[A-Za-z_][\w.]*")
_MOST_FILES, _MOST_BYTES = 4_000, 200_000


class Usage:
    """Counts of the dotted names that absolute imports mention.

    Read from the text, not parsed, since it is asked for before anything is; and only where the layout
    of the folders leaves a choice.
    """

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self._root = root
        self._paths = list(paths)

    def of(self, name: str, folder: str | None = None) -> int:
        """How many imports mention a module or something in it.

        Args:
            name: dotted.
            folder: count only the imports in the files right in this folder.
        """
        return self._by_folder[folder][name] if folder in self._by_folder else 0

    @cached_property
    def _by_folder(self) -> dict[str | None, Counter[str]]:
        step = -(-len(self._paths) // _MOST_FILES) or 1
        counts: dict[str | None, Counter[str]] = {None: Counter()}
        for path in self._paths[::step]:
            mentioned = _mentioned(self._text(path))
            counts[None] += mentioned
            counts.setdefault(path.rpartition("/")[0], Counter()).update(mentioned)
        return counts

    def _text(self, path: str) -> bytes:
        try:
            with (self._root / path).open("rb") as stream:
                return stream.read(_MOST_BYTES)
        except OSError:
            return b""


def _mentioned(text: bytes) -> Counter[str]:
    counts: Counter[str] = Counter()
    for origin, members, modules in _IMPORT.findall(text):
        names = [origin + b"." + member for member in _NAME.findall(members)[:1]] if origin else _NAME.findall(modules)
        for name in names:
            parts = name.decode("utf-8", "replace").split(".")
            counts.update({".".join(parts[:length]) for length in range(1, min(len(parts), 6) + 1)})
    return counts
