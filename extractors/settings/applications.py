"""What servers serve: WSGI and ASGI applications, and the module of settings that they run with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.places import Place
from decompose.extractors.settings import finder, is_for_tests
from decompose.extractors.settings.values import bound_settings
from decompose.extractors.traits import Watched

_NAMED = re.compile(r"WSGI_APPLICATION|ASGI_APPLICATION")
_MAKERS = {
    **dict.fromkeys(("flask.Flask", "flask.app.Flask", "bottle.Bottle", "connexion.FlaskApp", "falcon.App"), "wsgi"),
    **dict.fromkeys(("django.core.wsgi.get_wsgi_application", "pyramid.config.Configurator.make_wsgi_app"), "wsgi"),
    **dict.fromkeys(("fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette"), "asgi"),
    **dict.fromkeys(("django.core.asgi.get_asgi_application", "quart.Quart", "sanic.Sanic"), "asgi"),
    **dict.fromkeys(("channels.routing.ProtocolTypeRouter", "litestar.Litestar", "blacksheep.Application"), "asgi"),
}
_PACKAGES = ("flask", "bottle", "connexion", "falcon", "django", "pyramid", "fastapi", "starlette", "quart", "sanic")
_MORE_PACKAGES = ("channels", "litestar", "blacksheep")
_SETTINGS_MODULE = "DJANGO_SETTINGS_MODULE"


@finder
def named(watched: Watched) -> Iterator[Mark]:
    """``WSGI_APPLICATION = "shop.wsgi.application"``."""
    linkage = watched.linkage
    for found in bound_settings(linkage, _NAMED):
        module, _, variable = found.text.rpartition(".")
        if module and not is_for_tests(linkage, found.scope):
            place = Place(linkage.path(found.scope), found.line)
            yield Mark(MarkKind.APPLICATION, found.keys[0][:4].lower(), f"{module}:{variable}", place)


@finder
def made(watched: Watched) -> Iterator[Mark]:
    """A module binds what a framework makes: ``app = Flask(__name__)``."""
    linkage = watched.linkage
    for call in watched.calls_of(*_PACKAGES, *_MORE_PACKAGES):
        kind = _MAKERS.get(call.name.removesuffix(".__init__"))
        is_module = linkage.scopes[call.scope].kind == "module"
        if kind is None or not is_module or is_for_tests(linkage, call.scope) or not isinstance(call.op, facts.Call):
            continue
        copied = {op.source: op.target for op in linkage.of_type(call.scope, facts.Copy)}
        values = {call.op.target, copied.get(call.op.target, -1)}
        for op in linkage.of_type(call.scope, facts.Bind):
            if op.source in values:
                value = f"{linkage.names[call.scope]}:{op.name}"
                yield Mark(MarkKind.APPLICATION, kind, value, Place(linkage.path(call.scope), op.line))


@finder
def settings_modules(watched: Watched) -> Iterator[Mark]:
    """``os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")``."""
    linkage = watched.linkage
    for call in watched.calls_of("os"):
        site = watched.site(call) if call.last == "setdefault" else None
        if site is None or _SETTINGS_MODULE not in strings_at(linkage, site.argument(0, "key")):
            continue
        for module in strings_at(linkage, site.argument(1, "default")):
            place = Place(linkage.path(call.scope), call.line)
            yield Mark(MarkKind.SETTING, _SETTINGS_MODULE, module, place)
