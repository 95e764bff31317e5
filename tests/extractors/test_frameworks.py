"""Entry points of each framework, as small programs."""

from __future__ import annotations

import pytest
from linked import program_of

PROGRAMS = [
    pytest.param(
        """
        from ninja import NinjaAPI, Router
        from django.urls import path
        api = NinjaAPI()
        orders = Router()
        @orders.get('/list')
        def list_orders(request): pass
        @orders.api_operation(['POST','PATCH'], '/many')
        def many(request): pass
        api.add_router('/orders/', orders)
        @api.post('/add')
        def add(request): pass
        urlpatterns = [path('api/', api.urls)]
        """,
        {
            ("http", "GET /api/orders/list", "list_orders"),
            ("http", "POST /api/orders/many", "many"),
            ("http", "PATCH /api/orders/many", "many"),
            ("http", "POST /api/add", "add"),
        },
        id="ninja",
    ),
    pytest.param(
        """
        from bottle import Bottle, route, get, run
        app = Bottle()
        @app.route('/hello/<name>')
        def hello(name): pass
        @app.post('/x')
        def x(): pass
        @route('/top', method='POST')
        def top(): pass
        @get('/g')
        def g(): pass
        sub = Bottle()
        @sub.get('/inner')
        def inner(): pass
        app.mount('/sub', sub)
        """,
        {
            ("http", "GET /hello/<name>", "hello"),
            ("http", "POST /x", "x"),
            ("http", "POST /top", "top"),
            ("http", "GET /g", "g"),
            ("http", "GET /sub/inner", "inner"),
        },
        id="bottle",
    ),
    pytest.param(
        """
        from litestar import Litestar, get, post, Router, Controller
        @get('/books/{id:int}')
        async def book(id: int) -> None: ...
        class Orders(Controller):
            path = '/orders'
            @get()
            async def all(self) -> None: ...
            @post('/{id:int}')
            async def one(self, id: int) -> None: ...
        router = Router(path='/v1', route_handlers=[Orders])
        app = Litestar(route_handlers=[book, router])
        """,
        {
            ("http", "GET /books/{id:int}", "book"),
            ("http", "GET /v1/orders", "Orders.all"),
            ("http", "POST /v1/orders/{id:int}", "Orders.one"),
        },
        id="litestar",
    ),
    pytest.param(
        """
        from sanic import Sanic, Blueprint
        bp = Blueprint('x', url_prefix='/bp')
        @bp.get('/a')
        async def a(request): pass
        app = Sanic('x')
        app.blueprint(bp)
        @app.websocket('/feed')
        async def feed(request, ws): pass
        async def h(request): pass
        app.add_route(h, '/h', methods=['POST'])
        """,
        {
            ("http", "GET /bp/a", "a"),
            ("websocket", "/feed", "feed"),
            ("http", "POST /h", "h"),
        },
        id="sanic",
    ),
    pytest.param(
        """
        from starlette.applications import Starlette
        from starlette.routing import Route, Mount, WebSocketRoute, Router
        from starlette.endpoints import HTTPEndpoint
        async def home(r): pass
        class User(HTTPEndpoint):
            async def get(self, r): pass
            async def post(self, r): pass
        async def ws(w): pass
        users = [Route('/{id}', User), Route('/x', home, methods=['PUT'])]
        app = Starlette(routes=[Route('/', home), Mount('/users', routes=users), WebSocketRoute('/ws', ws)])
        app.add_route('/late', home)
        """,
        {
            ("http", "GET /", "home"),
            ("http", "GET /users/{id}", "User"),
            ("http", "POST /users/{id}", "User"),
            ("http", "PUT /users/x", "home"),
            ("websocket", "/ws", "ws"),
            ("http", "GET /late", "home"),
        },
        id="starlette",
    ),
    pytest.param(
        """
        from fastapi import FastAPI, APIRouter
        app = FastAPI()
        r = APIRouter()
        async def late(): pass
        r.add_api_route('/late', late, methods=['POST'])
        app.include_router(r, prefix='/r')
        """,
        {
            ("http", "POST /r/late", "late"),
        },
        id="fastapi-add-route",
    ),
    pytest.param(
        """
        import argparse
        def run(args): ...
        def main():
            parser = argparse.ArgumentParser(prog="tidy")
            run(parser.parse_args())
        if __name__ == "__main__":
            main()
        """,
        {
            ("command", "tidy", "main"),
        },
        id="argparse",
    ),
    pytest.param(
        """
        import argparse
        def options():
            return argparse.ArgumentParser()
        """,
        set(),
        id="argparse-helper",
    ),
    pytest.param(
        """
        from pyramid.view import view_config
        def main(config):
            config.add_route("order", "orders/{id}")
            config.add_route("home", "/")
            config.add_view(home, route_name="home")
        @view_config(route_name="order", request_method="POST", renderer="json")
        def order(request): ...
        def home(request): ...
        """,
        {("http", "POST /orders/{id}", "order"), ("http", "GET /", "home")},
        id="pyramid",
    ),
    pytest.param(
        """
        import tornado.web
        from tornado.websocket import WebSocketHandler
        class Orders(tornado.web.RequestHandler):
            def get(self): ...
            def post(self): ...
        class Live(WebSocketHandler):
            def on_message(self, message): ...
        app = tornado.web.Application([(r"/orders", Orders), (r"/live", Live)])
        """,
        {
            ("http", "GET /orders", "Orders.get"),
            ("http", "POST /orders", "Orders.post"),
            ("websocket", "/live", "Live.on_message"),
        },
        id="tornado",
    ),
    pytest.param(
        """
        import falcon
        class Orders:
            def on_get(self, request, response): ...
            def on_delete(self, request, response): ...
        app = falcon.App()
        app.add_route("/orders", Orders())
        """,
        {("http", "GET /orders", "Orders.on_get"), ("http", "DELETE /orders", "Orders.on_delete")},
        id="falcon",
    ),
    pytest.param(
        """
        from aiohttp import web
        routes = web.RouteTableDef()
        @routes.get("/table")
        async def table(request): ...
        async def orders(request): ...
        async def pay(request): ...
        app = web.Application()
        app.router.add_get("/orders", orders)
        app.add_routes([web.post("/pay", pay)])
        """,
        {("http", "GET /table", "table"), ("http", "GET /orders", "orders"), ("http", "POST /pay", "pay")},
        id="aiohttp",
    ),
    pytest.param(
        """
        from flask import Flask, Blueprint
        from flask_restful import Api, Resource
        class Orders(Resource):
            def get(self): ...
            def post(self): ...
        bp = Blueprint("api", __name__, url_prefix="/api")
        api = Api(bp)
        api.add_resource(Orders, "/orders", "/all")
        app = Flask(__name__)
        app.register_blueprint(bp)
        """,
        {("http", f"{verb} /api/{path}", "Orders") for verb in ("GET", "POST") for path in ("orders", "all")},
        id="flask-restful",
    ),
    pytest.param(
        """
        from flask import Flask
        from flask_restx import Api, Namespace, Resource
        ns = Namespace("orders")
        @ns.route("/<int:pk>", "/by-id/<int:pk>")
        class Order(Resource):
            def get(self, pk): ...
        app = Flask(__name__)
        api = Api(app, prefix="/v1")
        api.add_namespace(ns)
        """,
        {("http", "GET /v1/orders/<int:pk>", "Order"), ("http", "GET /v1/orders/by-id/<int:pk>", "Order")},
        id="flask-restx",
    ),
    pytest.param(
        """
        from flask_appbuilder import BaseView, ModelRestApi, expose
        class Reports(BaseView):
            route_base = "/reports"
            @expose("/list/<pk>", methods=("POST",))
            def list(self, pk): ...
        class OrderApi(ModelRestApi):
            resource_name = "order"
            @expose("/<pk>/copy")
            def copy(self, pk): ...
        """,
        {("http", "POST /reports/list/<pk>", "Reports.list"), ("http", "GET /api/v1/order/<pk>/copy", "OrderApi.copy")},
        id="flask-appbuilder",
    ),
    pytest.param(
        """
        import graphene
        class Query(graphene.ObjectType):
            orders = graphene.List(graphene.String)
            def resolve_orders(self, info): ...
            def resolve_open_orders(self, info): ...
        class Base(graphene.Mutation):
            def mutate(self, info): return self.perform_mutation()
            def perform_mutation(self): ...
        def checked(function):
            def wrapper(*args): return function(*args)
            return wrapper
        class Pay(Base):
            @checked
            def perform_mutation(self): ...
        class Mutation(graphene.ObjectType):
            pay_order = Pay.Field()
        schema = graphene.Schema(query=Query, mutation=Mutation)
        """,
        {
            ("http", "query orders", "Query.resolve_orders"),
            ("http", "query openOrders", "Query.resolve_open_orders"),
            ("http", "mutation payOrder", "Pay.perform_mutation"),
        },
        id="graphene",
    ),
    pytest.param(
        """
        import graphene
        class PayOrder(graphene.Mutation):
            def mutate(self, info): ...
        """,
        {("http", "mutation payOrder", "PayOrder.mutate")},
        id="graphene-without-schema",
    ),
    pytest.param(
        """
        from pecan import rest
        from shop import method
        class Console(rest.RestController):
            @method.body("console")
            def put(self, order, console): ...
        class States(rest.RestController):
            console = Console()
            _custom_actions = {"paid": ["PUT"]}
            def get(self, order): ...
            def paid(self, order): ...
        class Lines(rest.RestController):
            def __init__(self, order): ...
            def get_one(self, line): ...
        class Orders(rest.RestController):
            states = States()
            _subcontrollers = {"lines": Lines}
            def get_all(self): ...
            def get_one(self, order): ...
            def post(self, order): ...
        class Root:
            children = {"orders": Orders()}
        """,
        {
            ("http", "GET /orders", "Orders.get_all"),
            ("http", "GET /orders/{order}", "Orders.get_one"),
            ("http", "POST /orders", "Orders.post"),
            ("http", "GET /orders/{order}/lines/{line}", "Lines.get_one"),
            ("http", "GET /orders/{order}/states", "States.get"),
            ("http", "PUT /orders/{order}/states/paid", "States.paid"),
            ("http", "PUT /orders/{order}/states/console", "Console.put"),
        },
        id="pecan",
    ),
    pytest.param(
        """
        import strawberry
        @strawberry.type
        class Query:
            @strawberry.field
            def orders(self) -> list[str]: ...
        schema = strawberry.Schema(query=Query)
        """,
        {("http", "query orders", "Query.orders")},
        id="strawberry",
    ),
    pytest.param(
        """
        from ariadne import QueryType
        query = QueryType()
        @query.field("orders")
        def resolve(_, info): ...
        """,
        {("http", "query orders", "resolve")},
        id="ariadne",
    ),
    pytest.param(
        """
        import pika
        def main():
            channel = pika.BlockingConnection().channel()
            channel.basic_consume(queue="orders", on_message_callback=handle)
        def handle(channel, method, properties, body): ...
        """,
        {("message", "orders", "handle")},
        id="pika",
    ),
    pytest.param(
        """
        from channels.generic.websocket import AsyncJsonWebsocketConsumer
        class Live(AsyncJsonWebsocketConsumer):
            async def receive_json(self, content): ...
        """,
        {("websocket", "m.Live", "Live.receive_json")},
        id="channels",
    ),
    pytest.param(
        """
        from shop import orders_pb2_grpc
        class Orders(orders_pb2_grpc.OrdersServicer):
            def Pay(self, request, context): ...
        """,
        {("rpc", "Orders/Pay", "Orders.Pay")},
        id="grpc",
    ),
    pytest.param(
        """
        from apscheduler.schedulers.background import BackgroundScheduler
        def clean(): ...
        scheduler = BackgroundScheduler()
        scheduler.add_job(clean, "cron", hour=3)
        """,
        {("schedule", "m.clean", "clean")},
        id="apscheduler",
    ),
    pytest.param(
        """
        from django.urls import include, path
        from rest_framework import routers, viewsets
        from rest_framework.decorators import action
        class Router(routers.DefaultRouter): ...
        class Orders(viewsets.ReadOnlyModelViewSet):
            @action(detail=True, methods=["post"], url_path="pay-now")
            def pay(self, request, pk): ...
            @action(detail=False)
            def open(self, request): ...
        class Ping(viewsets.ViewSet):
            def list(self, request): ...
        router = Router()
        router.register("orders", Orders)
        router.register("ping", Ping)
        urlpatterns = [path("api/", include((router.urls, "api")))]
        """,
        {
            ("http", "/api/orders/", "Orders"),
            ("http", "/api/orders/<pk>/", "Orders"),
            ("http", "/api/orders/<pk>/pay-now/", "Orders.pay"),
            ("http", "/api/orders/open/", "Orders.open"),
            ("http", "/api/ping/", "Ping"),
        },
        id="rest framework",
    ),
]


@pytest.mark.parametrize(("code", "wanted"), PROGRAMS)
def test_entry_points(code: str, wanted: set[tuple[str, str, str]]) -> None:
    entries = program_of(m=code).graph.entry_points
    assert {(entry.kind.value, entry.name, entry.symbol.removeprefix("m.")) for entry in entries} == wanted
