"""Routers, blueprints, applications and groups of commands are told apart by the call that made them.

Each has a prefix of its own.
"""

from __future__ import annotations

from decompose.extractors.linking.libraries import CallModel, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

ROUTERS = (
    *("fastapi.APIRouter", "fastapi.routing.APIRouter", "fastapi.FastAPI", "fastapi.applications.FastAPI"),
    *("starlette.applications.Starlette", "starlette.routing.Router"),
    *("flask.Flask", "flask.app.Flask", "flask.Blueprint", "flask.blueprints.Blueprint"),
    *("rest_framework.routers.DefaultRouter", "rest_framework.routers.SimpleRouter"),
    *(
        "flask_restful.Api",
        "flask_restx.Api",
        "flask_restplus.Api",
        "flask_restx.Namespace",
        "flask_restplus.Namespace",
    ),
    *("flask_smorest.Api", "flask_smorest.Blueprint"),
    *("ninja.NinjaAPI", "ninja.main.NinjaAPI", "ninja.Router", "ninja.router.Router", "bottle.Bottle"),
    *("litestar.Router", "litestar.router.Router", "litestar.Litestar", "litestar.app.Litestar"),
    *("quart.Quart", "quart.Blueprint", "sanic.Sanic", "sanic.Blueprint"),
    *("flask.cli.AppGroup", "quart.cli.AppGroup", "click.Group", "click.core.Group", "typer.Typer", "typer.main.Typer"),
)


def _external(dotted: str) -> CallModel:
    def model(linkage: Linkage, site: CallSite, receiver: int) -> None:
        _make(linkage, site, linkage.objects.external(dotted))

    return model


def _make(linkage: Linkage, site: CallSite, cls: int) -> None:
    """The call's result is an instance that no other call makes."""
    if site.target >= 0:
        made = linkage.objects.intern(Kind.MADE, site.target)
        linkage.solver.add(site.target, linkage.objects.instance(cls, made))


for _name in ROUTERS:
    models_call(_name)(_external(_name))
    models_call(f"new {_name}")(_make)
