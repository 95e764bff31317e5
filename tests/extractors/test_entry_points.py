"""Where work enters besides routes."""

from __future__ import annotations

import pytest
from linked import program_of

OSLO = {
    "shop__manager": """
        import oslo_messaging as messaging
        class ParcelManager:
            target = messaging.Target(version="1.0")
            def send(self, context, parcel): self._stamp(parcel)
            def _stamp(self, parcel): ...
        class Plain:
            target = 3
            def quiet(self): ...
        """,
}
FRAPPE = {
    "shop__hooks": """
        scheduler_events = {
            "daily": ["shop.tasks.tidy"],
            "cron": {"0/15 * * * *": ["shop.tasks.poll", "elsewhere.tasks.other"]},
        }
        doc_events = {"Order": {"on_submit": "shop.tasks.book"}}
        """,
    "shop__tasks": """
        import frappe
        def tidy(): ...
        def poll(): ...
        def book(doc, method): ...
        @frappe.whitelist()
        def price(item): ...
        """,
}
CELERY = {
    "shop__tasks": """
        from shop.app import app
        @app.task
        def tidy(): ...
        @app.task(name="poll")
        def poll_carriers(): ...
        """,
    "shop__app": """
        from celery import Celery
        app = Celery("shop")
        app.conf.beat_schedule = {
            "nightly": {"task": "shop.tasks.tidy", "schedule": 3600},
            "often": {"task": "poll", "schedule": 60},
            "gone": {"task": "shop.tasks.gone", "schedule": 60},
        }
        """,
}


TASKS = {
    "shop__tasks": """
        from celery import Celery, Task
        app = Celery("shop")
        class Views:
            @app.task
            def nested(): ...
        class Bulk:
            def __init_subclass__(cls):
                def execute(self): ...
                cls.execute = app.task(name=cls.__module__ + "." + cls.__name__ + ".execute")(execute)
        class Pay(Bulk): ...
        class Tidy(Task):
            name = "tidy"
            def run(self): ...
        """,
}
COMMANDS = {
    "shop__cli": """
        import click
        @click.group()
        def main(): ...
        @main.group("user", import_name="shop.users:users")
        def user(): ...
        @user.command()
        @click.option("--admin")
        def add_one(admin): ...
        @click.group(name="db")
        def database(): ...
        @database.command("clean")
        def clean_all(): ...
        main.add_command(database)
        @click.command()
        def alone(): ...
        main.add_command(alone, "other")
        """,
    "shop__users": """
        import click
        @click.group()
        def users(): ...
        @users.command()
        def drop(): ...
        """,
    "shop__app": """
        from flask import Blueprint, Flask
        from flask.cli import AppGroup
        import typer
        app, grades = Flask(__name__), Blueprint("grades", __name__)
        people = AppGroup("people")
        app.cli.add_command(people)
        @people.command("make")
        def make(): ...
        @grades.cli.command("show")
        def show(): ...
        @app.cli.command()
        def init(): ...
        outer, items = typer.Typer(), typer.Typer()
        outer.add_typer(items, name="items")
        @items.command()
        def list_all(): ...
        """,
}


@pytest.mark.parametrize(
    ("modules", "wanted"),
    [
        (OSLO, {("rpc", "shop.manager.ParcelManager.send", "send", "")}),
        (
            FRAPPE,
            {
                ("schedule", "shop.tasks.tidy", "tidy", "daily"),
                ("schedule", "shop.tasks.poll", "poll", "cron 0/15 * * * *"),
                ("signal", "shop.tasks.book", "book", "Order on_submit"),
                ("http", "/api/method/shop.tasks.price", "price", ""),
            },
        ),
        (
            CELERY,
            {
                ("task", "shop.tasks.tidy", "tidy", ""),
                ("task", "poll", "poll_carriers", ""),
                ("schedule", "nightly", "tidy", "every 3600 seconds"),
                ("schedule", "often", "poll_carriers", "every 60 seconds"),
            },
        ),
        (
            TASKS,
            {
                ("task", "shop.tasks.nested", "nested", ""),
                ("task", "shop.tasks.Pay.execute", "execute", ""),
                ("task", "tidy", "run", ""),
            },
        ),
        (
            COMMANDS,
            {
                ("command", "user add-one", "add_one", ""),
                ("command", "user drop", "drop", ""),
                ("command", "db clean", "clean_all", ""),
                ("command", "other", "alone", ""),
                ("command", "people make", "make", ""),
                ("command", "grades show", "show", ""),
                ("command", "init", "init", ""),
                ("command", "items list-all", "list_all", ""),
            },
        ),
    ],
    ids=["oslo", "frappe", "celery", "tasks", "commands"],
)
def test_work_enters(modules: dict[str, str], wanted: set[tuple[str, str, str, str]]) -> None:
    entries = program_of(**modules).graph.entry_points
    found = {(entry.kind.value, entry.name, entry.symbol.rpartition(".")[2], entry.trigger) for entry in entries}
    assert found == wanted


def test_it_is_known_who_is_waited_for() -> None:
    entries = program_of(
        shop="""
        import oslo_messaging
        from celery import shared_task
        from flask import Flask
        app = Flask(__name__)
        class Parcels:
            target = oslo_messaging.Target(version="1.0")
            def send(self, context): ...
            def track(self, context): ...
        class Client:
            def send(self, context): self.client.cast(context, "send")
            def track(self, context): return self.client.call(context, "track")
        @shared_task
        def tidy(): ...
        @app.route("/")
        def home(): ...
        """
    ).graph.entry_points
    waited = {entry.symbol.removeprefix("shop."): entry.is_synchronous for entry in entries}
    assert waited == {"Parcels.send": False, "Parcels.track": True, "tidy": False, "home": True}
