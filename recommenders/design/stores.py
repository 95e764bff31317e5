"""What holds a service's data: its database, files, cache, search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors.graph import ResourceKind, ResourceUse
from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.places import Place
from decompose.recommenders.architecture import Bucket, Cache, Engine, Search, Store
from decompose.recommenders.options import RecommendOptions
from decompose.recommenders.profile import ServiceProfile

_SPELLED = (
    ("postg", Engine.POSTGRESQL),
    ("psycopg", Engine.POSTGRESQL),
    ("asyncpg", Engine.POSTGRESQL),
    ("pg8000", Engine.POSTGRESQL),
    ("mariadb", Engine.MARIADB),
    ("mysql", Engine.MYSQL),
    ("aiomysql", Engine.MYSQL),
    ("oracle", Engine.ORACLE),
    ("mssql", Engine.SQLSERVER),
    ("pyodbc", Engine.SQLSERVER),
    ("pymssql", Engine.SQLSERVER),
    ("sql_server", Engine.SQLSERVER),
    ("sqlserver", Engine.SQLSERVER),
    ("mongo", Engine.MONGODB),
)
"""What stands in the name of an engine, a driver or an image."""
_SETTINGS = ("ENGINE", "URI", "URL", "DSN", "CONNECTION", "DATABASE")
_MEMCACHED = frozenset({"pymemcache", "pylibmc", "memcache", "aiomcache"})
_FEW = 6


def engine_of(
    marks: Iterable[Mark], packages: Iterable[str], wanted: Engine | None = None
) -> tuple[Engine, tuple[Place, ...]]:
    """Today's database engine and what tells it: the configuration, a setting, an image beside the code, a driver.

    What is named first wins where it names one engine; the next is asked where it names none or several.

    Args:
        marks: of the repository.
        packages: that the code imports.
        wanted: what the configuration says.
    """
    if wanted is not None:
        return wanted, ()
    known = sorted(marks)
    settings = [m for m in known if m.kind is MarkKind.SETTING and m.name.upper().endswith(_SETTINGS)]
    images = [m for m in known if m.kind is MarkKind.MIDDLEWARE]
    required = [m for m in known if m.kind is MarkKind.REQUIREMENT]
    for spelled in (
        [(mark.value, mark.place) for mark in settings],
        [(mark.name, mark.place) for mark in images],
        [(mark.name, mark.place) for mark in required],
        [(name, None) for name in sorted(packages)],
    ):
        found = [(engine, place) for text, place in spelled if (engine := _engine(text)) is not None]
        if len({engine for engine, _ in found}) == 1:
            return found[0][0], tuple(sorted({place for _, place in found if place is not None})[:_FEW])
    return Engine.UNKNOWN, ()


def _engine(text: str) -> Engine | None:
    return next((engine for part, engine in _SPELLED if part in text.lower()), None)


def store_of(profile: ServiceProfile, options: RecommendOptions) -> Iterator[Store]:
    """The database of a service that owns tables; the engine stays, since changing it is a project of its own."""
    if profile.tables:
        engine, places = engine_of(profile.marks, profile.packages, options.engine)
        yield Store(profile.name, engine, tuple(sorted(table.name for table in profile.tables)), places=places)


def buckets_of(profile: ServiceProfile) -> Iterator[Bucket]:
    """A bucket for what a service stores as files, on its own disk or elsewhere."""
    stored = profile.uses_of(ResourceKind.STORAGE)
    written = [use for use in profile.uses_of(ResourceKind.FILE) if use.writes and use.name != "temporary"]
    if stored or written:
        yield Bucket(profile.name, "files", _places((*stored, *written)))


def caches_of(profile: ServiceProfile) -> Iterator[Cache]:
    """A cache where a service uses one."""
    used = profile.uses_of(ResourceKind.CACHE)
    if used:
        yield Cache(profile.name, "memcached" if _MEMCACHED & profile.packages else "valkey", _places(used))


def searches_of(profile: ServiceProfile) -> Iterator[Search]:
    """A search index where a service uses one."""
    used = profile.uses_of(ResourceKind.SEARCH)
    if used:
        yield Search(profile.name, _places(used))


def _places(uses: Iterable[ResourceUse]) -> tuple[Place, ...]:
    return tuple(sorted({place for use in uses for place in use.places})[:_FEW])
