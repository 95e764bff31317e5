"""How services find each other, and what does that by hand today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.graph import EdgeKind
from decompose.extractors.marks import TraitKind
from decompose.recommenders.conditions import When
from decompose.recommenders.options import Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, evidence
from decompose.recommenders.rules import declare, rule

declare(
    "discovery.names",
    Topic.DISCOVERY,
    looks_for="calls from other services",
    target="a name in Amazon ECS Service Connect (AWS Cloud Map)",
    reason="Others call it: they find it by a name that the platform keeps, with health checks, and no addresses stand "
    "in anybody's settings.",
    source="Whitepaper Microservices on AWS: service discovery; AWS containers blog: Service Connect after App Mesh",
    when=When(reached=(EdgeKind.CALLS, EdgeKind.READS, EdgeKind.WRITES)),
)
_INSIDE = re.compile(
    r"(\d{1,3}\.){3}\d{1,3}(:\d+)?|[^.]+|.+\.(local|localdomain|internal|intranet|lan|corp|home|private|svc)(:\d+)?",
    re.IGNORECASE,
)
"""Addresses, and names that only a network of one's own knows."""
_HERE = re.compile(r"localhost|127\.|0\.0\.0\.0|::1", re.IGNORECASE)
"""The machine itself: what development falls back to."""


@rule(
    "discovery.literal-hosts",
    Topic.DISCOVERY,
    looks_for="addresses and names of one's own network as literals",
    recommends="names from the environment (AWS Systems Manager Parameter Store), resolved by the platform",
    source="Whitepaper Microservices on AWS: against hard-coded addresses; The Twelve-Factor App, III: configuration",
)
def literal_hosts(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Public hosts of others are theirs to move."""
    found = [
        trait
        for trait in profile.traits_of(TraitKind.HOST)
        if _INSIDE.fullmatch(trait.name) and not _HERE.match(trait.name)
    ]
    if found:
        names = sorted({trait.name for trait in found})
        yield Recommendation(
            profile.name,
            Topic.DISCOVERY,
            "names from the environment (AWS Systems Manager Parameter Store), resolved by the platform",
            "discovery.literal-hosts",
            Strength.RECOMMENDED,
            f"{', '.join(names[:4])}{' …' if len(names) > 4 else ''} {'stands' if len(names) == 1 else 'stand'} in the "
            "code: another place or environment means another deployment.",
            (evidence("literal hosts", [place for trait in found for place in trait.places]),),
            "Whitepaper Microservices on AWS: against hard-coded addresses",
        )


declare(
    "discovery.registry",
    Topic.DISCOVERY,
    looks_for="clients of Consul, etcd, Eureka, ZooKeeper",
    target="AWS Cloud Map, or the registry as it is while services are cut",
    reason="It asks a registry of its own, which has to be run; the platform's does the same.",
    source="Whitepaper Microservices on AWS: third-party discovery",
    when=When(packages=("consul", "etcd3", "etcd", "py_eureka_client", "kazoo")),
)
declare(
    "discovery.table",
    Topic.DISCOVERY,
    looks_for="a table of services or endpoints",
    target="AWS Cloud Map, or AWS AppConfig for what is configured",
    reason="A table of where things are is a registry without health checks.",
    source="Whitepaper Microservices on AWS: key-value stores for discovery, today AWS Cloud Map",
    when=When(tables=("service_registry", "*_endpoints", "service_endpoint*", "service_instance*", "service_catalog")),
)
declare(
    "discovery.mesh",
    Topic.DISCOVERY,
    looks_for="configurations of Envoy, Istio, Linkerd",
    target="Amazon ECS Service Connect, or Amazon VPC Lattice between clusters; not AWS App Mesh",
    reason="There is a mesh already; AWS App Mesh ended on 2026-09-30.",
    source="AWS containers blog: Service Connect after App Mesh",
    when=When(marks=("middleware:*envoy*", "middleware:*linkerd*", "kubernetes:*istio*", "kubernetes:VirtualService",
                     "kubernetes:DestinationRule", "middleware:*traefik*")),
    scope=Scope.SYSTEM,
)  # fmt: skip
declare(
    "discovery.configuration-management",
    Topic.DISCOVERY,
    looks_for="Ansible, Chef, Puppet, Fabric, Salt",
    target="AWS Systems Manager Parameter Store and AWS AppConfig for what they configure",
    reason="Hosts are configured by hand-written recipes; containers by their environment. AWS OpsWorks, which "
    "ran such recipes, ended on 2024-05-26.",
    source="Whitepaper Microservices on AWS: configuration management",
    when=When(marks=("infrastructure:ansible", "infrastructure:chef", "infrastructure:puppet", "infrastructure:fabric",
                     "infrastructure:salt")),
    scope=Scope.SYSTEM,
)  # fmt: skip
