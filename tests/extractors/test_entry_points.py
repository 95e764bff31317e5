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
                ("schedule", "nightly", "tidy", "shop.tasks.tidy"),
                ("schedule", "often", "poll_carriers", "poll"),
            },
        ),
    ],
    ids=["oslo", "frappe", "celery"],
)
def test_work_enters(modules: dict[str, str], wanted: set[tuple[str, str, str, str]]) -> None:
    entries = program_of(**modules).graph.entry_points
    found = {(entry.kind.value, entry.name, entry.symbol.rpartition(".")[2], entry.trigger) for entry in entries}
    assert found == wanted
