"""What is wrong with the user's input or configuration, said so that it can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Attributes:
        what: what is wrong, without a full stop.
        where: ``path`` or ``path:line``; empty where the command line itself is meant.
        mend: what to do about it; empty if ``what`` says it already.
    """

    what: str
    where: str = ""
    mend: str = ""

    def __str__(self) -> str:
        parts = (self.what, self.where, self.mend)
        return "error: " + ", ".join(one_line(part) for part in parts if part)


class UserError(Exception):
    """The input or configuration is wrong; the command ends with exit code 2.

    Attributes:
        problems: everything that is wrong, in the order in which to report it; never empty.
    """

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def one_line(text: str) -> str:
    """Text with line breaks and control characters escaped, as names in hostile input may hold them."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def no_such_file(path: Path) -> UserError:
    """The error for a path on the command line that does not exist."""
    return UserError(Problem("no such file or folder", str(path), "check the path"))
