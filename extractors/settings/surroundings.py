"""Settings that name databases, caches, sessions, storage, brokers and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.places import Place
from decompose.extractors.settings import finder, is_for_tests
from decompose.extractors.settings.values import Setting, bound_settings, scheme
from decompose.extractors.sql.holes import HOLE
from decompose.extractors.traits import Watched

_NAMES = re.compile(
    r"DATABASES|CACHES|CHANNEL_LAYERS|HAYSTACK_CONNECTIONS|STORAGES|TASKS|DRAMATIQ_BROKER|DATABASE_ROUTERS|HUEY|Q_CLUSTER"
    r"|SESSION_ENGINE|SESSION_TYPE|SESSION_CACHE_ALIAS|CACHE_TYPE|CACHE_BACKEND|EMAIL_BACKEND|DEFAULT_FILE_STORAGE"
    r"|STATICFILES_STORAGE|STATIC_URL|STATIC_ROOT|MEDIA_URL|MEDIA_ROOT|UPLOAD_FOLDER|STORAGE_BACKENDS|MESSAGE_STORAGE"
    r"|(?:\w+_)?(?:DATABASE_UR[LI]|DB_UR[LI]|BROKER_URL|BROKER|RESULT_BACKEND|CELERY_BACKEND|REDIS_UR[LI]|CACHE_UR[LI]"
    r"|MONGO(?:DB)?_UR[LI]|AMQP_UR[LI]|RABBITMQ_UR[LI]|ELASTICSEARCH_UR[LI]|RATELIMIT_STORAGE_UR[LI]|SOLR_UR[LI])"
    r"|DATABASE_ENGINE|SQLALCHEMY_BINDS"
)
_WORDS = re.compile(
    r"DATABASES\.\w+\.ENGINE|CACHES\.\w+\.BACKEND|CHANNEL_LAYERS\.\w+\.BACKEND|HAYSTACK_CONNECTIONS\.\w+\.ENGINE"
    r"|STORAGES\.\w+\.BACKEND|TASKS\.\w+\.BACKEND|DRAMATIQ_BROKER\.BROKER|HUEY\.huey_class|DATABASE_ROUTERS"
    r"|SESSION_ENGINE|SESSION_TYPE|SESSION_CACHE_ALIAS|CACHE_TYPE|CACHE_BACKEND|EMAIL_BACKEND|DEFAULT_FILE_STORAGE"
    r"|STATICFILES_STORAGE|STATIC_URL|STATIC_ROOT|MEDIA_URL|MEDIA_ROOT|UPLOAD_FOLDER|MESSAGE_STORAGE|DATABASE_ENGINE"
)
"""Settings whose value is shown."""
_OPAQUE = re.compile(r"DATABASES\.\w+|SQLALCHEMY_BINDS\.\w+|CACHES\.\w+(?:\.LOCATION)?|STORAGE_BACKENDS\.\w+")
"""Settings that may hold an address, beside those with an address in their name."""
_ENGINES = frozenset(
    {"sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "sqlalchemy.ext.asyncio.create_async_engine"}
)
_CELERY = frozenset({"celery.Celery", "celery.app.base.Celery", "celery.app.Celery"})
_OPTIONS = frozenset({"oslo_config.cfg.StrOpt", "oslo_config.cfg.URIOpt", "oslo_config.cfg.Opt"})
_OPTION_NAMES = re.compile(r"(?:.*_)?(?:connection|transport_url|url|dsn|broker|backend_url)")
_STORES = frozenset(
    {
        *(
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "sqlite",
            "oracle",
            "mssql",
            "cockroachdb",
            "postgis",
            "redshift",
        ),
        *("redis", "rediss", "unix", "amqp", "amqps", "rabbit", "kafka", "sqs", "mongodb", "memcached", "memory"),
    }
)


@finder
def named(watched: Watched) -> Iterator[Mark]:
    """By the names of the settings, whichever framework they are for."""
    linkage = watched.linkage
    for found in bound_settings(linkage, _NAMES):
        if not is_for_tests(linkage, found.scope):
            yield from _told(found, linkage.path(found.scope))


def _told(found: Setting, path: str) -> Iterator[Mark]:
    place = Place(path, found.line)
    if _WORDS.fullmatch(found.path):
        yield Mark(MarkKind.SETTING, found.path, _shown(found.text), place)
    elif len(found.keys) == 1 or _OPAQUE.fullmatch(found.path):
        dialect = scheme(found.text)
        if dialect:
            yield Mark(MarkKind.SETTING, found.path, dialect, place)
        elif found.path.endswith(("BROKER_URL", "RESULT_BACKEND")) and found.text.replace("-", "").isalnum():
            yield Mark(MarkKind.SETTING, found.path, found.text, place)


def _shown(text: str) -> str:
    """A value for people: of an address the scheme and the path alone."""
    text = re.sub(rf"[{HOLE}]+", "*", text).strip()
    return re.sub(r"(?<=://)[^/@\s]*@", "", text)[:200]


@finder
def engines(watched: Watched) -> Iterator[Mark]:
    """``create_engine("postgresql://…")``: the dialect of the address, however it is put together."""
    linkage = watched.linkage
    for call in watched.calls_of("sqlalchemy", "celery", "oslo_config"):
        site = watched.site(call)
        if site is None or is_for_tests(linkage, call.scope):
            continue
        place = Place(linkage.path(call.scope), call.line)
        given: list[tuple[str, int]] = []
        if call.name in _ENGINES:
            given = [("create_engine", site.argument(0, "url"))]
        elif call.name in _CELERY:
            given = [
                ("CELERY_BROKER_URL", site.argument(99, "broker")),
                ("CELERY_RESULT_BACKEND", site.argument(99, "backend")),
            ]
        elif call.name in _OPTIONS:
            names = [name for name in strings_at(linkage, site.argument(0, "name")) if _OPTION_NAMES.fullmatch(name)]
            given = [(name, site.argument(99, "default")) for name in names]
        for name, node in given:
            for text in texts_at(linkage, node) if node >= 0 else ():
                if scheme(text).partition("+")[0] in _STORES:
                    yield Mark(MarkKind.SETTING, name, scheme(text), place)
