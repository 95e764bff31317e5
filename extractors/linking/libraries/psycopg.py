"""psycopg's composition of SQL: ``SQL("SELECT … {}").format(Identifier("orders"))``.

A composed statement is followed as the string that it becomes.
"""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.libraries.dbapi import executes
from decompose.extractors.linking.libraries.strings import compose
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage

_MODULES = ("psycopg2.sql", "psycopg.sql", "psycopg_binary.sql", "psycopg2cffi.sql")


def _named(*names: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for module in _MODULES for name in names)


@models_call(*_named("SQL"))
def _sql(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.WRITTEN, name="string")
    _text(linkage, site, receiver)


@models_call(*_named("quote"))
def _text(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = site.argument(0, "string")
    if node >= 0 and site.target >= 0:
        linkage.solver.copy(node, site.target)


@models_call(*_named("Identifier"))
def _identifier(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Identifier("schema", "table")`` is a name with its schema."""
    if site.target < 0 or not site.args:
        return
    if len(site.args) == 1:
        linkage.solver.copy(site.args[0], site.target)
    elif site.scope >= 0:
        compose(linkage, site, "dotted", site.args)


@models_call(*_named("Literal", "Placeholder"))
def _value(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.string("%s"))


@models_call(*_named("Composed"))
def _composed(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and site.args and site.scope >= 0:
        separator = linkage.solver.new_node()
        linkage.solver.add(separator, linkage.objects.string(""))
        compose(linkage, site, "join", (separator, site.args[0]))
