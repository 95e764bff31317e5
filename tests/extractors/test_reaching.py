"""What entry points reach, and what nothing does."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.reach import Reach

CASES = [
    pytest.param(
        "def used(): ...\ndef unused(): unused_too()\ndef unused_too(): ...\nused()",
        {"unused", "unused_too"},
        id="calls",
    ),
    pytest.param("def f(): ...\ndef g(): ...\nTABLE = {'f': f}", {"g"}, id="named as a value"),
    pytest.param("def f():\n    def inner(): ...\n    inner()", {"f"}, id="what stands inside is not listed"),
    pytest.param(
        "class Base:\n def run(self): self.step()\n def step(self): ...\nclass A(Base):\n def step(self): ...\n"
        " def other(self): ...\nBase().run()",
        {"A.other"},
        id="overridden",
    ),
    pytest.param(
        "from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef home(): help_out()\ndef help_out(): ...\n"
        "def lost(): ...",
        {"lost"},
        id="entry points",
    ),
    pytest.param(
        "import ext\nclass Sink:\n def write(self, x): ...\next.serve(Sink())", set(), id="handed to a package"
    ),
    pytest.param(
        "class M:\n def __call__(self): ...\nclass N:\n def go(self): ...\nMIDDLEWARE = ['m.M']", {"N.go"}, id="strings"
    ),
    pytest.param(
        "class M:\n def __init__(self, get_response): ...\n def __call__(self, request): self.go()\n def go(self): ...",
        set(),
        id="middleware",
    ),
    pytest.param(
        "import ext\nclass Mixin:\n def clean(self): ...\nclass Form(Mixin, ext.Form): ...\nFORMS = [Form]",
        set(),
        id="mixins of installed bases",
    ),
    pytest.param("import ext\nclass V(ext.View):\n def get(self): ...\nurls = [V]", set(), id="installed bases"),
]


@pytest.mark.parametrize(("code", "wanted"), CASES)
def test_functions_that_nothing_reaches(code: str, wanted: set[str]) -> None:
    found = program_of(m=code).graph.unreached
    assert {each.symbol.removeprefix("m.") for each in found} == wanted


def test_what_an_entry_point_reaches() -> None:
    graph = program_of(
        m="""
        from flask import Flask
        from n import save
        app = Flask(__name__)
        @app.route("/orders")
        def orders(): save(1)
        @app.route("/ping")
        def ping(): ...
        """,
        n="""
        import sqlite3
        def save(x):
            with sqlite3.connect("db") as connection:
                connection.execute("INSERT INTO orders VALUES (1)")
                connection.execute("SELECT * FROM customers")
        """,
    ).graph
    reach = Reach(graph)
    found = {entry.name: reach.from_entry(entry) for entry in graph.entry_points}
    assert found["GET /orders"].symbols == ("m.orders", "n.save")
    assert (found["GET /orders"].reads, found["GET /orders"].writes) == (("customers",), ("orders",))
    assert found["GET /ping"].symbols == ("m.ping",)
    assert [entry.name for entry in reach.entries_to(["n.save"])] == ["GET /orders"]


def test_what_may_be_configured_is_doubtful() -> None:
    found = program_of(
        m="""
        class Driver:
            def send(self): ...
        class Quiet(Driver):
            def send(self): ...
            def other(self): ...
        """
    ).graph.unreached
    assert {each.symbol.removeprefix("m."): each.confidence.value for each in found} == {
        "Driver.send": "inferred",
        "Quiet.send": "heuristic",
        "Quiet.other": "inferred",
    }
