"""Routes with the prefixes of what carries them, and what they lead to."""

from __future__ import annotations

import pytest
from linked import program_of

FASTAPI = {
    "app__users": """
        from fastapi import APIRouter
        router = APIRouter(prefix="/users")
        @router.get("/{user_id}")
        def show(user_id): ...
        """,
    "app__api": """
        from fastapi import APIRouter
        from app.users import router as users
        api = APIRouter(prefix="/{tenant}")
        api.include_router(users, prefix="/admin")
        @api.get("/health")
        def health(): ...
        """,
    "app__main": """
        from fastapi import FastAPI
        from app.api import api
        outer, inner = FastAPI(), FastAPI()
        inner.include_router(api)
        outer.mount("/v1", app=inner)
        """,
}
BLUEPRINTS = {
    "app__users": """
        from flask import Blueprint
        from flask.views import MethodView
        users = Blueprint("users", __name__, url_prefix="/users")
        own = Blueprint("own", __name__, url_prefix="/own")
        @users.route("/<int:pk>")
        def show(pk): ...
        class Edit(MethodView):
            def post(self): ...
        users.add_url_rule("/edit", view_func=Edit.as_view("edit"), methods=["POST"])
        @own.route("/x")
        def x(): ...
        """,
    "app__main": """
        from flask import Flask
        from app.users import users, own
        def create_app():
            app = Flask(__name__)
            app.register_blueprint(users)
            app.register_blueprint(own, url_prefix="/other")
            return app
        """,
}


@pytest.mark.parametrize(
    ("modules", "wanted"),
    [
        (FASTAPI, {("GET /v1/{tenant}/admin/users/{user_id}", "show"), ("GET /v1/{tenant}/health", "health")}),
        (BLUEPRINTS, {("GET /users/<int:pk>", "show"), ("POST /users/edit", "Edit"), ("GET /other/x", "x")}),
    ],
    ids=["fastapi", "flask"],
)
def test_routes_lie_below_what_carries_them(modules: dict[str, str], wanted: set[tuple[str, str]]) -> None:
    entries = program_of(**modules).graph.entry_points
    assert {(entry.name, entry.symbol.rpartition(".")[2]) for entry in entries} == wanted
