"""Strings, as people type them and as they read them."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")


def fold(text):
    """Lower case without accents: what a search compares."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def words(text):
    return _WORD.findall(fold(text))


def squeeze(text):
    return " ".join(text.split())


def truncate(text, length):
    """Cut at a word boundary, with an ellipsis where something was lost."""
    text = squeeze(text)
    if len(text) <= length:
        return text
    head = text[: length - 1].rsplit(" ", 1)[0]
    return head.rstrip(",;:. ") + "…"


def mask_email(address):
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if domain else "***"
