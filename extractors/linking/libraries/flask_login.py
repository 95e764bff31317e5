"""Flask-Login: the current user is what the function returns that loads users."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_LOADERS = frozenset({"user_loader", "request_loader", "header_loader"})
_CURRENT = ("flask_login", "flask_login.utils", "flask.ext.login", "flask_security", "flask_user")
_NAME = "current_user"


@between_rounds
def tell_current_user(linkage: Linkage) -> None:
    """``from flask_login import current_user`` imports a user."""
    places = list(_imported(linkage))
    users = _loaded(linkage) if places else []
    for node in places:
        linkage.solver.add_all(node, users)


def _imported(linkage: Linkage) -> Iterator[int]:
    """The nodes of what is imported as the current user, or read from the module."""
    objects = linkage.objects
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Import):
            if op.name == _NAME and op.module in _CURRENT:
                yield linkage.node(gid, op.target)
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        if name == _NAME and objects.kinds[thing] is Kind.EXTERNAL and objects.text(thing) in _CURRENT:
            yield node


def _loaded(linkage: Linkage) -> list[int]:
    """The instances of classes of the program that functions which load users return."""
    objects = linkage.objects
    found: set[int] = set()
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Decorate):
            named = (
                objects.external_name(thing) or "" for thing in linkage.solver.get(linkage.node(gid, op.decorator))
            )
            if not any(name.rpartition(".")[2] in _LOADERS for name in named):
                continue
            for function in linkage.solver.get(linkage.node(gid, op.function)):
                if objects.kinds[function] is Kind.FUNCTION:
                    scope = objects.first[function]
                    found |= linkage.solver.get(linkage.node(scope, linkage.scopes[scope].returned))
    return [
        thing
        for thing in sorted(found)
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.CLASS
    ]
