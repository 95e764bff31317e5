"""Caches of a service, in ElastiCache."""

from __future__ import annotations

from troposphere import AWS_STACK_ID as STACK_ID
from troposphere import GetAtt, Ref, Select, Split, Sub, elasticache

from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.databases import data_security_group

PORTS = {"valkey": 6379, "memcached": 11211}


@part_of_service("data")
def caches(stack: Stack, service: Service) -> None:
    """A serverless cache: it grows and shrinks with what is in it, and takes connections by TLS only."""
    for item in service.caches:
        engine = item.part.engine if item.part.engine in PORTS else "valkey"
        group = data_security_group(stack, service, f"{item.id}Cache", PORTS[engine])
        short = Select(0, Split("-", Select(2, Split("/", Ref(STACK_ID)))))
        most = stack.ref(
            f"{item.id}CacheMost",
            "GB that the cache may grow to: a bound on its cost.",
            Type="Number",
            Default=5,
            MinValue=1,
            MaxValue=5000,
        )
        made = stack.add(
            elasticache.ServerlessCache(
                f"{item.id}Cache",
                ServerlessCacheName=Sub(f"{item.slug[:20].strip('-')}-${{Short}}", Short=short),
                Engine=engine,
                SecurityGroupIds=[GetAtt(group, "GroupId")],
                SubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
                CacheUsageLimits=elasticache.CacheUsageLimits(
                    DataStorage=elasticache.DataStorage(Maximum=most, Unit="GB")
                ),
            )
        )
        stack.export(f"{item.id}CacheHost", GetAtt(made, "Endpoint.Address"))
        stack.export(f"{item.id}CachePort", GetAtt(made, "Endpoint.Port"))
        alarm(
            stack,
            f"{item.id}CacheRefuses",
            "Commands to the cache are refused",
            ("AWS/ElastiCache", "ThrottledCmds"),
            {"clusterId": Ref(made)},
            0,
        )


@grants
def caches_access(service: Service) -> list[Grant]:
    """Where the caches are."""
    return [
        Grant(
            f"Cache{item.id}",
            environment=(
                (f"CACHE_{item.variable}_HOST", imported(service, "data", f"{item.id}CacheHost")),
                (f"CACHE_{item.variable}_PORT", imported(service, "data", f"{item.id}CachePort")),
            ),
        )
        for item in service.caches
    ]
