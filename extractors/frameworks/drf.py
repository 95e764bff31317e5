"""Django REST framework: what routers serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Decoration, Wiring
from decompose.extractors.frameworks.urlconfs import Route, finds_routes, routers_of
from decompose.extractors.linking.hierarchy import definer, external_ancestors, project_ancestors
from decompose.extractors.linking.loading import call_site

_ACTIONS = frozenset({"action", "detail_route", "list_route"})
_ROOT = "APIRootView"


@finds_routes
def registered(wiring: Wiring) -> Iterator[Route]:
    """``router.register("orders", OrderViewSet)``: the list, the single object, and the actions beside them."""
    linkage = wiring.linkage
    actions = _actions(wiring)
    for gid in range(len(linkage.scopes)):
        bases = {op.target: op.base for op in linkage.of_type(gid, facts.Attr) if op.name == "register"}
        for op in linkage.of_type(gid, facts.Call) if bases else ():
            if op.func not in bases:
                continue
            site = call_site(linkage, gid, op)
            owners = tuple(routers_of(wiring, linkage.node(gid, bases[op.func])))
            views = tuple(wiring.functions(site.argument(1, "viewset")))
            for prefix in wiring.texts(site.argument(0, "prefix")) if owners and views else ():
                start = f"{prefix}/" if prefix else ""
                for view in views:
                    if _has_any(wiring, view, _OF_ALL):
                        yield Route(owners, gid, op.line, start, (view,))
                    if _has_any(wiring, view, _OF_ONE):
                        yield Route(owners, gid, op.line, f"{start}<pk>/", (view,))
                    for action in _of_view(wiring, view, actions):
                        pattern = f"{start}{_path_of(wiring, action)}/"
                        yield Route(owners, action.at, action.line, pattern, (action.scope,))


def _has_any(wiring: Wiring, view: int, names: frozenset[str]) -> bool:
    """Whether a view set, or what it is made of, has one of these methods; views of unknown packages have."""
    if view not in wiring.linkage.classes:
        return True
    if any(definer(wiring.linkage, view, name) >= 0 for name in names):
        return True
    outside = external_ancestors(wiring.linkage, view)
    return not outside or any(_HAVE.get(base.rpartition(".")[2], names) & names for base in outside)


_OF_ALL = frozenset({"list", "create"})
_OF_ONE = frozenset({"retrieve", "update", "partial_update", "destroy"})
_NONE: frozenset[str] = frozenset()
_HAVE = {
    **dict.fromkeys(
        ["ViewSet", "GenericViewSet", "ViewSetMixin", "GenericAPIView", "APIView", "View", "object"], _NONE
    ),
    "ListModelMixin": frozenset({"list"}),
    "CreateModelMixin": frozenset({"create"}),
    "RetrieveModelMixin": frozenset({"retrieve"}),
    "UpdateModelMixin": frozenset({"update", "partial_update"}),
    "DestroyModelMixin": frozenset({"destroy"}),
    "ReadOnlyModelViewSet": frozenset({"list", "retrieve"}),
    "ModelViewSet": _OF_ALL | _OF_ONE,
}
"""Class of the framework → the methods that it answers with; others may have any."""


@finds_routes
def served(wiring: Wiring) -> Iterator[Route]:
    """``urlpatterns = router.urls``: the file's patterns are the router's; its root is a view of its own."""
    linkage = wiring.linkage
    for gid, scope in enumerate(linkage.scopes):
        if scope.kind == "module":
            handed_on = {value for op in linkage.of_type(gid, facts.Call) for value in op.args}
            handed_on |= {value for op in linkage.of_type(gid, facts.Build) for value in op.values}
            for op in linkage.of_type(gid, facts.Attr):
                if op.name == "urls" and op.target not in handed_on:
                    routers = tuple(routers_of(wiring, linkage.node(gid, op.base)))
                    yield Route((("file", linkage.file_of[gid]),), gid, op.line, "", (), routers)
        for assigned in linkage.of_type(gid, facts.SetAttr):
            if assigned.name == _ROOT:
                owners = tuple(routers_of(wiring, linkage.node(gid, assigned.base)))
                views = tuple(wiring.functions(linkage.node(gid, assigned.source)))
                if owners and views:
                    yield Route(owners, gid, assigned.line, "", views)


def _actions(wiring: Wiring) -> dict[int, list[Decoration]]:
    """The methods that ``@action`` makes routes of, by their class."""
    found: dict[int, list[Decoration]] = defaultdict(list)
    for decoration in wiring.decorations:
        if any(name.rpartition(".")[2] in _ACTIONS for name in decoration.names):
            cls = wiring.linkage.class_of_method(decoration.scope)
            if cls >= 0:
                found[cls].append(decoration)
    return found


def _of_view(wiring: Wiring, view: int, actions: dict[int, list[Decoration]]) -> Iterator[Decoration]:
    """The actions of a view set, those that it inherits included."""
    seen: set[str] = set()
    for ancestor in project_ancestors(wiring.linkage, view) if actions and view in wiring.linkage.classes else ():
        for action in actions.get(ancestor, ()):
            name = wiring.linkage.scopes[action.scope].name
            if name not in seen:
                seen.add(name)
                yield action


def _path_of(wiring: Wiring, action: Decoration) -> str:
    name = wiring.linkage.scopes[action.scope].name
    given = wiring.texts(action.site.argument(99, "url_path")) if action.site is not None else []
    path = given[0] if given else name
    return f"<pk>/{path}" if _is_of_object(wiring, action) else path


def _is_of_object(wiring: Wiring, action: Decoration) -> bool:
    """``detail=True``, or the older ``@detail_route``."""
    if any(name.endswith("detail_route") for name in action.names):
        return True
    detail = action.site.argument(0, "detail") if action.site is not None else -1
    constants = {op.target: op.text for op in wiring.linkage.of_type(action.at, facts.Const) if op.kind == "bool"}
    return any(wiring.linkage.node(action.at, value) == detail and text == "True" for value, text in constants.items())
