"""What functions do that decides where they can run, as small programs."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.marks import Trait

CELERY = "from celery import Celery\napp = Celery('x')\n"
DJANGO = "from django.http import HttpResponse\nfrom django.urls import path\n"


def found(code: str, *kinds: str) -> list[Trait]:
    traits = program_of(m=code).graph.traits
    return [trait for trait in traits if trait.kind in kinds]


def told(code: str, *kinds: str) -> set[tuple[str, str, str, object]]:
    return {(trait.kind.value, trait.name, trait.symbol, trait.value) for trait in found(code, *kinds)}


def test_packages_count_for_the_units_that_name_them() -> None:
    code = (
        "import numpy as np\nimport PIL.Image\nfrom lxml import etree\nimport os, json\nimport m2\n"
        "def f():\n return [np.zeros(1) for _ in ()]\nclass C:\n def g(self):\n  import cv2\n  return PIL.Image\n"
    )
    program = program_of(m=code, m2="")
    packages = [(t.name, t.symbol, t.unit) for t in program.graph.traits if t.kind == "package"]
    assert packages == [("PIL", "m.C", "m.C"), ("cv2", "m.C", "m.C"), ("lxml", "m", ""), ("numpy", "m.f", "m.f")]


AWS = [
    ("boto3.client('s3').put_object(Bucket='pictures', Key=k)", "s3.put_object", "pictures"),
    ("boto3.client('s3').upload_file(p, 'pictures', k)", "s3.put_object", "pictures"),
    ("boto3.resource('s3').Bucket('pictures').download_file(k, p)", "s3.get_object", "pictures"),
    ("boto3.resource('dynamodb').Table('carts').put_item(Item={})", "dynamodb.put_item", "carts"),
    ("boto3.client('s3').get_paginator('list_objects_v2')", "s3.list_objects_v2", ""),
    ("boto3.client('sqs').send_message(QueueUrl=settings.QUEUE, MessageBody=b)", "sqs.send_message", "settings.QUEUE"),
    (
        "boto3.Session().client('secretsmanager').get_secret_value(SecretId='db')",
        "secretsmanager.get_secret_value",
        "db",
    ),
]


@pytest.mark.parametrize(("call", "name", "detail"), AWS)
def test_operations_of_aws(call: str, name: str, detail: str) -> None:
    code = f"import boto3\nfrom django.conf import settings\ndef f(k, p, b):\n {call}"
    assert [(trait.name, trait.detail, trait.symbol) for trait in found(code, "aws")] == [(name, detail, "m.f")]


def test_one_operation_on_several_things_names_none() -> None:
    code = "import boto3\ns3 = boto3.client('s3')\ndef f():\n s3.get_object(Bucket='a')\n s3.get_object(Bucket='b')"
    assert [(trait.name, trait.detail, len(trait.places)) for trait in found(code, "aws")] == [("s3.get_object", "", 2)]


STATE = [
    pytest.param(
        "CACHE = {}\nSEEN = []\n_client = None\ndef f(k):\n global _client\n _client = 1\n CACHE[k] = 1\n"
        " SEEN.append(k)",
        {"m.CACHE", "m.SEEN", "m._client"},
        id="functions change globals",
    ),
    pytest.param(
        "HANDLERS = {}\ndef register(f):\n HANDLERS[f.__name__] = f\n return f\n@register\ndef g(): ...",
        set(),
        id="registering is part of the start",
    ),
    pytest.param(
        "COLUMNS = ['a']\ndef f():\n mine = COLUMNS.copy()\n mine.append('b')\n other = list(COLUMNS)\n other.pop()",
        set(),
        id="copies are other things",
    ),
    pytest.param("def f():\n seen = []\n seen.append(1)", set(), id="locals"),
    pytest.param(
        DJANGO
        + "LAST = {}\nDEAD = {}\ndef view(request):\n LAST['x'] = 1\n return HttpResponse()\ndef dead(): DEAD[1] = 2\n"
        "urlpatterns = [path('x/', view)]",
        {"m.LAST"},
        id="only what work reaches",
    ),
]


@pytest.mark.parametrize(("code", "names"), STATE)
def test_global_state(code: str, names: set[str]) -> None:
    assert {trait.name for trait in found(code, "global state")} == names


CASES = [
    pytest.param(
        "import functools\nfrom cachetools import TTLCache\n@functools.lru_cache(maxsize=1)\ndef f(): ...\n"
        "@functools.cache\ndef g(): ...\nKEPT = TTLCache(1, 60)",
        {
            ("local cache", "lru_cache", "m.f", None),
            ("local cache", "cache", "m.g", None),
            ("local cache", "TTLCache", "m", None),
        },
        id="caches of a process",
    ),
    pytest.param(
        CELERY + "@app.task(time_limit=10 * 60, soft_time_limit=300)\ndef export(): ...\n@app.task\ndef free(): ...",
        {("time limit", "time_limit", "m.export", 600.0), ("time limit", "soft_time_limit", "m.export", 300.0)},
        id="limits of tasks",
    ),
    pytest.param(
        "import dramatiq\n@dramatiq.actor(time_limit=90_000)\ndef f(): ...",
        {("time limit", "time_limit", "m.f", 90.0)},
        id="milliseconds",
    ),
    pytest.param(
        "from rq import Queue\nq = Queue('x')\ndef work(): ...\ndef f(): q.enqueue(work, job_timeout='1h')",
        {("time limit", "job_timeout", "m.work", 3600.0)},
        id="a limit where work is sent",
    ),
    pytest.param(
        CELERY + "WAIT = 60\n@app.task\ndef mail(): ...\ndef f(when):\n mail.apply_async(countdown=WAIT)\n"
        "def g(when): mail.apply_async(eta=when)",
        {("delay", "m.mail", "m.f", 60.0), ("delay", "m.mail", "m.g", None)},
        id="later",
    ),
    pytest.param(
        "from datetime import timedelta\nfrom rq import Queue\nq = Queue()\ndef work(): ...\n"
        "def f(): q.enqueue_in(timedelta(minutes=5), work)",
        {("delay", "m.work", "m.f", 300.0)},
        id="in a while",
    ),
    pytest.param(
        "import requests, httpx, smtplib, urllib.request\ns = requests.Session()\n"
        "def f(u, **more):\n requests.get(u)\n s.post(u)\n httpx.get(u)\n smtplib.SMTP('h', 25)\n"
        " urllib.request.urlopen(u)\n"
        "def g(u, **more):\n requests.get(u, timeout=5)\n requests.get(u, **more)\n smtplib.SMTP('h', timeout=3)\n"
        " urllib.request.urlopen(u, None, 3)\n httpx.get(u, timeout=None)\n"
        "def h(u, t=None): requests.get(u, timeout=t)",
        {
            ("no timeout", "requests.get", "m.f", None),
            ("no timeout", "requests.Session.post", "m.f", None),
            ("no timeout", "smtplib.SMTP", "m.f", None),
            ("no timeout", "urllib.request.urlopen", "m.f", None),
            ("no timeout", "httpx.get", "m.g", None),
        },
        id="without a limit of time",
    ),
    pytest.param(
        "import socket, urllib.request\nsocket.setdefaulttimeout(5)\ndef f(u): urllib.request.urlopen(u)",
        set(),
        id="a limit for all sockets",
    ),
    pytest.param(
        CELERY + "import tenacity, backoff, pybreaker\n@tenacity.retry(stop=1)\ndef f(): ...\n"
        "@backoff.on_exception(backoff.expo, ValueError)\ndef g(): ...\nb = pybreaker.CircuitBreaker()\n"
        "@app.task(autoretry_for=(OSError,))\ndef t(): ...\n@app.task(bind=True, max_retries=2)\n"
        "def u(self): self.retry()",
        {
            ("retry", "tenacity", "m.f", None),
            ("retry", "backoff", "m.g", None),
            ("breaker", "pybreaker", "m", None),
            ("retry", "autoretry_for", "m.t", None),
            ("retry", "Task.retry", "m.u", None),
        },
        id="tried again",
    ),
    pytest.param(
        "from django.http import StreamingHttpResponse, FileResponse, HttpResponse\ndef f(request):\n"
        " request.FILES['x']\n return StreamingHttpResponse(iter(()))\ndef g(request): return FileResponse(1)\n"
        "def h(request):\n r = HttpResponse()\n r['Content-Disposition'] = 'attachment'\n return r",
        {
            ("upload", "request.FILES", "m.f", None),
            ("stream", "StreamingHttpResponse", "m.f", None),
            ("download", "FileResponse", "m.g", None),
            ("download", "Content-Disposition", "m.h", None),
        },
        id="django's answers",
    ),
    pytest.param(
        "from fastapi import FastAPI, UploadFile, WebSocket\napp = FastAPI()\n@app.websocket('/ws')\n"
        "async def ws(w: WebSocket): ...\n@app.post('/x')\nasync def up(file: UploadFile): ...",
        {("stream", "WebSocket", "m.ws", None), ("upload", "UploadFile", "m.up", None)},
        id="fastapi's",
    ),
    pytest.param(
        "import signal\ndef work(): ...\ndef run():\n signal.signal(signal.SIGTERM, work)\n while True:\n  work()\n"
        "def read(f):\n while True:\n  if not f.read(): break\ndef first(f):\n while 1:\n  try: return f()\n"
        "  except OSError: pass\n"
        "def lines():\n while True: yield 1\ndef some(x):\n while x: work()\n"
        "def inner():\n while True:\n  for x in (): break\n  def f(): return 1",
        {
            ("endless", "", "m.run", None),
            ("endless", "", "m.inner", None),
            ("sigterm", "", "m.run", None),
        },
        id="loops without an end",
    ),
    pytest.param(
        "import threading\ndef poll(): ...\nthreading.Thread(target=poll).start()\n"
        "def f(): threading.Thread(target=poll).start()",
        {("start thread", "threading.Thread", "m", None)},
        id="a thread on import",
    ),
    pytest.param(
        "import threading\ndef poll(): ...\nif __name__ == '__main__':\n"
        " threading.Thread(target=poll).start()\n print('x')",
        set(),
        id="a program may start threads and print",
    ),
    pytest.param(
        "import requests, os\nSEARCH_HOST = BILLING_HOST = '10.0.0.12'\n"
        "API_URL = os.environ.get('API_URL', 'http://billing:8080/v1')\n"
        "LOGIN_ENDPOINT = 'auth.login'\nALLOWED_HOSTS = ['shop.com']\nNAMESPACE_SERVER = 'http://www.w3.org/x'\n"
        "ENVIRON = {'REMOTE_ADDR': '127.0.0.1'}\nDOCS_URL = 'https://docs.shop.com'\nTEMPLATE_SERVER = 'page.html'\n"
        "def f(): requests.get('https://api.shop.com/x', timeout=1)",
        {("host", "10.0.0.12", "m", None), ("host", "billing", "m", None), ("host", "api.shop.com", "m.f", None)},
        id="literal hosts",
    ),
    pytest.param(
        "import logging, logging.handlers, sys\n"
        "LOGGING = {'handlers': {'file': {'class': 'logging.FileHandler', 'filename': 'x'},"
        " 'out': {'class': 'logging.StreamHandler'}}}\ndef f():\n"
        " logging.handlers.RotatingFileHandler('x')\n print('x')\n"
        "def g(): print('x', file=sys.stderr)",
        {
            ("log file", "FileHandler", "m", None),
            ("log file", "RotatingFileHandler", "m.f", None),
            ("print", "", "m.f", None),
        },
        id="logs",
    ),
    pytest.param(
        DJANGO + "from rest_framework.views import APIView\nfrom django_ratelimit.decorators import ratelimit\n"
        "def ok(request): return HttpResponse()\n@ratelimit(key='ip')\ndef pay(request, id): return HttpResponse()\n"
        "class V(APIView):\n throttle_classes = [1]\n"
        "urlpatterns = [path('healthz', ok), path('orders/<id>/status', pay)]",
        {
            ("health", "/healthz", "m.ok", None),
            ("rate limit", "django-ratelimit", "m.pay", None),
            ("rate limit", "DRF throttles", "m.V", None),
        },
        id="before the work",
    ),
]
KINDS = (
    *(
        "local cache",
        "time limit",
        "delay",
        "no timeout",
        "retry",
        "breaker",
        "stream",
        "upload",
        "download",
        "endless",
    ),
    *("start thread", "host", "log file", "print", "sigterm", "health", "rate limit"),
)


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_traits(code: str, expected: set[tuple[str, str, str, object]]) -> None:
    kinds = {kind for kind, *_ in expected} or set(KINDS)
    assert told(code, *kinds) == expected


def test_commands_may_print() -> None:
    code = (
        "from django.core.management.base import BaseCommand\n"
        "class Command(BaseCommand):\n def handle(self): print('x')"
    )
    traits = program_of(shop__management__commands__x=code, shop__cli="def f(): print('x')").graph.traits
    assert [trait for trait in traits if trait.kind == "print"] == []


STATEMENTS = [
    ("SELECT data->>'x' FROM t", {"JSON"}),
    ("SELECT x, row_number() OVER (PARTITION BY y) FROM t", {"window function"}),
    ("INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING RETURNING a", {"ON CONFLICT", "RETURNING"}),
    ("SELECT pg_advisory_xact_lock(1)", {"advisory lock"}),
    ("SELECT * FROM t WHERE a ILIKE 'x%%' FOR UPDATE", {"ILIKE", "SELECT FOR UPDATE"}),
    ("SELECT ST_Distance(a, b) FROM t", {"GIS"}),
    ("SELECT a FROM t WHERE b = 'the top OVER all'", set()),
]


@pytest.mark.parametrize(("text", "features"), STATEMENTS)
def test_features_of_statements(text: str, features: set[str]) -> None:
    code = f"def f(cursor):\n cursor.execute({text!r})"
    assert {trait.name for trait in found(code, "sql feature")} == features


ARRAY_FIELD = (
    "from django.contrib.postgres.fields import ArrayField\nfrom django.db import models\n"
    "a = ArrayField(models.JSONField())"
)
MAPPERS = [
    (
        ARRAY_FIELD,
        {("ARRAY", "m"), ("JSON", "m")},
    ),
    (
        "from sqlalchemy import Column\nfrom sqlalchemy.dialects.postgresql import JSONB\nc = Column('c', JSONB())",
        {("JSONB", "m")},
    ),
    ("def f(query): query.with_for_update().all()", {("SELECT FOR UPDATE", "m.f")}),
    ("from sqlalchemy import func\ndef f(s): s.execute(func.pg_advisory_lock(1))", {("advisory lock", "m.f")}),
]


@pytest.mark.parametrize(("code", "expected"), MAPPERS)
def test_features_of_mappers(code: str, expected: set[tuple[str, str]]) -> None:
    assert {(trait.name, trait.symbol) for trait in found(code, "sql feature")} == expected
