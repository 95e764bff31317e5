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
