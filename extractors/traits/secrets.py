"""Secrets that stand in the code as literals. Their values are looked at, and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.settings import is_for_tests
from decompose.extractors.settings.values import Reader, bound_settings
from decompose.extractors.surroundings.secrets import has_shape_of_secret, is_secret, is_secret_name
from decompose.extractors.traits import Found, Watched, finder

_ANY = re.compile(r"[A-Z][A-Z0-9_]*|secret_key|api_key|aws_secret_access_key|DATABASES")
_CLIENTS = (
    *(
        "boto3",
        "aioboto3",
        "psycopg",
        "psycopg2",
        "asyncpg",
        "pymysql",
        "MySQLdb",
        "redis",
        "pymongo",
        "smtplib",
        "pika",
    ),
    *("ldap3", "stripe", "twilio", "sqlalchemy", "elasticsearch", "paramiko", "minio", "openai", "slack_sdk"),
)
_KEYWORDS = frozenset(
    {"password", "passwd", "passphrase", "secret_key", "aws_secret_access_key", "api_key", "token", "auth_token"}
)
_WORD = re.compile(r"[A-Za-z]+(?:[-_. :/][A-Za-z]+)*[:/]?")
_VARIABLE = re.compile(r"[A-Z]+(?:_[A-Z0-9]+)+")
"""The name of a variable of the environment."""
_FREE = re.compile(r"(?:.*_)?(?:SECRET_KEY|PASSWORD|PASSWD|SECRET)", re.IGNORECASE)
"""Names whose values may be plain words and are secrets all the same."""


@finder
def written(watched: Watched) -> Iterator[Found]:
    """``SECRET_KEY = "…"``, also as the default of a variable of the environment, or within a mapping of settings.

    And literals that can be nothing else, whatever they are for: access keys, private keys, addresses with a password.
    """
    linkage = watched.linkage
    known: set[tuple[int, str]] = set()
    for found in bound_settings(linkage, _ANY):
        name = found.keys[-1]
        if found.text and is_secret(name, found.text) and _is_value(name, found.text, found.scope, linkage):
            known.add((found.scope, found.text))
            yield _secret(found.scope, found.line, ".".join(found.keys), "default" if found.is_default else "")
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Const):
            if op.kind == "str" and (gid, op.text) not in known and has_shape_of_secret(op.text):
                if is_for_tests(linkage, gid):
                    continue
                line, name = _bound_after(linkage, gid, linkage.ops(gid).index(op), op.target)
                yield _secret(gid, line, name or "literal")


@finder
def attributes(watched: Watched) -> Iterator[Found]:
    """``app.secret_key = "…"``."""
    linkage = watched.linkage
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.SetAttr):
            if is_secret_name(op.name):
                for _, text, is_default in Reader(linkage, gid).literals(op.source):
                    if is_secret(op.name, text) and _is_value(op.name, text, gid, linkage):
                        yield _secret(gid, op.line, op.name, "default" if is_default else "")


@finder
def given(watched: Watched) -> Iterator[Found]:
    """``connect(password="…")`` of a client of another system."""
    linkage = watched.linkage
    for call in watched.calls_of(*_CLIENTS):
        for word, value in call.op.keywords if isinstance(call.op, facts.Call) else ():
            if word in _KEYWORDS:
                for _, text, is_default in Reader(linkage, call.scope).literals(value):
                    if is_secret(word, text) and _is_value(word, text, call.scope, linkage):
                        yield _secret(call.scope, call.line, word, "default" if is_default else "")


def _bound_after(linkage: Linkage, gid: int, position: int, value: int) -> tuple[int, str]:
    """The line of what is done with a literal, and the name that it is bound to at once."""
    for op in linkage.ops(gid)[position:]:
        if isinstance(op, (facts.Bind, facts.SetAttr)) and op.source == value:
            return op.line, op.name
        if getattr(op, "line", 0):
            return int(getattr(op, "line", 0)), ""
    return linkage.scopes[gid].line, ""


def _is_value(name: str, text: str, gid: int, linkage: Linkage) -> bool:
    """Whether a literal is no name of something: of a field, a choice, a header, a code."""
    plain, own = (re.sub(r"[^a-z0-9]", "", word.lower()) for word in (text, name))
    if plain in own or _VARIABLE.fullmatch(text) or is_for_tests(linkage, gid):
        return False
    if _FREE.fullmatch(name):
        return " " not in text.strip() or "KEY" in name.upper()
    return own not in plain and _WORD.fullmatch(text) is None and " " not in text


def _secret(scope: int, line: int, name: str, detail: str = "") -> Found:
    return Found(TraitKind.SECRET, scope, line, name, None, detail, Confidence.EXACT)
