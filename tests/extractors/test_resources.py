"""What code uses besides tables, as small programs."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.graph import EntryKind, EntryPoint, ResourceKind
from decompose.extractors.places import Place
from decompose.extractors.reach import Reach

CASES = [
    pytest.param(
        "import requests\ndef f():\n requests.get('https://api.example.com/v1/x')",
        {("http", "api.example.com", "r")},
        id="host",
    ),
    pytest.param(
        "import requests\nclass C:\n def __init__(self): self.s = requests.Session()\n"
        " def f(self, id): return self.s.post(f'https://api.example.com/{id}').json()",
        {("http", "api.example.com", "w")},
        id="a client kept as an attribute",
    ),
    pytest.param(
        "import requests\nfrom django.conf import settings\ndef f(): requests.put(settings.BILLING_URL + '/bill')",
        {("http", "settings.BILLING_URL", "w")},
        id="a host that a setting names",
    ),
    pytest.param(
        "import os, httpx\nURL = os.environ['RATES_URL']\nasync def f():\n async with httpx.AsyncClient() as c:\n"
        "  return await c.get(URL)",
        {("http", "settings.RATES_URL", "r")},
        id="a host that the environment names",
    ),
    pytest.param(
        "import requests\ndef f(url): return requests.get(url).headers.get('x')",
        {("http", "", "r")},
        id="an unknown host; the answer's methods are no requests",
    ),
    pytest.param(
        "from django.core.cache import cache, caches\ndef f(id):\n cache.set(f'cart:{id}', 1)\n"
        " return caches['slow'].get('rates')",
        {("cache", "cart:*", "w"), ("cache", "rates", "r")},
        id="django's caches",
    ),
    pytest.param(
        "import redis\ndef client(): return redis.Redis.from_url('redis://x')\ndef f(): client().incr('visits')",
        {("cache", "visits", "w")},
        id="redis",
    ),
    pytest.param(
        "from flask_caching import Cache\ncache = Cache()\n@cache.memoize(60)\ndef f(): ...",
        {("cache", "", "rw")},
        id="a decorator",
    ),
    pytest.param("def f(cache): cache.get('x')", set(), id="a name alone means nothing"),
    pytest.param(
        "from celery import shared_task\n@shared_task\ndef send(): ...\ndef f(): send.delay()",
        {("queue", "m.send", "r"), ("queue", "m.send", "w")},
        id="tasks",
    ),
    pytest.param(
        "from kafka import KafkaProducer\np = KafkaProducer()\ndef f(): p.send('orders', b'x')",
        {("queue", "orders", "w")},
        id="topics",
    ),
    pytest.param(
        "import boto3\ns3 = boto3.client('s3')\nsqs = boto3.client('sqs')\ndef f():\n"
        " s3.put_object(Bucket='invoices', Key='k')\n sqs.receive_message(QueueUrl='q')\n"
        " boto3.client('textract').detect_document_text(x=1)",
        {("storage", "invoices", "w"), ("queue", "q", "r"), ("cloud", "textract", "r")},
        id="services of AWS",
    ),
    pytest.param(
        "import boto3\ndef f(): boto3.resource('s3').Bucket('x').upload_file('a', 'b')",
        {("storage", "s3", "w")},
        id="resources of AWS",
    ),
    pytest.param(
        "from django.db import models\nclass M(models.Model):\n f = models.FileField(upload_to='invoices')",
        {("storage", "invoices", "rw")},
        id="uploads",
    ),
    pytest.param(
        "def f(path):\n open('/etc/a.ini').read()\n with open(path, 'w') as out: ...\n open('log', mode='a')",
        {("file", "/etc/a.ini", "r"), ("file", "", "w"), ("file", "log", "w")},
        id="files",
    ),
    pytest.param(
        "import io\nfrom tempfile import NamedTemporaryFile\nfrom zipfile import ZipFile\ndef f():\n"
        " with NamedTemporaryFile() as raw, ZipFile(raw, 'w') as out: ...\n"
        " ZipFile(io.BytesIO(), 'w')\n ZipFile('x', 'w')",
        {("file", "temporary", "rw"), ("file", "x", "w")},
        id="archives",
    ),
    pytest.param(
        "import tempfile, shutil\nfrom pathlib import Path\ndef f():\n tempfile.mkdtemp()\n shutil.rmtree('/tmp/x')\n"
        " Path('x').write_text('')",
        {("file", "temporary", "rw"), ("file", "/tmp/x", "w"), ("file", "", "w")},
        id="folders",
    ),
    pytest.param(
        "from django.core.mail import EmailMultiAlternatives, send_mail\ndef f():\n send_mail('a', 'b', 'c', [])\n"
        " EmailMultiAlternatives('a').send()",
        {("email", "", "w")},
        id="mail",
    ),
    pytest.param(
        "from django.db import models\nclass M(models.Model): ...\ndef f(request):\n request.session['basket'] = 1\n"
        " if 'seen' in request.session: return request.session.get('basket')",
        {("session", "basket", "rw"), ("session", "seen", "r")},
        id="sessions of django",
    ),
    pytest.param(
        "from flask import session\ndef f(): session['user'] = session.pop('old')",
        {("session", "user", "w"), ("session", "old", "rw")},
        id="sessions of flask",
    ),
    pytest.param(
        "import flask\nfrom werkzeug.local import LocalProxy\ndef _get(): return flask.session\n"
        "session = LocalProxy(_get)\ndef f():\n del session['user']\n return session.get('id')",
        {("session", "", "w"), ("session", "id", "r")},
        id="sessions through a proxy",
    ),
    pytest.param(
        "from elasticsearch import Elasticsearch\nes = Elasticsearch()\ndef f(): es.index(index='books', body={})",
        {("search", "books", "w")},
        id="search",
    ),
    pytest.param(
        "import waffle\nfrom django.conf import settings\ndef f(request):\n if waffle.flag_is_active(request, 'new'):\n"
        "  return settings.FEATURE_X and settings.DEBUG",
        {("flag", "settings.FEATURE_X", "r"), ("flag", "new", "r")},
        id="flags",
    ),
    pytest.param(
        "import subprocess, os\ndef f(name):\n subprocess.run(['/bin/ffmpeg', name])\n os.system('ls ' + name)",
        {("process", "ffmpeg", "rw"), ("process", "ls", "rw")},
        id="programs",
    ),
    pytest.param(
        "import threading, time\nclass T(threading.Thread): ...\ndef f():\n T().start()\n time.sleep(3)",
        {("thread", "threads", "rw"), ("wait", "", "rw")},
        id="threads and sleep",
    ),
    pytest.param(
        "import stripe\nfrom slack_sdk import WebClient\ndef f():\n stripe.Charge.create(amount=1)\n"
        " WebClient('x').chat_postMessage(channel='c')",
        {("http", "stripe", "w"), ("http", "slack", "w")},
        id="services with clients of their own",
    ),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_uses(source: str, expected: set[tuple[str, str, str]]) -> None:
    graph = program_of(m=source).graph
    found = {(use.kind.value, use.name, "r" * use.reads + "w" * use.writes) for use in graph.resources}
    assert found == expected


def test_a_use_has_its_function_operations_and_places() -> None:
    source = "from django.core.cache import cache\ndef f():\n if not cache.get('k'):\n  cache.set('k', 1)"
    (use,) = program_of(m=source).graph.resources
    assert (use.symbol, use.unit, use.operations) == ("m.f", "m.f", ("get", "set"))
    assert use.places == (Place("m.py", 3), Place("m.py", 4))


def test_entry_points_reach_the_resources_of_what_they_call() -> None:
    source = "import smtplib\ndef view(): notify()\ndef notify(): smtplib.SMTP('mail').sendmail('a', 'b', 'c')"
    graph = program_of(m=source).graph
    entry = EntryPoint("GET /", EntryKind.HTTP, "m.view", "m.view", Place("m.py", 2))
    assert {(use.kind, use.name) for use in Reach(graph).from_entry(entry).resources} == {
        (ResourceKind.EMAIL, "mail"),
        (ResourceKind.EMAIL, ""),
    }
