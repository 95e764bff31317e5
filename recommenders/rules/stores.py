"""Stores beside the relational database: search, analysis, history, documents."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.recommenders.conditions import When
from decompose.recommenders.plan import Strength, Topic
from decompose.recommenders.rules import declare

declare(
    "data.search",
    Topic.DATA,
    looks_for="clients of Elasticsearch, OpenSearch, Haystack, Whoosh",
    target="Amazon OpenSearch Service beside the database",
    reason="It searches text; the index is a copy that belongs to who owns the rows, fed by its events.",
    source="AWS agent toolkit: full-text search; whitepaper Microservices on AWS: Amazon Elasticsearch Service, today "
    "Amazon OpenSearch Service",
    when=(
        When(resources=(ResourceKind.SEARCH.value,)),
        When(packages=("elasticsearch*", "opensearchpy", "haystack", "whoosh", "elastic_transport")),
    ),
    unless=(When(packages=("pysolr", "scorched", "sunburnt", "solr", "solrq")),),
)
declare(
    "data.solr",
    Topic.DATA,
    looks_for="clients of Solr",
    target="Solr as a container of its own; Amazon OpenSearch Service as a project of its own",
    reason="It searches in Solr, which AWS does not run for anybody; the engine stays while the services are cut.",
    source="AWS agent toolkit: keep the engine",
    when=When(packages=("pysolr", "scorched", "sunburnt", "solr", "solrq")),
)
declare(
    "data.text-search",
    Topic.DATA,
    looks_for="full-text search of the database itself",
    target="the database's own text search first; Amazon OpenSearch Service where its rows go to several services",
    reason="It searches text inside the database, which goes on as long as one service owns all rows that "
    "are searched.",
    source="AWS agent toolkit: full-text search",
    when=When(traits=("sql feature:SearchVector*", "sql feature:*tsvector*", "sql feature:full-text*")),
    strength=Strength.VIABLE,
)
declare(
    "data.postgresql-features",
    Topic.DATA,
    looks_for="what only PostgreSQL has: LISTEN, extensions, stored procedures, triggers, spatial types",
    target="Amazon Aurora PostgreSQL; not Amazon Aurora DSQL",
    reason="It uses what Aurora DSQL does not have, so that only the full engine fits.",
    source="AWS agent toolkit: Aurora DSQL, what is not supported",
    when=(
        When(traits=("sql feature:LISTEN*", "sql feature:*trigger*", "sql feature:*procedure*",
                     "sql feature:*advisory*", "sql feature:*GIS*", "sql feature:*vector", "sql feature:*trgm*")),
        When(packages=("geoalchemy2", "pgvector", "django.contrib.gis")),
    ),
)  # fmt: skip
declare(
    "data.dynamodb-today",
    Topic.DATA,
    looks_for="operations of DynamoDB",
    target="Amazon DynamoDB, on demand, tables of its own",
    reason="It keeps data in DynamoDB already; each service has its own tables there, too.",
    source="Whitepaper Microservices on AWS: Amazon DynamoDB",
    when=(When(traits=("aws:dynamodb.*",)), When(packages=("pynamodb", "dynamorm"))),
)
declare(
    "data.dynamodb-cache",
    Topic.DATA,
    looks_for="single reads from DynamoDB",
    target="DynamoDB Accelerator (DAX), only where its reads are measured to be too slow",
    reason="It reads single items from DynamoDB; a cache in front answers in microseconds, and how often the same item "
    "is read, the code does not tell.",
    source="Whitepaper Microservices on AWS: DynamoDB Accelerator",
    when=When(traits=("aws:dynamodb.get_item", "aws:dynamodb.query", "aws:dynamodb.batch_get_item")),
    strength=Strength.NOT_RECOMMENDED,
)
declare(
    "data.documents",
    Topic.DATA,
    looks_for="clients of MongoDB",
    target="Amazon DocumentDB",
    reason="It keeps documents in MongoDB; the engine stays while the services are cut.",
    source="AWS agent toolkit: keep the engine",
    when=When(packages=("pymongo", "motor", "mongoengine", "beanie", "umongo", "djongo")),
)
declare(
    "data.wide-columns",
    Topic.DATA,
    looks_for="clients of Cassandra",
    target="Amazon Keyspaces",
    reason="It keeps rows in Cassandra; the engine stays while the services are cut.",
    source="AWS agent toolkit: keep the engine",
    when=When(packages=("cassandra", "cqlengine", "acsylla")),
)
declare(
    "data.warehouse",
    Topic.DATA,
    looks_for="clients of Redshift, or of other warehouses",
    target="Amazon Redshift Serverless",
    reason="It asks a warehouse; that is fed by events or exports of the services, and owned by none of them.",
    source="Whitepaper Microservices on AWS: analysis of logs and events",
    when=When(packages=("redshift_connector", "sqlalchemy_redshift", "snowflake", "clickhouse_driver",
                        "clickhouse_connect", "vertica_python")),
    strength=Strength.VIABLE,
)  # fmt: skip
declare(
    "data.lake",
    Topic.DATA,
    looks_for="columnar files, and clients of Athena",
    target="Amazon S3 with Amazon Athena",
    reason="It writes or reads columnar files; on Amazon S3 they can be asked in SQL without a database.",
    source="Whitepaper Microservices on AWS: SQL on what lies in Amazon S3",
    when=When(packages=("pyathena", "awswrangler", "fastparquet", "deltalake", "pyiceberg", "pyarrow")),
    strength=Strength.VIABLE,
)
declare(
    "data.spark",
    Topic.DATA,
    looks_for="Spark",
    target="Amazon EMR Serverless",
    reason="It runs Spark, which is a cluster of its own beside the services.",
    source="Whitepaper Microservices on AWS: Amazon EMR",
    when=When(packages=("pyspark", "databricks")),
)
declare(
    "data.dashboards",
    Topic.DATA,
    looks_for="tables of reports, with packages that draw or tabulate",
    target="Amazon Quick (Quick Sight) on a read model",
    reason="It makes reports; on a read model of its own they burden nobody else's database.",
    source="Whitepaper Microservices on AWS: dashboards",
    when=When(
        packages=("pandas", "matplotlib", "plotly", "dash", "bokeh", "seaborn", "altair", "xlsxwriter", "openpyxl"),
        tables=("*report*", "*statistic*", "*analytics*", "*dashboard*", "*metric*"),
    ),
    strength=Strength.VIABLE,
)
declare(
    "data.history",
    Topic.DATA,
    looks_for="tables called history, ledger, audit, journal; packages that keep versions",
    target="event sourcing where states have to be rebuilt; otherwise the table as it is, with its owner",
    reason="By their names, tables of it keep a history, or a package does. Whether states are rebuilt from that, or "
    "it is only looked up, is for its users to say.",
    source="Whitepaper Microservices on AWS: event sourcing",
    when=(
        When(packages=("eventsourcing", "simple_history", "reversion", "sqlalchemy_continuum", "auditlog")),
        When(tables=("*history*", "*ledger*", "*audit*", "*journal*", "*_event_log", "*_event_store")),
    ),
    strength=Strength.VIABLE,
)
declare(
    "storage.archive",
    Topic.STORAGE,
    looks_for="tables of logs and audits",
    target="export to Amazon S3 with a life cycle into S3 Glacier classes",
    reason="By their names, its tables keep logs. Rows that are kept to be able to prove something need not stay in "
    "the database for ever; how long they have to be kept is for people to say.",
    source="Whitepaper Microservices on AWS: archive of trails",
    when=When(tables=("*audit*", "*_log", "*_logs", "*_archive", "*accesslog*")),
    strength=Strength.VIABLE,
)
declare(
    "storage.objects",
    Topic.STORAGE,
    looks_for="object storage and uploaded files",
    target="Amazon S3, a bucket of its own",
    reason="It keeps files apart from the database; in a bucket of its own nobody else depends on their names.",
    source="Whitepaper Microservices on AWS: Amazon S3",
    when=When(resources=(ResourceKind.STORAGE.value,)),
)
declare(
    "storage.bodies",
    Topic.STORAGE,
    looks_for="files that go through requests and responses",
    target="signed addresses of Amazon S3",
    reason="Files pass through its processes; with signed addresses browsers exchange them with Amazon S3, and the "
    "limits of 10 MB (API Gateway) and 6 MB (Lambda) no longer matter.",
    source="API Gateway and Lambda quotas",
    when=When(traits=("upload", "download")),
    strength=Strength.VIABLE,
)
