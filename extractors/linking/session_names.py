"""What sessions and connections are called: where their class is not known, their name has to tell."""

from __future__ import annotations

import re

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_mapped
from decompose.extractors.linking.objects import Kind

_LONGEST_CHAIN = 8
_SESSION = re.compile(r"sess|^db$|(?:^|_)(?:store|uow|unit_of_work|transaction|conn(?:ection)?)$", re.IGNORECASE)
_PACKAGES = ("sqlalchemy.", "flask_sqlalchemy.", "sqlmodel.", "oslo_db.", "flask.ext.sqlalchemy.")


def is_called_session(linkage: Linkage, gid: int, value: int) -> bool:
    """Whether a value comes from something that is named like a session."""
    for _ in range(_LONGEST_CHAIN):
        attribute = next((op for op in linkage.of_type(gid, facts.Attr) if op.target == value), None)
        element = next((op.key for op in linkage.of_type(gid, facts.Item) if op.target == value), None)
        called = next((op for op in linkage.of_type(gid, facts.Call) if op.target == value), None)
        loaded = next((op.name for op in linkage.of_type(gid, facts.Load) if op.target == value), "")
        param = next((param.name for param in linkage.scopes[gid].params if param.value == value), "")
        named = element if isinstance(element, str) else attribute.name if attribute else loaded or param
        if _SESSION.search(named):
            return True
        awaited = next((op.base for op in linkage.of_type(gid, facts.Delegate) if op.target == value), -1)
        copied = next((op.source for op in linkage.of_type(gid, facts.Copy) if op.target == value), awaited)
        if attribute is not None or (called is None and copied < 0):
            return False
        value = called.func if called is not None else copied
    return False


def is_on_session(linkage: Linkage, site: CallSite) -> bool:
    """Whether a call of a method may be one on a session: by the package that it comes from, or by a name."""
    value = site.op_node - linkage.node(site.scope, 0)
    call = next((op for op in linkage.of_type(site.scope, facts.Call) if op.target == value), None)
    method = next((op for op in linkage.of_type(site.scope, facts.Attr) if call and op.target == call.func), None)
    if call is None or method is None:
        return True
    own = _methods_of_rows(linkage, linkage.node(site.scope, method.base), method.name)
    for thing in linkage.solver.get(linkage.node(site.scope, call.func)):
        dotted = linkage.objects.external_name(thing) or ""
        if dotted in own:
            continue
        if dotted.startswith(_PACKAGES) or any(_SESSION.search(part) for part in dotted.split(".")[:-1]):
            return True
    return is_called_session(linkage, site.scope, method.base)


def _methods_of_rows(linkage: Linkage, receivers: int, name: str) -> set[str]:
    """The names that a method of rows has from bases outside of the program: ``declarative_base.delete``."""
    objects = linkage.objects
    found: set[str] = set()
    for thing in linkage.solver.get(receivers):
        cls = objects.first[thing]
        is_row = objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS
        if is_row and is_mapped(linkage, cls):
            found.update(f"{base}.{name}" for base in external_ancestors(linkage, objects.first[cls]))
    return found
