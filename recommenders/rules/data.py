"""Where the data of a service lives, and what becomes of shared tables, foreign keys and joins."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.architecture import Engine
from decompose.recommenders.design.stores import engine_of
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, acting, evidence
from decompose.recommenders.rules import rule

_TARGETS = {
    Engine.POSTGRESQL: "Amazon Aurora PostgreSQL or Amazon RDS for PostgreSQL",
    Engine.MYSQL: "Amazon Aurora MySQL or Amazon RDS for MySQL",
    Engine.MARIADB: "Amazon RDS for MariaDB",
    Engine.ORACLE: "Amazon RDS for Oracle",
    Engine.SQLSERVER: "Amazon RDS for SQL Server",
    Engine.MONGODB: "Amazon DocumentDB",
    Engine.UNKNOWN: "Amazon RDS or Aurora, with today's engine",
}
_MOST_REFERENCES = 3
"""Services that read a table nobody else writes: from so many on it is reference data."""


@rule(
    "data.own-database",
    Topic.DATA,
    looks_for="tables that the service owns",
    recommends="a database of its own, with the engine that is used today",
    source="AWS Prescriptive Guidance: database-per-service pattern",
)
def own_database(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Tables move with their owner; the engine stays, since changing it is a project of its own."""
    if not profile.tables:
        return
    engine, told = engine_of(profile.marks, profile.packages)
    unsure = " Which engine that is, neither settings nor drivers tell." if engine is Engine.UNKNOWN else ""
    alone = [table for table in profile.tables if not _others(profile, table.name)]
    places = [table.place for table in profile.tables if table.place is not None]
    yield Recommendation(
        profile.name,
        Topic.DATA,
        _TARGETS[engine],
        "data.own-database",
        Strength.RECOMMENDED,
        f"It owns {plural(len(profile.tables), 'table')}; no other service touches {len(alone)} of them. Keep "
        f"the engine while cutting.{unsure}",
        (
            evidence(f"{plural(len(profile.tables), 'table')} owned", places),
            *([evidence(f"{engine.value} today", told)] if told else []),
        ),
        "AWS Prescriptive Guidance: database-per-service",
    )


def _others(profile: ServiceProfile, table: str) -> set[str]:
    return {
        service
        for use in profile.table_uses
        if use.table == table
        for service in (*use.writers, *use.readers)
        if service != profile.name
    }


@rule(
    "data.several-writers",
    Topic.DATA,
    looks_for="a table of its own that other services write",
    recommends="one writer behind an API; until then a shared database as declared debt",
    source="AWS Prescriptive Guidance: shared-database-per-service pattern",
)
def several_writers(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A table with two writers has no owner: one of them has to ask the other."""
    for use in profile.table_uses:
        others = [writer for writer in use.writers if writer != use.owner]
        if use.owner != profile.name or not others:
            continue
        wrote = "writes" if len(others) == 1 else "write"
        yield Recommendation(
            profile.name,
            Topic.DATA,
            "command API of the owner; shared database as declared debt until then",
            "data.several-writers",
            Strength.RECOMMENDED,
            f"{', '.join(others)} also {wrote} {use.table}. Give {profile.name} a function for what they do "
            "to it, and let them call that.",
            (evidence(f"written by {plural(len(others), 'other service')}", use.places),),
            "AWS Prescriptive Guidance: shared-database-per-service",
            use.table,
        )


@rule(
    "data.reference",
    Topic.DATA,
    looks_for="a table that nobody else writes and at least three other services read",
    recommends="replicated reference data, fed by events",
    source="Whitepaper Microservices on AWS: master data",
)
def reference(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Read by many, written by one: copies serve better than calls."""
    for use in profile.table_uses:
        readers = [reader for reader in use.readers if reader != use.owner]
        foreign_writers = [writer for writer in use.writers if writer != use.owner]
        if use.owner == profile.name and not foreign_writers and len(readers) >= _MOST_REFERENCES:
            yield Recommendation(
                profile.name,
                Topic.DATA,
                "replicated read-only copies, fed by change events",
                "data.reference",
                Strength.VIABLE,
                f"{acting(len(readers), 'other service', 'reads', 'read')} {use.table} and none writes it. How stale a "
                "copy may be is for its readers to say.",
                (evidence(f"read by {', '.join(readers)}", use.places),),
                "Whitepaper Microservices on AWS: distributed data management",
                use.table,
            )


@rule(
    "data.foreign-read",
    Topic.DATA,
    looks_for="direct reads of another service's tables",
    recommends="API composition, or a read model where the reads sit in a loop",
    source="AWS Prescriptive Guidance: API composition and CQRS patterns",
)
def foreign_read(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Reads of tables that now belong to somebody else."""
    for owner, found in profile.leaving_by_service(EdgeKind.READS).items():
        tables = sorted({coupling.target for coupling in found})
        readers = {coupling.source for coupling in found}
        yield Recommendation(
            profile.name,
            Topic.DATA,
            f"API composition: ask {owner}",
            "data.foreign-read",
            Strength.RECOMMENDED,
            f"{acting(len(readers), 'function', 'reads', 'read')} {', '.join(tables[:6])}"
            f"{' and others' if len(tables) > 6 else ''} of {owner}. Where such a list is long or is read often, "
            "keep a read model instead (CQRS).",
            (evidence(plural(len(found), "direct read"), [p for c in found for p in c.places]),),
            "AWS Prescriptive Guidance: API composition, CQRS",
            owner,
        )


@rule(
    "data.join",
    Topic.DATA,
    looks_for="SQL that joins tables of two services",
    recommends="API composition for small results, a read model otherwise",
    source="AWS Prescriptive Guidance: CQRS pattern",
)
def join(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A join cannot cross databases."""
    for owner, found in profile.leaving_by_service(EdgeKind.JOINS).items():
        pairs = sorted({f"{c.source.rpartition(':')[2]} with {c.target}" for c in found})
        yield Recommendation(
            profile.name,
            Topic.DATA,
            "read model (CQRS), or API composition if the result is small",
            "data.join",
            Strength.RECOMMENDED,
            f"Statements join {'; '.join(pairs[:4])}: two databases cannot.",
            (evidence(plural(len(found), "join"), [p for c in found for p in c.places]),),
            "AWS Prescriptive Guidance: CQRS, API composition",
            owner,
        )


@rule(
    "data.foreign-key",
    Topic.DATA,
    looks_for="foreign keys into another service's tables",
    recommends="a reference by key without the constraint",
    source="AWS database blog: alternatives to joins across services",
)
def foreign_key(profile: ServiceProfile) -> Iterator[Recommendation]:
    """The column stays, the constraint goes; what it guaranteed has to be checked otherwise."""
    for owner, found in profile.leaving_by_service(EdgeKind.FOREIGN_KEY).items():
        columns = sorted({coupling.source for coupling in found})
        yield Recommendation(
            profile.name,
            Topic.DATA,
            f"reference by key into {owner}",
            "data.foreign-key",
            Strength.RECOMMENDED,
            f"Keep {', '.join(columns[:5])}{' …' if len(columns) > 5 else ''} as plain "
            f"{'column' if len(columns) == 1 else 'columns'}; drop the constraint, and let a deletion in "
            f"{owner} be announced by an event.",
            (evidence(plural(len(columns), "foreign key"), [p for c in found for p in c.places]),),
            "AWS Prescriptive Guidance: database decomposition",
            owner,
        )
