"""Calls that go through decorators, registries, facades, plugins and names."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import calls_of, program_of

from decompose.extractors.discovery import discover
from decompose.extractors.places import Confidence
from decompose.extractors.plugins import declared_plugins

FORWARDING = """
import functools
def traced(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
class P:
    def go(self): pass
class Q:
    def go(self): pass
@traced
def first(x):
    x.go()
    return x
@traced
def second(x):
    x.go()
    return x
def use():
    first(P()).go()
def other():
    second(Q()).go()
"""

CASES = [
    pytest.param(FORWARDING, "m.first", {"m.P.go"}, id="arguments of one decorated function reach no other"),
    pytest.param(FORWARDING, "m.use", {"m.P.go", "m.first", "m.traced.wrapper"}, id="nor do their results"),
    pytest.param(
        "def same(f): return f\n@same\ndef a(): pass\n@same\ndef b(): pass\ndef g(): a()",
        "m.g",
        {"m.a"},
        id="a decorator that returns what it is given",
    ),
    pytest.param(
        "def outer(f):\n def w(): f()\n return w\ndef inner(f):\n def w(): f()\n return w\n"
        "@outer\n@inner\ndef a(): pass\ndef g(): a()",
        "m.g",
        {"m.outer.w"},
        id="stacked",
    ),
    pytest.param(
        "import ext\n@ext.decorate('x')\ndef a(): pass\ndef g(): a()", "m.g", {"m.a"}, id="decorator from outside"
    ),
    pytest.param(
        "class A:\n def me(self): return self\n def a(self): pass\nclass B(A): pass\nclass C(A):\n def c(self): pass\n"
        "C().me().c()\ndef g(): B().me().a()",
        "m.g",
        {"m.A.me", "m.A.a"},
        id="fluent",
    ),
    pytest.param(
        "class In:\n def x(self): pass\n def y(self): pass\nclass Out:\n def __init__(self): self._in = In()\n"
        " def __getattr__(self, name): return getattr(self._in, name)\ndef g(): Out().x()\ndef h(): Out().y()",
        "m.g",
        {"m.In.x", "m.Out.__init__", "m.Out.__getattr__"},
        id="delegation by __getattr__",
    ),
    pytest.param(
        "class A:\n def run(self, name): getattr(self, f'on_{name}')()\n def on_a(self): pass\n def off(self): pass",
        "m.A.run",
        {"<builtin>.getattr", "m.A.on_a"},
        id="composed name",
    ),
    pytest.param(
        "R = {}\ndef reg(kind, f): R.setdefault(kind, {})[f.code] = f\ndef a(): pass\nreg('x', a)\n"
        "def g(): R['x']['y']()",
        "m.g",
        {"m.a"},
        id="registry of registries",
    ),
    pytest.param(
        "class Mixin:\n def g(self): self.hook()\nclass A(Mixin):\n def hook(self): pass",
        "m.Mixin.g",
        {"m.A.hook"},
        id="mixin",
    ),
]


@pytest.mark.parametrize(("code", "caller", "callees"), CASES)
def test_calls(code: str, caller: str, callees: set[str]) -> None:
    assert set(calls_of(code)[caller]) == callees


def test_what_an_argument_parser_is_given_comes_back() -> None:
    calls = calls_of(
        "import argparse\ndef add(args): pass\ndef g():\n p = argparse.ArgumentParser()\n s = p.add_subparsers()\n"
        " s.add_parser('add').set_defaults(func=add)\n args = p.parse_args()\n args.func(args)"
    )
    assert "m.add" in calls["m.g"]


def test_a_class_set_on_a_module_under_a_computed_name() -> None:
    calls = calls_of(
        "import shop\ndef g(): shop.Order()",
        shop="def register(cls):\n import shop.api\n setattr(shop.api, cls.name(), cls)\n return cls",
        shop__api="",
        user="import shop, shop.api\n@shop.register\nclass Order:\n def __init__(self): pass\n"
        "def g(): shop.api.Order()",
    )
    assert "user.Order.__init__" in calls["user.g"]


def test_a_facade_for_a_module_that_it_is_given_by_name() -> None:
    calls = calls_of(
        "import ext\nIMPL = ext.Backend(mapping={'sql': 'back.sql'})\ndef g(): IMPL.read()",
        back__init="",
        back__sql="def read(): pass",
    )
    assert "back.sql.read" in calls["m.g"]


def test_a_logger_is_no_facade() -> None:
    calls = calls_of("import logging\nLOG = logging.getLogger('back')\ndef g(): LOG.read()", back="def read(): pass")
    assert "back.read" not in calls["m.g"]


def test_objects_made_by_dotted_name() -> None:
    calls = calls_of(
        "from oslo_utils import importutils\ndef g(): importutils.import_object('back.Mail').send()",
        back="class Mail:\n def __init__(self): pass\n def send(self): pass",
    )
    assert {"back.Mail.__init__", "back.Mail.send"} <= set(calls["m.g"])


def test_remote_calls_by_name_reach_the_nearest_endpoint() -> None:
    endpoint = (
        "import oslo_messaging\nclass Manager:\n target = oslo_messaging.Target()\n def pay(self, ctx, sum): pass"
    )
    calls = calls_of(
        "",
        a__init="",
        a__manager=endpoint,
        b__init="",
        b__manager=endpoint,
        a__rpc="def g(client, ctx): client.prepare().call(ctx, 'pay', sum=1)",
    )
    assert "a.manager.Manager.pay" in calls["a.rpc.g"]
    assert "b.manager.Manager.pay" not in calls["a.rpc.g"]


def test_options_stand_for_their_defaults() -> None:
    calls = calls_of(
        "import importlib\nfrom oslo_config import cfg\nOPTS = [cfg.StrOpt('mail-backend', default='back')]\n"
        "CONF = cfg.CONF\ndef g(): importlib.import_module(CONF.mail.mail_backend).send()",
        back="def send(): pass",
    )
    assert "back.send" in calls["m.g"]


GUESSED = """
class Cart:
    def settle(self, now): pass
class RequestContext:
    def elevate(self): pass
class Door:
    def elevate(self): pass
def g(cart, context, thing):
    cart.settle(1)
    context.elevate()
    thing.elevate()
    cart.settle(1, 2, 3)
    cart.append(1)
"""


def test_guesses_are_kept_apart() -> None:
    program = program_of(m=GUESSED)
    assert program.calls["m.g"] == ()
    assert program.guesses["m.g"] == ("m.Cart.settle", "m.RequestContext.elevate")
    assert program.graph.coverage.calls_guessed == 2
    found = {edge.target_symbol: edge.confidence for edge in program.graph.edges if edge.source == "m.g"}
    assert found["m.Cart.settle"] is Confidence.HEURISTIC


PLUGIN_FILES = {
    "setup.cfg": "[entry_points]\nshop.mail =\n    fast = shop.mail:Fast\n    # slow = shop.mail:Slow\n",
    "pyproject.toml": "[project.scripts]\nshop = 'shop.cli:main'\n"
    "[project.entry-points.'shop.pay']\ncard = 'shop.pay'\n",
    "setup.py": "from setuptools import setup\nsetup(entry_points={'shop.tax': ['eu = shop.tax:EU [extra]']})\n",
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("setup.cfg", {("shop.mail", "fast", "shop.mail.Fast", 3)}),
        ("pyproject.toml", {("console_scripts", "shop", "shop.cli.main", 2), ("shop.pay", "card", "shop.pay", 4)}),
        ("setup.py", {("shop.tax", "eu", "shop.tax.EU", 2)}),
    ],
)
def test_declared_plugins(tmp_path: Path, name: str, found: set[tuple[str, str, str, int]]) -> None:
    (tmp_path / name).write_text(PLUGIN_FILES[name])
    plugins = declared_plugins(tmp_path, [name])
    assert {(plugin.group, plugin.name, plugin.target, plugin.place.line) for plugin in plugins} == found


@pytest.mark.parametrize(
    "data", [b"\x00\xff", b"[entry_points", b"[project]\nscripts = 1", b"setup(entry_points={1: 2})"]
)
@pytest.mark.parametrize("name", sorted(PLUGIN_FILES))
def test_plugins_of_broken_metadata(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert declared_plugins(tmp_path, [name]) == ()


def test_plugins_are_loaded_by_group_and_name(tmp_path: Path) -> None:
    files = {
        "setup.cfg": PLUGIN_FILES["setup.cfg"] + "console_scripts =\n    shop = shop.main:g\n    gone = shop.main:x\n",
        "shop/__init__.py": "",
        "shop/mail.py": "class Fast:\n    def send(self): pass\n",
        "shop/main.py": """
            from importlib.metadata import entry_points
            from stevedore import driver
            def g():
                for entry in entry_points(group="shop.mail"):
                    entry.load()().send()
            def h():
                driver.DriverManager("shop.mail", "fast", invoke_on_load=True).driver.send()
            """,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(textwrap.dedent(text))
    repository = discover(tmp_path)
    from decompose.extractors.linking import link
    from decompose.extractors.reading import read_file

    facts = {
        source.path: read_file(source.path, (tmp_path / source.path).read_bytes()) for source in repository.sources
    }
    program = link(repository, facts)
    started = [(entry.name, entry.symbol, str(entry.place)) for entry in program.graph.entry_points]
    assert started == [("shop", "shop.main.g", "setup.cfg:6")]
    calls = program.calls
    assert "shop.mail.Fast.send" in calls["shop.main.g"]
    assert "shop.mail.Fast.send" in calls["shop.main.h"]


SELECTOR = """
class A:
    def a(self): pass
class B:
    def b(self): pass
def make(context, cls, name=None):
    found = cls()
    return found
def use(ctx): make(ctx, A).a()
def other(ctx): make(ctx, cls=B).b()
def unknown(ctx, what): make(ctx, what)
def plain(ctx, thing):
    thing.x()
"""


def test_a_function_that_is_given_classes_makes_of_each_its_own() -> None:
    program = program_of(m=SELECTOR)
    assert program.calls["m.use"] == ("m.A.a", "m.make")
    assert program.calls["m.other"] == ("m.B.b", "m.make")
    assert program.calls["m.unknown"] == ("m.make",)
    assert program.graph.coverage.functions == 7


def test_a_query_made_for_a_model_touches_the_table_of_that_model() -> None:
    models = """
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Order(Base):
            __tablename__ = "orders"
        class Stock(Base):
            __tablename__ = "stock"
        """
    code = """
        import models
        def model_query(session, model):
            query = session.query(model)
            return query.filter_by(deleted=False)
        def orders(session): return model_query(session, models.Order).all()
        def stock(session): return model_query(session, models.Stock).first()
        """
    access = program_of(m=code, models=models).access
    assert access["m.orders"].reads == ("orders",)
    assert access["m.stock"].reads == ("stock",)


def test_a_registry_may_hold_what_a_decorator_put_around_a_property() -> None:
    code = """
        import functools
        def keep(thing):
            @functools.wraps(thing)
            def kept(*given): return thing(*given)
            return kept
        @keep
        @property
        def shop(): ...
        registry = {}
        for name in names():
            registry[name] = shop
        registry["shop"]()
        """
    assert "m.keep.kept" in calls_of(code)["m"]


def test_functions_that_are_loaded_by_name_and_kind() -> None:
    calls = calls_of(
        "from lib import get_action\ndef g(): get_action('order_create')({})",
        lib="def get_action(name): return registry()[name]",
        shop__init="",
        shop__actions="def order_create(data): pass",
        shop__checks="def order_create(data): pass",
    )
    assert "shop.actions.order_create" in calls["m.g"]
    assert "shop.checks.order_create" not in calls["m.g"]
