"""Flask's hooks: what runs around requests, with templates, on errors and for the user of a session."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.handing import EVERY_REQUEST, Handed, handed, owner_names
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.imported import imports_any
from decompose.extractors.linking.objects import Kind

_RENDERED = "every rendered template"
_REQUESTS = ("before_request", "after_request", "teardown_request", "url_value_preprocessor", "url_defaults")
_HOOKS: dict[str, tuple[EntryKind, str]] = {
    **dict.fromkeys(_REQUESTS, (EntryKind.MIDDLEWARE, EVERY_REQUEST)),
    **{name.replace("_", "_app_", 1): (EntryKind.MIDDLEWARE, EVERY_REQUEST) for name in _REQUESTS[:3]},
    **{f"app_{name}": (EntryKind.MIDDLEWARE, EVERY_REQUEST) for name in _REQUESTS[3:]},
    **dict.fromkeys(("teardown_appcontext", "user_loader"), (EntryKind.MIDDLEWARE, EVERY_REQUEST)),
    **dict.fromkeys(("request_loader", "header_loader"), (EntryKind.MIDDLEWARE, EVERY_REQUEST)),
    **dict.fromkeys(("context_processor", "app_context_processor"), (EntryKind.MIDDLEWARE, _RENDERED)),
    **dict.fromkeys(("errorhandler", "app_errorhandler", "register_error_handler"), (EntryKind.HOOK, "error")),
    **dict.fromkeys(("before_first_request", "before_app_first_request"), (EntryKind.STARTUP, "first request")),
    **dict.fromkeys(("record", "record_once"), (EntryKind.STARTUP, "registration")),
    **{
        f"{prefix}template_{what}": (EntryKind.HOOK, f"template {what}")
        for prefix in ("", "app_", "add_", "add_app_")
        for what in ("filter", "global", "test")
    },
    **dict.fromkeys(("unauthorized_handler", "needs_refresh_handler", "shell_context_processor"), (EntryKind.HOOK, "")),
}
"""Method of an application, a blueprint or a login manager → what is handed to it."""
_OWNERS = ("flask", "quart")


@finder
def hooks(wiring: Wiring) -> Iterator[Entry]:
    """``@app.before_request``, ``blueprint.app_errorhandler(404)``, ``login_manager.user_loader(load)``."""
    if not imports_any(wiring.linkage, "flask", "quart", "flask_login"):
        return
    for found in handed(wiring, _HOOKS):
        owners = owner_names(wiring, found.owner)
        if wiring.linkage.scopes[found.scope].kind == "class":
            continue  # the exception that is handled
        if not owners or any(name.startswith(_OWNERS) for name in owners):
            kind, trigger = _HOOKS[found.method]
            yield wiring.entry(
                kind,
                wiring.linkage.names[found.scope],
                found.scope,
                found.line,
                found.at,
                _told(wiring, found, trigger),
            )
    yield from _wrapping(wiring)


def _told(wiring: Wiring, found: Handed, trigger: str) -> str:
    """What sets a hook off: ``error 404``, ``template filter money``, ``requests of shop.orders``."""
    if trigger == "error":
        codes = [_code(wiring, found.at, found.site.args[0])] if found.site.args else []
        return " ".join([trigger, *filter(None, codes)])
    if trigger.startswith("template "):
        named = wiring.texts(found.site.argument(0 if found.is_decorated else 1, "name"))
        return f"{trigger} {named[0] if named else wiring.linkage.scopes[found.scope].name}"
    if trigger == EVERY_REQUEST and "app" not in found.method.split("_"):
        is_blueprint = any(name.endswith("Blueprint") for name in owner_names(wiring, found.owner))
        blueprint = next(_blueprints(wiring, found.owner), "a blueprint")
        return f"requests of {blueprint}" if is_blueprint else trigger
    return trigger or found.method.replace("_", " ")


def _code(wiring: Wiring, scope: int, node: int) -> str:
    """The status or the exception that is handled."""
    linkage, objects = wiring.linkage, wiring.linkage.objects
    for op in linkage.of_type(scope, facts.Const):
        if linkage.node(scope, op.target) == node:
            return op.text
    for thing in sorted(linkage.solver.get(node)):
        if objects.kinds[thing] is Kind.CLASS:
            return linkage.scopes[objects.first[thing]].name
        if objects.kinds[thing] is Kind.EXTERNAL:
            return objects.text(thing).rpartition(".")[2]
    return ""


def _blueprints(wiring: Wiring, owner: int) -> Iterator[str]:
    """The names that blueprints are given when they are made."""
    objects = wiring.linkage.objects
    for thing in sorted(wiring.linkage.solver.get(owner)):
        made = objects.second[thing]
        if objects.kinds[thing] is Kind.INSTANCE and made >= 0 and objects.kinds[made] is Kind.MADE:
            yield from _given_names(wiring, objects.first[made])


def _given_names(wiring: Wiring, made: int) -> Iterator[str]:
    for gid, scope in enumerate(wiring.linkage.scopes):
        if scope.kind == "module":
            for op in wiring.linkage.of_type(gid, facts.Call):
                if wiring.linkage.node(gid, op.target) == made and op.args:
                    yield from wiring.texts(wiring.linkage.node(gid, op.args[0]))


def _wrapping(wiring: Wiring) -> Iterator[Entry]:
    """``app.wsgi_app = Proxied(app.wsgi_app)``: every request goes through it."""
    linkage, objects = wiring.linkage, wiring.linkage.objects
    for gid in range(len(linkage.scopes)):
        for op in linkage.of_type(gid, facts.SetAttr):
            for thing in sorted(linkage.solver.get(linkage.node(gid, op.source))) if op.name == "wsgi_app" else ():
                cls = objects.first[thing]
                if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
                    scope = objects.first[cls]
                    yield wiring.entry(EntryKind.MIDDLEWARE, linkage.names[scope], scope, op.line, gid, EVERY_REQUEST)
