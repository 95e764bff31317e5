"""Settings and literal secrets, as small programs."""

from __future__ import annotations

import pytest
from linked import program_of

SETTINGS = [
    pytest.param(
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'PASSWORD': 'x'}}\n"
        "CACHES = dict(default=dict(BACKEND='django_redis.cache.RedisCache', LOCATION='redis://:pw@h/1'))",
        {
            ("DATABASES.default.ENGINE", "django.db.backends.postgresql"),
            ("CACHES.default.BACKEND", "django_redis.cache.RedisCache"),
            ("CACHES.default.LOCATION", "redis"),
        },
        id="mappings",
    ),
    pytest.param(
        "import os\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\nif os.getenv('DB'):\n"
        "  DATABASES['default']['ENGINE'] = os.environ.get('ENGINE', 'django.db.backends.mysql')",
        {
            ("DATABASES.default.ENGINE", "django.db.backends.sqlite3"),
            ("DATABASES.default.ENGINE", "django.db.backends.mysql"),
        },
        id="set afterwards, with a default",
    ),
    pytest.param(
        "import environ, dj_database_url\nenv = environ.Env()\n"
        "DATABASES = {'default': env.db('DATABASE_URL', default='postgres://u:pw@h/d'),\n"
        " 'old': dj_database_url.config(default='mysql://u:pw@h/d'), 'new': dj_database_url.parse('postgis://h/d')}",
        {("DATABASES.default", "postgres"), ("DATABASES.old", "mysql"), ("DATABASES.new", "postgis")},
        id="addresses",
    ),
    pytest.param(
        "class Config:\n SQLALCHEMY_DATABASE_URI = f'postgresql+psycopg2://{user}:{word}@{host}/x'\n"
        "DEFAULTS = {'CELERY_BROKER_URL': 'amqp://guest:guest@h//'}",
        {("SQLALCHEMY_DATABASE_URI", "postgresql+psycopg2"), ("CELERY_BROKER_URL", "amqp")},
        id="classes and mappings of configuration",
    ),
    pytest.param(
        "from flask import Flask\ndef make():\n app = Flask('x')\n app.config['SESSION_TYPE'] = 'redis'\n return app",
        {("SESSION_TYPE", "redis")},
        id="flask's configuration",
    ),
    pytest.param(
        "import sqlalchemy\nfrom celery import Celery\nURL = 'sqlite:///x.db'\n"
        "engine = sqlalchemy.create_engine(URL)\n"
        "app = Celery('x', broker='redis://:pw@h')",
        {("create_engine", "sqlite"), ("CELERY_BROKER_URL", "redis")},
        id="calls",
    ),
    pytest.param(
        "import configparser\nc = configparser.ConfigParser()\n"
        "EMAIL_BACKEND = c.get('mail', 'backend', fallback='a.B')",
        {("EMAIL_BACKEND", "a.B")},
        id="the name of an option is no value",
    ),
    pytest.param(
        "from oslo_config import cfg\nOPTS = [cfg.StrOpt('connection', default='mysql+pymysql://u:pw@h/d')]",
        {("connection", "mysql+pymysql")},
        id="options",
    ),
    pytest.param("import os\nSTATIC_URL = '/static/'\nBASE = 1", {("STATIC_URL", "/static/")}, id="static files"),
]


@pytest.mark.parametrize(("code", "expected"), SETTINGS)
def test_settings(code: str, expected: set[tuple[str, str]]) -> None:
    marks = program_of(shop__settings=code).graph.marks
    assert {(mark.name, mark.value) for mark in marks if mark.kind == "setting"} == expected
    assert "pw" not in repr(marks)


def test_settings_of_tests_are_left_out() -> None:
    code = "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\nSECRET_KEY = 'abcdef0123456789'"
    graph = program_of(shop__settings__test=code, shop__test_settings=code).graph
    assert (graph.marks, graph.traits) == ((), ())


APPLICATIONS = [
    ("WSGI_APPLICATION = 'shop.wsgi.application'", {("wsgi", "shop.wsgi:application")}),
    ("from flask import Flask\napp = Flask(__name__)", {("wsgi", "m:app")}),
    ("from fastapi import FastAPI\napi = FastAPI()\ndef f(): return FastAPI()", {("asgi", "m:api")}),
    (
        "from django.core.asgi import get_asgi_application\napplication = get_asgi_application()",
        {("asgi", "m:application")},
    ),
]


@pytest.mark.parametrize(("code", "expected"), APPLICATIONS)
def test_applications(code: str, expected: set[tuple[str, str]]) -> None:
    marks = program_of(m=code).graph.marks
    assert {(mark.name, mark.value) for mark in marks if mark.kind == "application"} == expected


def test_the_module_of_settings() -> None:
    code = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')"
    assert [(mark.name, mark.value) for mark in program_of(manage=code).graph.marks] == [
        ("DJANGO_SETTINGS_MODULE", "shop.settings")
    ]


SECRETS = [
    pytest.param("SECRET_KEY = 'a8f5f167f44f4964e6c998dee827110c'", {("SECRET_KEY", "")}, id="a constant"),
    pytest.param(
        "import os\nSECRET_KEY = os.environ.get('SECRET_KEY', 'insecure-literal')\n"
        "API_KEY = os.environ.get('API_KEY', '')",
        {("SECRET_KEY", "default")},
        id="a default; an empty one is none",
    ),
    pytest.param(
        "from decouple import config\nDB_PASSWORD = config('DB_PASSWORD', default='hunter22')",
        {("DB_PASSWORD", "default")},
        id="a default of a library",
    ),
    pytest.param(
        "DATABASES = {'default': {'USER': 'shop', 'PASSWORD': 'hunter22'}}",
        {("DATABASES.default.PASSWORD", "")},
        id="within a mapping",
    ),
    pytest.param(
        "from flask import Flask\napp = Flask('x')\napp.config['SECRET_KEY'] = 'k3y-of-mine'\n"
        "app.secret_key = 'other k3y'",
        {("SECRET_KEY", ""), ("secret_key", "")},
        id="flask",
    ),
    pytest.param(
        "import boto3\ndef f(): return boto3.client('s3', aws_secret_access_key='wJalrXUtnFEMI/K7MDENG/bPxRfiCY')",
        {("aws_secret_access_key", "")},
        id="handed to a client",
    ),
    pytest.param(
        "import dj_database_url\nNAME = 'default'\n"
        "DATABASES = {NAME: dj_database_url.config(default='postgres://shop:hunter22@db/shop', conn_max_age=1)}",
        {("DATABASES", "default")},
        id="once, where its name and its shape tell it",
    ),
    pytest.param("KEY_ID = 'AKIAIOSFODNN7ABCDEFG'\n", {("KEY_ID", "")}, id="an access key"),
    pytest.param("URL = 'postgres://shop:hunter22@db/shop'", {("URL", "")}, id="an address with a password"),
    pytest.param(
        "HELP = 'postgres://user:pass@host/db'\nURL = 'postgres://db/shop'", set(), id="an address as an example"
    ),
    pytest.param(
        "import os\nSECRET_KEY = os.environ['SECRET_KEY']\nAUTH_TOKEN = os.getenv('AUTH_TOKEN')\nA_PASSWORD = None\n"
        "B_PASSWORD = 'changeme'\nC_PASSWORD = '<your password>'\nD_TOKEN = 'xxx'\nSECRET = '********'",
        set(),
        id="looked up, or placeholders",
    ),
    pytest.param(
        "PASSWORD_RESET_EVENT = 'PASSWORD_RESET'\nTOKEN_PREFIX = 'indo_'\nSESSION_KEY = 'checkout_data'\n"
        "PASSWORD = 'password'\nTOKEN = 'csrf-token'\nclass Codes:\n BAD_PASSWORD = 'bad password was given'\n"
        " API_KEY = 'api-key'\nCSRF_TOKEN = 'x-9-abc'\nACCESS_TOKEN_URL = 'https://x/9'",
        set(),
        id="names of things",
    ),
]


@pytest.mark.parametrize(("code", "expected"), SECRETS)
def test_secrets(code: str, expected: set[tuple[str, str]]) -> None:
    traits = program_of(shop__config=code).graph.traits
    assert {(trait.name, trait.detail) for trait in traits if trait.kind == "secret"} == expected
    assert "hunter22" not in repr(traits)
