"""Words: how identifiers fall apart, which words say nothing of a business, which two are the same word."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRAMEWORK = _listed(
    """
    abstract action actions admin api apis app application apps async base bin blueprint blueprints bp class
    cli client clients cmd column columns command commands common conf config configuration constants
    contrib controller controllers core custom data database db decorators default defaults definitions dict
    dicts display django dto endpoint endpoints entities entity enums error errors event events exception
    exceptions ext extension extensions extra factories factory field fields filter filters flask form forms
    formset formsets fulltext func function functions generic get handler handlers helper helpers impl index
    init inline inlines interface interfaces internal item items legacy lib libs logic main manage
    management manager managers meta method methods middleware misc mixin mixins model models module modules
    new object objects opt opts orm override package page plugin plugins private property public py python
    queries query queryset querysets receivers registry repositories repository request requests resource
    resources response responses root router routers routes schema schemas script scripts serializer
    serializers server service services settings setup shared signals spec specs sql sqlalchemy src str
    structures support system table tables task tasks templatetags test tests tool tools type types ui url
    urls util utilities utils v1 v2 v3 validators version view views web widget widgets wrapper wsgi
    """
)
"""Words of frameworks and habits; a service named after one would tell nobody what it does."""

FILLERS = _listed(
    """
    a add all an and as at by can check create del delete detail details do edit exists fetch for from get
    has id ids in info into is list load make name names no not of on or process remove run save set show
    state status the to update value values with
    """
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
