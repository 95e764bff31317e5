"""A file to be written."""

from __future__ import annotations

import msgspec

PROBLEMS = "PROBLEMS.md"
"""The file with what the checks find wrong; there only if they do."""


class File(msgspec.Struct, frozen=True, order=True):
    """One file of the templates.

    Attributes:
        path: relative to the folder of the templates, with forward slashes; never leads out of it.
        text: what is in it.
    """

    path: str
    text: str
