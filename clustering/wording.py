"""Words: how identifiers fall apart, which words say nothing of a business, which two are the same word."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

FRAMEWORK = frozenset(
    """
    abstract action actions admin api apis app apps application async base blueprint blueprints bp cli class
    client clients cmd command commands common conf config configuration constants contrib controller
    controllers core custom data database db decorators default defaults definitions django dto endpoint
    endpoints entities entity enums error errors event events exception exceptions ext extension extensions
    factories factory fields filters flask form forms func function functions generic get handler handlers
    helper helpers impl index init interface interfaces internal item items lib libs logic main manage
    management manager managers middleware misc mixin mixins model models module modules new object objects
    orm package plugin plugins private public py python query queries receivers registry repositories
    repository resource resources root router routers routes schema schemas script scripts serializer
    serializers server service services settings shared signals sql sqlalchemy src str structures support
    system table tables task tasks templatetags test tests tool tools type types ui url urls util utilities
    utils v1 v2 v3 validators version view views web wrapper wsgi
    """.split()
)
"""Words of frameworks and habits; a service named after one would tell nobody what it does."""

FILLERS = frozenset(
    """
    a add all an and as at by can check create del delete detail details do edit exists fetch for from get
    has id ids in info into is list load make name names no not of on or process remove run save set show
    state status the to update value values with
    """.split()
)
"""Words of function and column names that say what is done, not with what."""


def words(identifier: str) -> list[str]:
    """The lower-case words of an identifier: ``OrderLine``, ``order_line``, ``order-line`` → order, line."""
    return [word.lower() for word in _BOUNDARY.split(identifier) if word]


def stem(word: str) -> str:
    """The singular, roughly: two forms of one word have the same stem."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def says_something(word: str) -> bool:
    """Whether a word may name a service."""
    return len(word) > 2 and not word.isdigit() and word not in FRAMEWORK and word not in FILLERS
