"""Flask's view classes: ``decorators = [login_required]`` wraps every view that is made of the class."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_back, elements_into
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import CallSite, Linkage

_DECORATORS = frozenset({"decorators", "method_decorators"})
_PACKAGES = ("flask.", "flask_restful.", "flask_restx.", "quart.")


@between_rounds
def call_decorators(linkage: Linkage) -> None:
    """The class stands for its views: it calls the decorators, and what they return."""
    for gid in sorted(linkage.classes):
        bound = [op for op in linkage.of_type(gid, facts.Bind) if op.name in _DECORATORS]
        if bound and any(base.startswith(_PACKAGES) for base in external_ancestors(linkage, gid)):
            for op in bound:
                decorator, wrapper = linkage.solver.new_node(), linkage.solver.new_node()
                elements_into(linkage, linkage.node(gid, op.source), decorator)
                view = linkage.solver.new_node()
                call_back(linkage, CallSite(gid, op.line, wrapper, (view,)), decorator)
                linkage.callbacks[gid, op.line, wrapper] = None
