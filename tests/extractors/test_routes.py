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
HELPED = {
    "app__helping": """
        def register(router, routes, view_func, **options):
            for route in routes:
                router.add_url_rule(route, view_func=view_func, **options)
        """,
    "app__main": """
        from flask import Blueprint, Flask
        from flask.views import MethodView
        from app.helping import register
        class Login(MethodView):
            def get(self): ...
            def post(self): ...
        class Home(MethodView):
            def get(self): ...
        users, site = Blueprint("users", __name__), Blueprint("site", __name__)
        register(users, routes=["/login", "/sign-in"], view_func=Login.as_view("login"))
        register(site, routes=["/"], view_func=Home.as_view("home"))
        class Settings:
            USERS_PREFIX = "/users"
        def load(app):
            app.config.from_object(Settings)
            app.register_blueprint(users, url_prefix=app.config["USERS_PREFIX"])
            app.register_blueprint(site)
        """,
}
MADE = {
    "app__making": """
        from functools import wraps
        def redirect_to(name):
            def redirecting(): ...
            return redirecting
        def checked(view):
            @wraps(view)
            def checking(): return view()
            return checking
        """,
    "app__main": """
        from flask import Flask
        from app.making import checked, redirect_to
        def home(): ...
        def shop(): ...
        app = Flask(__name__)
        app.add_url_rule("/old", view_func=redirect_to("home"))
        app.add_url_rule("/home", view_func=checked(home))
        app.add_url_rule("/shop", view_func=checked(shop))
        """,
}
URLCONFS = {
    "shop__urls": """
        from django.urls import include, path
        from shop import api, views
        from shop.rest import router
        office = [path("numbers/", views.numbers)]
        urlpatterns = [
            path("orders/", include("shop.orders.urls")),
            path("api/", include(api.urlpatterns)),
            path("office/", include((office, "office"))),
            path("rest/", include(router.urls)),
        ]
        """,
    "shop__orders__urls": """
        from django.urls import re_path
        from shop.views import OrderView
        urlpatterns = [re_path(r"^(?P<pk>\\d+)/$", OrderView.as_view())]
        """,
    "shop__api": """
        from django.urls import path
        def cart(request): ...
        urlpatterns = [path("cart/", cart)]
        """,
    "shop__views": """
        from django.views import View
        def numbers(request): ...
        class OrderView(View):
            def get(self, request, pk): ...
        """,
    "shop__rest": """
        from rest_framework import routers, viewsets
        class Parcels(viewsets.ModelViewSet): ...
        router = routers.DefaultRouter()
        router.register(r"parcels", Parcels)
        """,
}
CONFIGURED = {
    "shop__urls": """
        from django.apps import apps
        from django.urls import include, path
        urlpatterns = [path("", include(apps.get_app_config("shop").urls[0]))]
        """,
    "shop__base": """
        from django.apps import AppConfig
        class Config(AppConfig):
            @property
            def urls(self):
                return self.get_urls(), self.label, None
        """,
    "shop__apps": """
        from django.apps import apps
        from django.urls import path
        from shop.base import Config
        from shop.views import home
        class ShopConfig(Config):
            name = "shop"
            def ready(self):
                self.orders = apps.get_app_config("orders")
            def get_urls(self):
                return [path("home/", home), path("orders/", self.orders.urls)]
        """,
    "shop__orders__apps": """
        from django.urls import path
        from shop.base import Config
        from shop.views import orders
        class Listing(Config):
            def get_urls(self):
                return [*super().get_urls(), path("all/", orders)]
        class OrdersConfig(Listing):
            name = "shop.orders"
        """,
    "shop__views": """
        def home(request): ...
        def orders(request): ...
        """,
}


WSGI = {
    "shop__wsgi": """
        class Resource:
            def __init__(self, controller): self.controller = controller
            def register_actions(self, controller): ...
        def action(name):
            def mark(function):
                function.wsgi_action = name
                return function
            return mark
        """,
    "shop__api": """
        from shop.wsgi import action
        class Orders:
            def index(self, request): ...
            def show(self, request, id): ...
            def detail(self, request): ...
        class Paying:
            @action("pay")
            def _pay(self, request): ...
            @action("create")
            def _create(self, request): ...
        def home(request): ...
        """,
    "shop__tables": """
        import functools
        from shop.api import Orders, Paying, home
        from shop.wsgi import Resource
        def made(controller, others):
            resource = Resource(controller())
            for other in others:
                resource.register_actions(other())
            return resource
        orders = functools.partial(made, Orders, [Paying])
        ROUTES = (
            ("", "/"),
            ("/orders", {"GET": [orders, "index"], "POST": [orders, "create"]}),
            ("/orders/{id}/action", {"POST": [orders, "action"]}),
        )
        MORE = {"/": {"GET": home}}
        """,
    "shop__mapped": """
        import routes
        from shop.tables import orders, made
        from shop.api import Orders
        def resource():
            return made(Orders, [])
        class Router:
            def __init__(self, name):
                mapper = routes.Mapper()
                self.resources = {}
                self.resources["orders"] = resource()
                mapper.resource("order", "all", controller=self.resources["orders"], collection={"detail": "GET"})
                mapper.connect("x", "/{shop}/x", controller=Orders(), action="show", conditions={"method": ["PUT"]})
                mapper.resource("o", "os", controller=Orders(),
                    parent_resource=dict(member_name="shop", collection_name="shops"))
        """,
}
PLUGINS = {
    "shop__urls": """
        import importlib
        from django.apps import apps
        from django.urls import include, path
        urlpatterns = []
        for app in apps.get_app_configs():
            urls = importlib.import_module(app.name + ".urls")
            urlpatterns.append(path("shop/", include(urls.shop_patterns)))
        """,
    "parcels__apps": """
        from django.apps import AppConfig
        class ParcelsConfig(AppConfig):
            name = "parcels"
        """,
    "parcels__urls": """
        from django.urls import path
        def parcels(request): ...
        shop_patterns = [path("parcels/", parcels)]
        """,
    "labels__apps": """
        from django.apps import AppConfig
        class LabelsConfig(AppConfig):
            name = "labels"
        """,
    "labels__urls": """
        from django.urls import path
        def labels(request): ...
        shop_patterns = [path("labels/", labels)]
        """,
}
LOOPS = {
    "shop": """
        from flask import Blueprint
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        def cart(): ...
        def orders(): ...
        RULES = [("/cart", cart), ("/orders", orders)]
        version = "/<int(max={0}):version>".format(MOST)
        for rule, view in RULES:
            shop.add_url_rule(rule, view_func=view)
            shop.add_url_rule(version + rule, view_func=view)
        for name in ["cart", "orders"]:
            shop.add_url_rule("/{0}/all".format(name), view_func=globals()[name])
        for rule, view in {"/basket": cart}.items():
            shop.add_url_rule(rule, view_func=view)
        """,
}
BLOCKS = {
    "shop": """
        from contextlib import contextmanager
        from flask import Blueprint
        class Shop(Blueprint):
            def add_url_rule(self, rule, endpoint=None, view_func=None, **options):
                super().add_url_rule(self.before + rule.lstrip("!"), endpoint, view_func, **options)
            @contextmanager
            def below(self, prefix, otherwise=""):
                yield
        shop = Shop("shop", __name__, url_prefix="/shop")
        def cart(): ...
        def orders(): ...
        def ping(): ...
        with shop.below("/<int:user>"):
            shop.add_url_rule("/cart", view_func=cart)
        with shop.below("/a", "/b"):
            shop.add_url_rule("/orders", view_func=orders)
            shop.add_url_rule("!/ping", view_func=ping)
        """,
}


@pytest.mark.parametrize(
    ("modules", "wanted"),
    [
        (FASTAPI, {("GET /v1/{tenant}/admin/users/{user_id}", "show"), ("GET /v1/{tenant}/health", "health")}),
        (BLUEPRINTS, {("GET /users/<int:pk>", "show"), ("POST /users/edit", "Edit"), ("GET /other/x", "x")}),
        (
            HELPED,
            {
                *((f"{verb} /users/{path}", "Login") for verb in ("GET", "POST") for path in ("login", "sign-in")),
                ("GET /", "Home"),
            },
        ),
        (MADE, {("GET /old", "redirecting"), ("GET /home", "home"), ("GET /shop", "shop")}),
        (
            URLCONFS,
            {
                ("/orders/(?P<pk>\\d+)/", "OrderView"),
                ("/api/cart/", "cart"),
                ("/office/numbers/", "numbers"),
                ("/rest/parcels/", "Parcels"),
                ("/rest/parcels/<pk>/", "Parcels"),
            },
        ),
        (CONFIGURED, {("/home/", "home"), ("/orders/all/", "orders")}),
        (
            LOOPS,
            {
                *((f"GET /shop/{view}", view) for view in ("cart", "orders")),
                *((f"GET /shop/<int(max=?):version>/{view}", view) for view in ("cart", "orders")),
                *((f"GET /shop/{view}/all", view) for view in ("cart", "orders")),
                ("GET /shop/basket", "cart"),
            },
        ),
        (
            BLOCKS,
            {
                ("GET /shop/<int:user>/cart", "cart"),
                ("GET /shop/cart", "cart"),
                ("GET /shop/a/orders", "orders"),
                ("GET /shop/b/orders", "orders"),
                ("GET /ping", "ping"),
            },
        ),
        (
            WSGI,
            {
                ("GET /", "home"),
                ("GET /orders", "index"),
                ("POST /orders", "_create"),
                ("POST /orders/{id}/action pay", "_pay"),
                ("POST /orders/{id}/action create", "_create"),
                ("GET /all", "index"),
                ("GET /all/detail", "detail"),
                ("GET /all/{id}", "show"),
                ("PUT /{shop}/x", "show"),
                ("GET /shops/{shop_id}/os", "index"),
                ("GET /shops/{shop_id}/os/{id}", "show"),
            },
        ),
        (PLUGINS, {("/shop/parcels/", "parcels"), ("/shop/labels/", "labels")}),
    ],
    ids=["fastapi", "flask", "helped", "made", "urlconfs", "configured", "loops", "blocks", "wsgi", "plugins"],
)
def test_routes_lie_below_what_carries_them(modules: dict[str, str], wanted: set[tuple[str, str]]) -> None:
    entries = program_of(**modules).graph.entry_points
    routes = [entry for entry in entries if entry.kind.value == "http"]
    assert {(entry.name, entry.symbol.rpartition(".")[2]) for entry in routes} == wanted


def test_holders_of_patterns_that_include_each_other_many_times_end() -> None:
    included = ", ".join(f'path("{word}{n}/", include("u{n}"))' for word in "ab" for n in range(12))
    urls = (
        f"from django.urls import include, path\ndef view(request): pass\nurlpatterns = [{included}, path('v', view)]"
    )
    modules = {f"u{n}": urls for n in range(12)}
    assert program_of(**modules).graph.entry_points
