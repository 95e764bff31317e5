"""Calls that no one wrote: what frameworks inject, plugins, registries."""

from __future__ import annotations

import textwrap

import pytest
from linked import program_of

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
