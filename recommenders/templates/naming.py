"""Names of the user's code as names that AWS, files and shells take: short, plain, and still told apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LONGEST = 60
"""Characters of a slug: with those of system, environment and service it fits the name of an export (255)."""


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A part with the names that templates use for it.

    Attributes:
        part: what is named.
        slug: lower-case letters, digits and hyphens, beginning with a letter: ``mail-jobs``.
    """

    part: T
    slug: str

    @property
    def id(self) -> str:
        """For logical ids: ``MailJobs``."""
        return identifier(self.slug)

    @property
    def variable(self) -> str:
        """For environment variables: ``MAIL_JOBS``."""
        return self.slug.replace("-", "_").upper()


def slug(text: str, longest: int = LONGEST) -> str:
    """Text as a slug; different texts may give the same one.

    >>> slug("Billing & Payments")
    'billing-payments'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words[:1].isalpha():
        words = f"x-{words}".strip("-")
    return words[:longest].strip("-")


def identifier(slug_: str) -> str:
    """A slug in the form of logical ids: ``mail-jobs`` is ``MailJobs``."""
    return "".join(word.capitalize() for word in slug_.split("-"))


def named(parts: Iterable[T], name: Callable[[T], str], longest: int = LONGEST) -> tuple[Named[T], ...]:
    """Parts with slugs that differ from one another even without their hyphens.

    Where several come out alike, all but those that are written so get a digest of the whole name.
    """
    given = tuple(parts)
    texts = [name(part) for part in given]
    alike = Counter(_key(slug(text, longest)) for text in texts)
    order = sorted(range(len(given)), key=lambda i: (texts[i] != slug(texts[i], longest), texts[i], i))
    taken: set[str] = set()
    slugs: dict[int, str] = {}
    for position in order:
        text = texts[position]
        short = slug(text, longest)
        is_plain = short == text or alike[_key(short)] == 1
        candidate, tries = (short if is_plain else _digested(text, 0, longest)), 0
        while _key(candidate) in taken:
            tries += 1
            candidate = _digested(text, tries, longest)
        taken.add(_key(candidate))
        slugs[position] = candidate
    return tuple(Named(part, slugs[position]) for position, part in enumerate(given))


def shortened(slug_: str, longest: int) -> str:
    """A slug that is unique where the whole one is, in at most so many characters."""
    return slug_ if len(slug_) <= longest else _digested(slug_, 0, longest)


def _key(slug_: str) -> str:
    return slug_.replace("-", "")


def _digested(text: str, tries: int, longest: int) -> str:
    digest = hashlib.sha256(f"{text}\0{tries}".encode(errors="surrogatepass")).hexdigest()[:6]
    return f"{slug(text, longest - 7)}-{digest}"


def plain(text: str, longest: int = 200) -> str:
    """Text for descriptions and tables: one line of printable ASCII without marks of Markdown or HTML."""
    shown = "".join(char if " " <= char <= "~" else "?" for char in text)
    return re.sub(r"[`|<>$\\\[\]{}]", "?", shown)[:longest]
