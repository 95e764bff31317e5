"""Calls that no one wrote: what frameworks inject, plugins, registries."""

from __future__ import annotations

import textwrap

import pytest
from linked import program_of

from decompose.extractors.graph import EdgeKind

INJECTED = [
    pytest.param(
        """
        from fastapi import Depends, FastAPI
        app = FastAPI()
        class Session:
            def query(self): ...
        def get_db():
            session = Session()
            yield session
        @app.get("/")
        def orders(db=Depends(get_db)): db.query()
        """,
        {"orders": {"get_db", "Session.query"}},
        id="a default",
    ),
    pytest.param(
        """
        from typing import Annotated, Optional
        from fastapi import Depends, FastAPI
        app = FastAPI()
        class Session:
            def query(self): ...
        def get_db(): return Session()
        Db = Annotated[object, Depends(get_db)]
        @app.get("/")
        def alias(db: Db): db.query()
        @app.get("/written")
        def written(db: Annotated[object, Depends(get_db)]): db.query()
        @app.get("/optional")
        def optional(db: Optional[Db] = None): db.query()
        def helper(db: Db): db.query()
        """,
        {
            "alias": {"get_db", "Session.query"},
            "written": {"get_db", "Session.query"},
            "optional": {"get_db", "Session.query"},
            "helper": {"Session.query"},  # its callers pass it
        },
        id="annotations and their aliases",
    ),
    pytest.param(
        """
        from typing import Annotated
        from fastapi import Depends, FastAPI
        app = FastAPI()
        class Repository:
            def find(self): ...
        def repository(): return Repository()
        class Page:
            def __init__(self, repository=Depends(repository)): self.repository = repository
            def rows(self): self.repository.find()
        @app.get("/")
        def orders(page: Page = Depends()): page.rows()
        @app.get("/named")
        def named(page=Depends(Page)): page.rows()
        """,
        {
            "Page.__init__": {"repository"},
            "Page.rows": {"Repository.find"},
            "orders": {"Page.__init__", "Page.rows"},
            "named": {"Page.__init__", "Page.rows"},
        },
        id="classes that depend on others",
    ),
    pytest.param(
        """
        from fastapi import APIRouter, Depends, Security
        router = APIRouter()
        class Role:
            def __init__(self, name): self.name = name
            def __call__(self, request): self.check()
            def check(self): ...
        def audit(): ...
        @router.get("/", dependencies=[Depends(audit), Security(Role("staff"))])
        def orders(): ...
        """,
        {"orders": {"audit", "Role.__call__"}},
        id="those of a route",
    ),
    pytest.param(
        """
        from fastapi import Depends
        class Service:
            def run(self): ...
        def service(): return Service()
        class View:
            service: object = Depends(service)
            def get(self): self.service.run()
        """,
        {"View.get": {"Service.run"}},
        id="attributes of a class",
    ),
    pytest.param(
        """
        from fastapi import Depends, FastAPI
        app = FastAPI()
        class Session:
            def query(self): ...
        def get_db(): return Session()
        def orders(db=Depends(get_db)): db.query()
        app.add_api_route("/orders", orders)
        """,
        {"orders": {"get_db", "Session.query"}},
        id="registered by a call",
    ),
    pytest.param(
        """
        from dependency_injector import containers, providers
        from dependency_injector.wiring import Provide, inject
        class Db:
            def __init__(self): ...
            def query(self): ...
        class Repository:
            def __init__(self, db): self.db = db
            def find(self): self.db.query()
        class Container(containers.DeclarativeContainer):
            db = providers.Singleton(Db)
            repository = providers.Factory(Repository, db=db)
        @inject
        def main(repository=Provide[Container.repository]): repository.find()
        def made(): Container().repository().find()
        """,
        {
            "main": {"Repository.__init__", "Db.__init__", "Repository.find"},
            "made": {"Container", "Repository.__init__", "Db.__init__", "Repository.find"},
            "Repository.find": {"Db.query"},
        },
        id="dependency_injector",
    ),
    pytest.param(
        """
        import abc
        import inject
        class Cache(abc.ABC):
            @abc.abstractmethod
            def get(self): ...
        class Redis(Cache):
            def get(self): ...
        class Memory(Cache):
            def get(self): ...
        def configure(binder): binder.bind(Cache, Redis())
        inject.configure(configure)
        class Users:
            cache = inject.attr(Cache)
            def load(self): self.cache.get()
        def load(): inject.instance(Cache).get()
        @inject.autoparams()
        def run(cache: Cache): cache.get()
        """,
        {"Users.load": {"Redis.get"}, "load": {"Redis.get"}, "run": {"Redis.get"}},
        id="inject",
    ),
    pytest.param(
        """
        import abc
        import injector
        class Cache(abc.ABC):
            @abc.abstractmethod
            def get(self): ...
        class Redis(Cache):
            def get(self): ...
        class Module(injector.Module):
            def configure(self, binder): binder.bind(Cache, to=Redis)
        class Users:
            @injector.inject
            def __init__(self, cache: Cache): self.cache = cache
            def load(self): self.cache.get()
        def main(): injector.Injector([Module()]).get(Users).load()
        """,
        {"Users.load": {"Redis.get"}, "main": {"Module", "Users.load"}},
        id="injector",
    ),
]

PLUGINS = [
    pytest.param(
        """
        import pluggy
        hookspec, hookimpl = pluggy.HookspecMarker("shop"), pluggy.HookimplMarker("shop")
        class Specification:
            @hookspec(firstresult=True)
            def price(self, order): ...
            @hookspec
            def paid(self, order): ...
        class Order:
            def ship(self): ...
        class Plugin:
            @hookimpl
            def paid(self, order): order.ship()
        class Discount:
            def apply(self): ...
        @hookimpl(trylast=True)
        def price(order): return Discount()
        @hookimpl(specname="price")
        def other_price(order): ...
        def manager(): return pluggy.PluginManager("shop")
        def pay():
            manager().hook.paid(order=Order())
            manager().hook.price(order=1).apply()
        def unknown(app): app.plugins.hook.paid(order=1)
        def historic(): manager().hook.paid.call_historic(kwargs={"order": Order()})
        """,
        {
            "pay": {"Plugin.paid", "price", "other_price", "Discount.apply", "manager", "Order"},
            "unknown": {"Plugin.paid"},
            "historic": {"Plugin.paid", "manager", "Order"},
            "Plugin.paid": {"Order.ship"},
        },
        id="pluggy",
    ),
    pytest.param(
        """
        from zope.component import getUtility, getAdapter, provideUtility
        from zope.interface import Interface, implementer
        class IMailer(Interface):
            def send(): ...
        class ISms(IMailer): ...
        @implementer(ISms)
        class Sms:
            def send(self): ...
        class Log:
            def send(self): ...
        provideUtility(Log(), IMailer)
        class IPrinted(Interface):
            def show(): ...
        @implementer(IPrinted)
        class Printed:
            def __init__(self, order): ...
            def show(self): ...
        def send(): getUtility(IMailer).send()
        def of_registry(request): request.registry.getUtility(IMailer).send()
        def show(order): getAdapter(order, IPrinted).show()
        """,
        {
            "send": {"Sms.send", "Log.send"},
            "of_registry": {"Sms.send", "Log.send"},
            "show": {"Printed.__init__", "Printed.show"},
        },
        id="zope",
    ),
    pytest.param(
        """
        import importlib
        class Mail:
            def send(self): ...
        class Sms:
            def send(self): ...
        BACKENDS = {"mail": "m.Mail", "sms": "m:Sms"}
        def by_dot(path):
            module, _, name = path.rpartition(".")
            return getattr(importlib.import_module(module), name)
        def by_colon(path):
            module, name = path.split(":")
            return getattr(importlib.import_module(module), name)
        def mail(): by_dot(BACKENDS["mail"])().send()
        def sms(): by_colon(BACKENDS["sms"])().send()
        """,
        {"mail": {"by_dot", "Mail", "Mail.send"}, "sms": {"by_colon", "Sms", "Sms.send"}},
        id="paths taken apart",
    ),
]


@pytest.mark.parametrize(("code", "wanted"), PLUGINS)
def test_what_plugins_implement(code: str, wanted: dict[str, set[str]]) -> None:
    found = edges_of(code)
    assert {name: found.get(name, set()) for name in wanted} == wanted


def test_interfaces_bind_as_bases_do() -> None:
    graph = program_of(
        m="""
        from zope.interface import implementer
        from n import IMailer, IPlugin, implements
        @implementer(IMailer)
        class Mailer: ...
        class Plugin:
            implements(IPlugin, inherit=True)
        """,
        n="class IMailer: ...\nclass IPlugin: ...\ndef implements(interface, inherit=False): ...",
    ).graph
    found = {(edge.source, edge.target) for edge in graph.edges if edge.kind.value == "inherits"}
    assert found == {("m.Mailer", "n.IMailer"), ("m.Plugin", "n.IPlugin")}


SIGNALS = [
    pytest.param(
        """
        from blinker import Namespace, signal
        paid = Namespace().signal("paid")
        @paid.connect
        def ship(sender): ...
        @paid.connect_via("shop")
        def note(sender): ...
        def late(sender): ...
        signal("late").connect(late)
        @paid.connect_via("market")
        def elsewhere(sender): ...
        def pay():
            paid.send("shop")
        def remind(): signal("late").send(1)
        """,
        {("pay", "ship"), ("pay", "note"), ("remind", "late")},
        {"ship": "paid", "note": "paid", "elsewhere": "paid", "late": "late"},
        id="blinker",
    ),
    pytest.param(
        """
        from celery.signals import task_failure, worker_process_init
        from flask import request_started
        @worker_process_init.connect
        def connect_database(**kwargs): ...
        @task_failure.connect(sender="shop.pay")
        def failed(**kwargs): ...
        def begin(app): ...
        request_started.connect(begin)
        """,
        set(),
        {"connect_database": "worker_process_init", "failed": "task_failure", "begin": "request_started"},
        id="of installed packages",
    ),
    pytest.param(
        """
        from typing import Generic, TypeVar
        from django.dispatch import Signal, receiver
        T = TypeVar("T")
        class PluginSignal(Generic[T], Signal):
            def send_chained(self, sender, **named):
                for receiver in self._live_receivers(sender)[0]:
                    named["value"] = receiver(signal=self, sender=sender, **named)
        class EventSignal(PluginSignal[int]):
            def send(self, sender, **named): return super().send(sender, **named)
        paid = EventSignal()
        shipped = EventSignal()
        @receiver(paid)
        def mail(sender, **kwargs): ...
        @receiver(shipped, dispatch_uid="pack")
        def pack(sender, **kwargs): ...
        def pay(): paid.send(1)
        def ship(): shipped.send(1)
        """,
        {("pay", "mail"), ("ship", "pack")},
        {"mail": "paid", "pack": "shipped"},
        id="of a class of the program",
    ),
    pytest.param(
        """
        from django.db import models
        from django.db.models.signals import m2m_changed, post_save, pre_delete
        from django.dispatch import receiver
        class Tag(models.Model): ...
        class Order(models.Model):
            tags = models.ManyToManyField(Tag)
        class Note(models.Model): ...
        class Invoice(models.Model):
            def save(self, *args, **kwargs): super().save(*args, **kwargs)
            def announce(self): post_save.send(sender=self.__class__, instance=self)
        @receiver(post_save, sender=Order)
        def saved(sender, instance, **kwargs): ...
        @receiver(pre_delete, sender=Order)
        def deleted(sender, instance, **kwargs): ...
        @receiver(post_save)
        def any_saved(sender, **kwargs): ...
        @receiver([post_save, pre_delete], sender=Note)
        def noted(instance, **kwargs): ...
        def tagged(sender, **kwargs): ...
        def invoiced(sender, **kwargs): ...
        m2m_changed.connect(tagged, sender=Order.tags.through)
        post_save.connect(invoiced, sender=Invoice)
        def make(): Order.objects.create()
        def change(order: Order): order.save()
        def remove(order: Order): order.delete()
        def remove_all(): Order.objects.filter(paid=True).delete()
        def silent(): Order.objects.filter(paid=True).update(paid=False)
        def tag(order: Order): order.tags.add(Tag.objects.first())
        def invoice(): Invoice().save()
        """,
        {
            *(("make", "saved"), ("change", "saved"), ("remove", "deleted"), ("remove_all", "deleted")),
            *(("tag", "tagged"), ("Invoice.save", "invoiced")),
            *(("Invoice.announce", "invoiced"), ("Invoice.announce", "any_saved")),
            ("Note", "noted"),  # saved by whoever knows no more than that it is a model
        },
        {
            "saved": "post_save",
            "deleted": "pre_delete",
            "any_saved": "post_save",
            "noted": "post_save, pre_delete",
            "tagged": "m2m_changed",
            "invoiced": "post_save",
        },
        id="models of Django",
    ),
    pytest.param(
        """
        from sqlalchemy import Column, ForeignKey, Integer, event
        from sqlalchemy.event import listens_for
        from sqlalchemy.orm import Session, declarative_base, relationship
        Base = declarative_base()
        class Line(Base):
            __tablename__ = "lines"
            id = Column(Integer, primary_key=True)
            order_id = Column(ForeignKey("orders.id"))
        class Order(Base):
            __tablename__ = "orders"
            id = Column(Integer, primary_key=True)
            status = Column(Integer)
            lines = relationship(Line)
            @staticmethod
            def stamp(mapper, connection, target): ...
            @classmethod
            def __declare_last__(cls): event.listen(cls, "before_update", cls.stamp)
        @listens_for(Order, "after_insert")
        def made(mapper, connection, target): ...
        @listens_for(Order, "before_delete")
        def gone(mapper, connection, target): ...
        @listens_for(Order.status, "set")
        def status_set(target, value, old, initiator): ...
        @listens_for(Order.lines, "append")
        def line_added(target, value, initiator): ...
        @listens_for(Session, "after_flush")
        def flushed(session, context): ...
        def create(session: Session):
            session.add(Order())
        def change(session: Session):
            order = session.query(Order).first()
            order.status = 3
        def add(session: Session):
            order = session.query(Order).first()
            order.lines.append(Line())
        def remove(session: Session): session.delete(session.query(Order).first())
        def silent(session: Session): session.query(Order).update({"status": 1})
        """,
        {
            *(("create", "made"), ("change", "Order.stamp"), ("change", "status_set"), ("remove", "gone")),
            ("add", "line_added"),
        },
        {
            "Order.stamp": "before_update of Order",
            "made": "after_insert of Order",
            "gone": "before_delete of Order",
            "status_set": "set of Order.status",
            "line_added": "append of Order.lines",
            "flushed": "after_flush of Session",
        },
        id="events of SQLAlchemy",
    ),
]


@pytest.mark.parametrize(("code", "events", "triggers"), SIGNALS)
def test_signals(code: str, events: set[tuple[str, str]], triggers: dict[str, str]) -> None:
    graph = program_of(m=textwrap.dedent(code)).graph
    found = {
        (edge.source_symbol.removeprefix("m."), edge.target_symbol.removeprefix("m."))
        for edge in graph.edges
        if edge.kind.value == "event"
    }
    assert found == events
    receivers = [entry for entry in graph.entry_points if entry.kind.value == "signal"]
    assert {entry.symbol.removeprefix("m."): entry.trigger for entry in receivers} == triggers


def test_listeners_are_given_rows() -> None:
    code = """
    from sqlalchemy import Column, Integer, event
    from sqlalchemy.orm import declarative_base
    class Order(declarative_base()):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        def touch(self): ...
    @event.listens_for(Order, "before_insert")
    def stamp(mapper, connection, target): target.touch()
    @event.listens_for(Order.id, "set")
    def numbered(target, value, old, initiator): target.touch()
    """
    found = edges_of(code)
    assert found["stamp"] == found["numbered"] == {"Order.touch"}


QUEUES = [
    pytest.param("get_queue('low').enqueue(send, 1)", id="function"),
    pytest.param("get_queue('low').enqueue('mail.send', 1)", id="dotted name"),
    pytest.param("get_queue('low').enqueue_call(func=send, args=(1,))", id="keyword"),
    pytest.param("get_queue('low').enqueue_at(now(), send, 1)", id="at a time"),
    pytest.param("get_scheduler().enqueue_in(now(), 'mail.send')", id="after a time"),
]


@pytest.mark.parametrize("handed", QUEUES)
def test_what_is_handed_to_a_queue_is_run_by_it(handed: str) -> None:
    code = f"from django_rq import get_queue, get_scheduler\nfrom mail import send\ndef f(now):\n    {handed}\n"
    edges = program_of(m=code, mail="def send(key): ...").graph.edges
    assert ("m.f", "mail.send") in {(e.source_symbol, e.target_symbol) for e in edges if e.kind.value == "event"}


HOOKS = [
    pytest.param(
        {
            "shop__settings": """
                import os
                INSTALLED_APPS = ["shop.apps.ShopConfig"]
                MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "shop.parts.Basket"]
                MIDDLEWARE += ["shop.parts.timed"]
                TEMPLATES = [{"OPTIONS": {"context_processors": ["shop.parts.basket"]}}]
                AUTHENTICATION_BACKENDS = ("shop.parts.Backend",)
                AUTH_PASSWORD_VALIDATORS = [{"NAME": "shop.parts.Validator"}]
                REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["shop.parts.Allowed"]}
                REST_FRAMEWORK["PAGINATION"] = "shop.parts.Pages"
                LOGGING = {"handlers": {"db": {"class": "shop.parts.Handler"}}}
                DATABASE_ROUTERS = ["shop.parts.Router"]
                EMAIL_BACKEND = "shop.parts.Mail" if DEBUG else os.environ.get("MAIL", "shop.parts.NoMail")
                OTHER = "shop.parts.lost"
                CRON_JOBS = {"nightly": ("shop.parts.tidy", 60)}
                """,
            "shop__parts": """
                class Basket:
                    def __init__(self, get_response): ...
                def tidy(): ...
                def timed(get_response): ...
                def missing(request, exception): ...
                def broken(request): ...
                def basket(request): ...
                class Backend: ...
                class Validator: ...
                class Allowed: ...
                class Pages: ...
                class Handler: ...
                class Router: ...
                class Mail: ...
                class NoMail: ...
                """,
            "shop__urls": """
                from shop.parts import broken
                urlpatterns = []
                handler404 = "shop.parts.missing"
                handler500 = broken
                """,
            "shop__apps": """
                from django.apps import AppConfig
                class ShopConfig(AppConfig):
                    def ready(self): ...
                """,
        },
        {
            "parts.Basket": ("middleware", "every request"),
            "parts.timed": ("middleware", "every request"),
            "parts.basket": ("middleware", "every rendered template"),
            "parts.Backend": ("middleware", "every request with a user"),
            "parts.Validator": ("hook", "setting AUTH_PASSWORD_VALIDATORS NAME"),
            "parts.Allowed": ("middleware", "every request of the API"),
            "parts.Pages": ("hook", "setting REST_FRAMEWORK PAGINATION"),
            "parts.Handler": ("hook", "setting LOGGING handlers db class"),
            "parts.Router": ("middleware", "every query"),
            "parts.Mail": ("hook", "setting EMAIL_BACKEND"),
            "parts.NoMail": ("hook", "setting EMAIL_BACKEND"),
            "parts.tidy": ("schedule", "setting CRON_JOBS nightly"),
            "parts.missing": ("hook", "error 404"),
            "parts.broken": ("hook", "error 500"),
            "apps.ShopConfig.ready": ("startup", "start of the process"),
        },
        id="settings of Django",
    ),
    pytest.param(
        {
            "shop__tags": """
                from django import template
                register = template.Library()
                @register.filter
                def money(value): ...
                @register.filter("eur", is_safe=True)
                def euro(value): ...
                @register.simple_tag(takes_context=True, name="cart")
                def show_cart(context): ...
                @register.inclusion_tag("menu.html")
                def menu(): ...
                def compiled(parser, token): ...
                register.tag("block", compiled)
                """,
        },
        {
            "tags.money": ("hook", "template filter money"),
            "tags.euro": ("hook", "template filter eur"),
            "tags.show_cart": ("hook", "template tag cart"),
            "tags.menu": ("hook", "template tag menu"),
            "tags.compiled": ("hook", "template tag block"),
        },
        id="template tags of Django",
    ),
    pytest.param(
        {
            "shop__app": """
                from flask import Blueprint, Flask
                from flask_login import LoginManager
                app, orders, login = Flask(__name__), Blueprint("orders", __name__), LoginManager()
                class Own(Blueprint): ...
                parcels = Own("parcels", __name__)
                @parcels.before_request
                def weigh(): ...
                class Refused(Exception): ...
                class Proxied:
                    def __init__(self, app): ...
                    def __call__(self, environ, start): ...
                app.wsgi_app = Proxied(app.wsgi_app)
                @app.before_request
                def count(): ...
                @orders.before_request
                def check(): ...
                @orders.before_app_request
                def check_all(): ...
                @app.errorhandler(404)
                def not_found(error): ...
                @app.errorhandler(Refused)
                def refused(error): ...
                def broken(error): ...
                app.register_error_handler(500, broken)
                @app.context_processor
                def menu(): ...
                @app.template_filter("money")
                def show_money(value): ...
                @app.template_filter()
                def plain(value): ...
                def close(error): ...
                def configure(app):
                    app.teardown_appcontext(close)
                @login.user_loader
                def load(key): ...
                """,
        },
        {
            "app.Proxied": ("middleware", "every request"),
            "app.count": ("middleware", "every request"),
            "app.check": ("middleware", "requests of orders"),
            "app.weigh": ("middleware", "requests of parcels"),
            "app.check_all": ("middleware", "every request"),
            "app.not_found": ("hook", "error 404"),
            "app.refused": ("hook", "error Refused"),
            "app.broken": ("hook", "error 500"),
            "app.menu": ("middleware", "every rendered template"),
            "app.show_money": ("hook", "template filter money"),
            "app.plain": ("hook", "template filter plain"),
            "app.close": ("middleware", "every request"),
            "app.load": ("middleware", "every request"),
        },
        id="Flask",
    ),
    pytest.param(
        {
            "shop__app": """
                from fastapi import APIRouter, Depends, FastAPI
                from starlette.middleware import Middleware
                from starlette.middleware.base import BaseHTTPMiddleware
                class Timing(BaseHTTPMiddleware): ...
                class Other:
                    def __init__(self, app): ...
                class Refused(Exception): ...
                async def connected(app): yield
                def checked(): ...
                def needed(): ...
                def always(): ...
                app = FastAPI(lifespan=connected, middleware=[Middleware(Other)], dependencies=[Depends(always)])
                app.add_middleware(Timing)
                @app.middleware("http")
                async def around(request, call_next): ...
                @app.exception_handler(Refused)
                async def refused(request, error): ...
                @app.on_event("startup")
                async def started(): ...
                router = APIRouter(prefix="/orders", dependencies=[Depends(checked)])
                app.include_router(router, prefix="/api", dependencies=[Depends(needed)])
                """,
        },
        {
            "app.Timing": ("middleware", "every request"),
            "app.Other": ("middleware", "every request"),
            "app.around": ("middleware", "every request"),
            "app.always": ("middleware", "every request"),
            "app.checked": ("middleware", "requests below /api/orders"),
            "app.needed": ("middleware", "requests below /api/orders"),
            "app.refused": ("hook", "error"),
            "app.connected": ("startup", "start or end of the process"),
            "app.started": ("startup", "start or end of the process"),
        },
        id="FastAPI",
    ),
    pytest.param(
        {
            "shop__tasks": """
                from celery import Celery, Task
                app = Celery()
                class Logged(Task):
                    def on_failure(self, error, task_id, args, kwargs, info): ...
                @app.task(base=Logged)
                def pay(): ...
                """,
        },
        {"tasks.Logged.on_failure": ("hook", "on_failure of tasks")},
        id="tasks of Celery",
    ),
]


@pytest.mark.parametrize(("modules", "wanted"), HOOKS)
def test_hooks(modules: dict[str, str], wanted: dict[str, tuple[str, str]]) -> None:
    entries = program_of(**modules).graph.entry_points
    hooks = [entry for entry in entries if entry.kind.value in {"middleware", "startup", "hook", "schedule"}]
    assert {entry.symbol.removeprefix("shop."): (entry.kind.value, entry.trigger) for entry in hooks} == wanted


POLICIES = [
    pytest.param(
        """
        from rest_framework import viewsets
        from rest_framework.permissions import BasePermission
        class IsOwner(BasePermission):
            def has_object_permission(self, request, view, order): ...
        class Pages:
            def paginate_queryset(self, queryset, request): ...
        class Orders(viewsets.ModelViewSet):
            permission_classes = [IsOwner]
            pagination_class = Pages
        """,
        {"Orders": {"IsOwner.has_object_permission", "Pages.paginate_queryset"}},
        id="views of the REST framework",
    ),
    pytest.param(
        """
        from flask.views import MethodView
        def login_required(view):
            def wrapped(*args): check()
            return wrapped
        def check(): ...
        class Orders(MethodView):
            decorators = [login_required]
            def get(self): ...
        """,
        {"Orders": {"login_required", "login_required.wrapped"}, "login_required.wrapped": {"check"}},
        id="views of Flask",
    ),
]


@pytest.mark.parametrize(("code", "wanted"), POLICIES)
def test_what_views_name(code: str, wanted: dict[str, set[str]]) -> None:
    found = edges_of(code)
    assert {name: found.get(name, set()) for name in wanted} == wanted


def edges_of(code: str) -> dict[str, set[str]]:
    """Function of module ``m`` → functions of the module that it calls."""
    found: dict[str, set[str]] = {}
    graph = program_of(m=textwrap.dedent(code)).graph
    for edge in (*graph.edges, *graph.inner_calls):
        if edge.kind.value == "calls":
            target = edge.target_symbol.removeprefix("m.")
            found.setdefault(edge.source_symbol.removeprefix("m."), set()).add(target)
    return found


@pytest.mark.parametrize(("code", "wanted"), INJECTED)
def test_what_is_injected(code: str, wanted: dict[str, set[str]]) -> None:
    found = edges_of(code)
    assert {name: found.get(name, set()) for name in wanted} == wanted


def test_events_whose_answers_are_used_say_so() -> None:
    graph = program_of(
        m="""
        from django.dispatch import Signal, receiver
        asked, told = Signal(), Signal()
        @receiver(asked)
        def answer(sender, **kwargs): return 1
        @receiver(told)
        def note(sender, **kwargs): ...
        def ask(): return [response for _, response in asked.send(None)]
        def loop():
            for _, response in asked.send_robust(None):
                print(response)
        def tell(): told.send(None)
        """
    ).graph
    answered = {(e.source_symbol, e.operations) for e in graph.edges if e.kind is EdgeKind.EVENT}
    assert answered == {("m.ask", ("answered",)), ("m.loop", ("answered",)), ("m.tell", ())}


def test_a_marker_that_only_an_annotation_tells_is_one() -> None:
    graph = program_of(
        m="""
        import pluggy
        def mark(hookimpl: pluggy.HookimplMarker):
            @hookimpl
            def start(): ...
            return start
        """
    ).graph
    assert graph.coverage.functions == 2
