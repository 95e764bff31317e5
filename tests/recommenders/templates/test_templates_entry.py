"""What Lambda calls, run here with what it would get there."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from decompose.recommenders.templates.shipped import run_job, with_secrets

HANDLERS = {
    "application": "shopfn.web:application",
    "is_asynchronous": False,
    "jobs": ["shopfn.jobs.nightly"],
    "tasks": ["shopfn.jobs.resize"],
    "events": {"orders-placed": ["shopfn.jobs.seen"]},
    "steps": {"TakeStock": "shopfn.jobs.take", "Undo": ""},
}
CODE = """\
done = []
def nightly(): done.append("nightly")
def resize(name, size=1):
    if name == "broken": raise ValueError(name)
    done.append((name, size))
def seen(detail): done.append(detail)
def take(given):
    if given == "none": raise LookupError("none left")
    return {"took": given}
"""


class Client:
    """Stands for a client of AWS."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        return {"SecretString": '{"password": "hidden"}' if SecretId.endswith("db") else "whole"}

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803
        self.sent.append((taskToken, output))

    def send_task_failure(self, taskToken: str, error: str, cause: str) -> None:  # noqa: N803
        self.sent.append((taskToken, error))


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    (tmp_path / "shopfn").mkdir()
    (tmp_path / "shopfn" / "__init__.py").touch()
    (tmp_path / "shopfn" / "jobs.py").write_text(CODE)
    (tmp_path / "shopfn" / "web.py").write_text("application = object()\n")
    client = Client()
    boto3, adapters = ModuleType("boto3"), ModuleType("apig_wsgi")
    boto3.client = lambda name: client  # type: ignore[attr-defined]
    adapters.make_lambda_handler = lambda found: lambda event, context: event["path"]  # type: ignore[attr-defined]
    for name, module in (
        ("boto3", boto3),
        ("apig_wsgi", adapters),
        ("run_job", run_job),
        ("with_secrets", with_secrets),
    ):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setenv("DB_PASSWORD_SECRET_ARN", "arn:db")
    monkeypatch.setenv("DB_PASSWORD_SECRET_KEY", "password")
    monkeypatch.setenv("API_KEY_SECRET_ARN", "arn:key")
    monkeypatch.setenv("DB_PASSWORD", "")
    monkeypatch.setenv("API_KEY", "")
    from decompose.recommenders.templates.shipped import lambda_entry

    monkeypatch.setattr(lambda_entry, "handlers", lambda: HANDLERS)
    for cached in (lambda_entry.prepare, lambda_entry.adapter):
        cached.cache_clear()
    lambda_entry.client = client  # type: ignore[attr-defined]
    yield lambda_entry
    for name in [name for name in sys.modules if name.startswith("shopfn")]:
        del sys.modules[name]


def done() -> list[Any]:
    found: list[Any] = sys.modules["shopfn.jobs"].done
    return found


def record(number: int, body: object) -> dict[str, str]:
    return {"messageId": str(number), "body": body if isinstance(body, str) else json.dumps(body)}


def test_jobs_are_run_by_name_and_no_others(entry: Any) -> None:
    entry.handler({"job": "shopfn.jobs.nightly"}, None)
    assert done() == ["nightly"]
    with pytest.raises(LookupError, match=r"os\.abort is no job"):
        entry.handler({"job": "os.abort"}, None)


def test_only_messages_that_fail_come_back(entry: Any) -> None:
    celery = {
        "headers": {"task": "elsewhere.resize"},
        "body": base64.b64encode(json.dumps([["c"], {"size": 3}, {}]).encode()).decode(),
    }
    records = [
        record(1, {"task": "shopfn.jobs.resize", "args": ["a"]}),
        record(2, {"task": "shopfn.jobs.resize", "args": ["broken"]}),
        record(3, "no JSON"),
        record(4, celery),
        record(5, {"detail-type": "orders-placed", "detail": {"order": 1}}),
        record(6, {"task": "os.abort"}),
        record(7, {"detail-type": "unknown", "detail": 1}),
    ]
    answer = entry.handler({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": number} for number in "236"]}
    assert done() == [("a", 1), ("c", 3), {"order": 1}]


def test_steps_are_answered(entry: Any) -> None:
    steps = [("t1", "TakeStock", 2), ("t2", "TakeStock", "none"), ("t3", "Undo", 1), ("t4", "Other", 1)]
    records = [record(1, {"taskToken": token, "step": step, "input": given}) for token, step, given in steps]
    assert entry.handler({"Records": records}, None) == {"batchItemFailures": []}
    assert entry.client.sent == [
        ("t1", '{"took": 2}'), ("t2", "LookupError"), ("t3", "NotHandled"), ("t4", "NotHandled"),
    ]  # fmt: skip


def test_requests_reach_the_application(entry: Any) -> None:
    assert entry.handler({"path": "/media"}, None) == "/media"


def test_secrets_are_put_where_code_looks_for_them(entry: Any) -> None:
    import os

    entry.handler({"path": "/"}, None)
    assert (os.environ["DB_PASSWORD"], os.environ["API_KEY"]) == ("hidden", "whole")
