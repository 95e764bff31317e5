"""What Lambda calls: requests, messages and jobs, each led to the code that handles it.

``lambda_handlers.json`` beside this file says what there is; people may add to it.
"""

from __future__ import annotations

import base64
import importlib
import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

import run_job  # type: ignore[import-not-found, unused-ignore]
import with_secrets  # type: ignore[import-not-found, unused-ignore]

LOG = logging.getLogger("lambda_entry")


class NotHandledError(LookupError):
    """Nothing handles a message."""


@lru_cache(maxsize=1)
def handlers() -> dict[str, Any]:
    """What there is to call."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("lambda_handlers.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def prepare() -> None:
    """Put secrets where the code looks for them, and set Django up; once in the life of a process."""
    with_secrets.load()
    run_job.prepare()


def handler(event: dict[str, Any], context: Any) -> Any:
    """A job, a batch of messages, or a request."""
    prepare()
    if "job" in event:
        return _job(event["job"])
    if "Records" in event:
        return _batch(event["Records"])
    return adapter()(event, context)


def _job(name: str) -> None:
    if name not in handlers()["jobs"]:
        raise NotHandledError(f"{name} is no job of this service")
    run_job.run(name)


def _batch(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Each message by itself: those that fail come back, the others do not."""
    failed = []
    for record in records:
        try:
            _message(json.loads(record["body"]))
        except Exception:  # whatever it is, the queue has to know
            LOG.exception("message %s failed", record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _message(body: dict[str, Any]) -> None:
    if "taskToken" in body:
        _step(body)
    elif "detail-type" in body:
        for name in handlers()["events"].get(body["detail-type"], []):
            run_job.find(name)(body["detail"])
    else:
        name, args, kwargs = _task(body)
        run_job.find(_handler_of(name))(*args, **kwargs)


def _task(body: dict[str, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """Name and arguments of a task: ``{"task", "args", "kwargs"}``, or as Celery sends it."""
    if "headers" in body and "task" in body["headers"]:
        text = base64.b64decode(body["body"]) if isinstance(body["body"], str) else body["body"]
        args, kwargs, _ = json.loads(text)
        return body["headers"]["task"], args, kwargs
    if "task" not in body:
        raise NotHandledError("the message names no task")
    return body["task"], body.get("args", []), body.get("kwargs", {})


def _handler_of(task: str) -> str:
    """The function of a task: its name is the function's, or the last part of it where that is clear."""
    known: list[str] = handlers()["tasks"]
    if task in known:
        return task
    alike = [name for name in known if name.rpartition(".")[2] == task.rpartition(".")[2]]
    if len(alike) != 1:
        raise NotHandledError(f"{task} is no task of this service")
    return alike[0]


def _step(body: dict[str, Any]) -> None:
    """A step of a state machine: its result, or why it failed, goes back."""
    client = importlib.import_module("boto3").client("stepfunctions")
    name = handlers()["steps"].get(body["step"], "")
    if not name:
        client.send_task_failure(
            taskToken=body["taskToken"], error="NotHandled", cause=f"no function for {body['step']}"
        )
        return
    try:
        result = run_job.find(name)(body["input"])
    except Exception as error:
        LOG.exception("step %s failed", body["step"])
        client.send_task_failure(taskToken=body["taskToken"], error=type(error).__name__, cause=str(error)[:256])
    else:
        client.send_task_success(taskToken=body["taskToken"], output=json.dumps(result))


@lru_cache(maxsize=1)
def adapter() -> Any:
    """The application, as Lambda calls it."""
    application = run_job.find(handlers()["application"].replace(":", "."))
    if handlers()["is_asynchronous"]:
        return importlib.import_module("mangum").Mangum(application, lifespan="auto")
    return importlib.import_module("apig_wsgi").make_lambda_handler(application)
