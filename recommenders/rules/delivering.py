"""How services are built and brought out."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.recommenders.conditions import When
from decompose.recommenders.options import Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, acting, evidence
from decompose.recommenders.rules import declare, rule

_MANAGED = (
    (("postgres", "postgis", "pgvector", "timescale"), "Amazon Aurora PostgreSQL or Amazon RDS"),
    (("mysql", "percona"), "Amazon Aurora MySQL or Amazon RDS"),
    (("mariadb",), "Amazon RDS for MariaDB"),
    (("redis", "valkey"), "Amazon ElastiCache for Valkey"),
    (("memcached",), "Amazon ElastiCache for Memcached"),
    (("rabbitmq",), "Amazon MQ for RabbitMQ"),
    (("activemq",), "Amazon MQ for ActiveMQ"),
    (("kafka", "redpanda"), "Amazon MSK"),
    (("elasticsearch", "opensearch", "solr"), "Amazon OpenSearch Service"),
    (("kibana",), "OpenSearch Dashboards"),
    (("mongo",), "Amazon DocumentDB"),
    (("cassandra", "scylla"), "Amazon Keyspaces"),
    (("minio",), "Amazon S3"),
    (("localstack", "elasticmq", "dynamodb-local"), "the services of AWS that it stands for"),
    (("mailhog", "mailpit", "mailcatcher", "maildev"), "Amazon SES (outside of development)"),
    (("nginx", "haproxy", "traefik", "caddy"), "Application Load Balancer"),
    (("prometheus", "grafana"), "Amazon Managed Service for Prometheus, Amazon Managed Grafana"),
    (("vault",), "AWS Secrets Manager"),
    (("keycloak",), "Amazon Cognito, or it as a service of its own"),
    (("influx",), "Amazon Timestream for InfluxDB"),
    (("neo4j",), "Amazon Neptune"),
)

declare(
    "delivery.infrastructure",
    Topic.DELIVERY,
    looks_for="infrastructure as code",
    target="the new services in the same tool; the generated templates show what they need",
    reason="Infrastructure is written down already; two tools for one system would drift apart.",
    source="Whitepaper Microservices on AWS: infrastructure as code",
    when=When(marks=("infrastructure:terraform", "infrastructure:cdk", "infrastructure:serverless",
                     "infrastructure:sam", "infrastructure:cloudformation", "infrastructure:pulumi")),
    scope=Scope.SYSTEM,
)  # fmt: skip
declare(
    "delivery.pipeline",
    Topic.DELIVERY,
    looks_for="continuous integration",
    target="the same pipeline, once for each service, with `decompose check` in it",
    reason="Each service has to be built and brought out by itself, or it is not one.",
    source="Whitepaper Microservices on AWS: continuous delivery",
    when=When(marks=("pipeline",)),
    scope=Scope.SYSTEM,
)
declare(
    "delivery.owners",
    Topic.BOUNDARIES,
    looks_for="CODEOWNERS",
    target="one owner for each service",
    reason="Who owns which files is written down; a service with two owners is brought out by neither alone.",
    source="AWS Prescriptive Guidance: service per team",
    when=When(marks=("owners:*=?*",)),  # a line without owners says nothing
    scope=Scope.SYSTEM,
)
declare(
    "delivery.frontend",
    Topic.API,
    looks_for="a user interface with a build of its own",
    target="Amazon S3 with Amazon CloudFront",
    reason="The user interface is built apart from the code already, and can be brought out apart from all services.",
    source="Whitepaper Microservices on AWS: user interface",
    when=When(marks=("frontend",)),
    scope=Scope.SYSTEM,
)
declare(
    "delivery.openapi",
    Topic.API,
    looks_for="a description of the HTTP interface, or packages that make one",
    target="this description, cut by service, as the definition of each interface",
    reason="The interface is described already; API Gateway and clients are made from such a description.",
    source="Whitepaper Microservices on AWS: Swagger, today OpenAPI",
    when=(
        When(marks=("openapi",)),
        When(packages=("drf_spectacular", "drf_yasg", "flasgger", "connexion", "apispec", "flask_smorest", "fastapi",
                       "ninja", "litestar")),
    ),
    scope=Scope.SYSTEM,
)  # fmt: skip


@rule(
    "delivery.no-pipeline",
    Topic.DELIVERY,
    looks_for="no continuous integration",
    recommends="a pipeline before the first cut",
    source="Whitepaper Microservices on AWS: continuous delivery",
    scope=Scope.SYSTEM,
)
def no_pipeline(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Where a change is not tested by itself, a cut is not either. Says nothing where nothing else is seen either."""
    if profile.marks and not profile.marks_of(MarkKind.PIPELINE):
        yield Recommendation(
            profile.name,
            Topic.DELIVERY,
            "a pipeline before the first cut",
            "delivery.no-pipeline",
            Strength.RECOMMENDED,
            "No file of a continuous integration was found in the repository; it may be kept elsewhere.",
            (evidence("no files of a pipeline"),),
            "Whitepaper Microservices on AWS: continuous delivery",
        )


@rule(
    "delivery.unpinned",
    Topic.DELIVERY,
    looks_for="requirements without a version",
    recommends="versions for all of them before images are built from them",
    source="The Twelve-Factor App, II: dependencies",
    scope=Scope.SYSTEM,
)
def unpinned(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Two services that are built on different days get different packages."""
    loose = [mark for mark in profile.marks_of(MarkKind.REQUIREMENT) if not mark.value]
    if loose:
        names = sorted({mark.name for mark in loose})
        yield Recommendation(
            profile.name,
            Topic.DELIVERY,
            "versions for all requirements",
            "delivery.unpinned",
            Strength.VIABLE,
            f"{acting(len(names), 'requirement', 'has', 'have')} no version ({', '.join(names[:4])}"
            f"{' …' if len(names) > 4 else ''}), unless a file of locks that was not read has them.",
            (evidence("requirements without a version", [mark.place for mark in loose]),),
            "The Twelve-Factor App, II: dependencies",
        )


@rule(
    "delivery.managed",
    Topic.OPERATIONS,
    looks_for="programs that run beside the code in a compose file",
    recommends="the managed service for each",
    source="Whitepaper Microservices on AWS: managed services; AWS agent toolkit: keep the engine",
    scope=Scope.SYSTEM,
)
def managed(profile: ServiceProfile) -> Iterator[Recommendation]:
    """What is run by hand today."""
    found: dict[str, list[Mark]] = {}
    for mark in profile.marks_of(MarkKind.MIDDLEWARE):
        target = managed_service(mark.name)
        if target:
            found.setdefault(target, []).append(mark)
    for target, marks in sorted(found.items()):
        images = sorted({mark.name for mark in marks})
        yield Recommendation(
            profile.name,
            Topic.OPERATIONS,
            target,
            "delivery.managed",
            Strength.RECOMMENDED,
            f"{', '.join(images)} {'runs' if len(images) == 1 else 'run'} beside the code today.",
            (evidence(f"image {', '.join(images)}", [mark.place for mark in marks]),),
            "Whitepaper Microservices on AWS: managed services",
            images[0],
        )


def managed_service(image: str) -> str:
    """The service of AWS that stands for an image; empty where there is none."""
    name = image.lower().rpartition("/")[2].partition(":")[0]
    return next((target for parts, target in _MANAGED if any(part in name for part in parts)), "")
