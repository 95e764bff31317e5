"""Where containers run, the names by which services find each other, and who may reach whom."""

from __future__ import annotations

from collections import Counter
from typing import Any

from troposphere import GetAtt, Ref, Sub, ec2, ecs, servicediscovery

from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import CONTAINERS, Service, System, is_balanced
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack

MOST_RULES, MOST_PAIRS = 50, 200
"""Rules of one security group, and pairs of services, for which there is room in a group (60) and in a stack (500)."""


@part_of_system("network")
def cluster(stack: Stack, system: System) -> None:
    """A cluster of ECS, with a namespace of Cloud Map for Service Connect."""
    if not system.has_containers:
        return
    namespace = stack.add(
        servicediscovery.HttpNamespace(
            "Namespace",
            Name=Sub(f"{system.slug}-${{{ENVIRONMENT}}}"),
            Description="Names by which services find each other",
        )
    )
    made = stack.add(
        ecs.Cluster(
            "Cluster",
            ClusterSettings=[ecs.ClusterSetting(Name="containerInsights", Value="enabled")],
            ServiceConnectDefaults=ecs.ServiceConnectDefaults(Namespace=GetAtt(namespace, "Arn")),
        )
    )
    stack.export("Cluster", Ref(made))
    stack.export("ClusterArn", GetAtt(made, "Arn"))
    stack.export("Namespace", GetAtt(namespace, "Arn"))


@part_of_system("network")
def security_groups(stack: Stack, system: System) -> None:
    """One group for each service: the load balancer reaches what it leads to, a service those that it asks."""
    for service in system.services:
        says = f"Code of {service.slug}"
        group = stack.add(ec2.SecurityGroup(f"{_title(service)}SecurityGroup", GroupDescription=says, VpcId=Ref("Vpc")))
        stack.export(f"{_title(service)}SecurityGroup", Ref(group))
        if any(is_balanced(item.part) and item.part.compute in CONTAINERS for item in service.workloads):
            group = Ref("BalancerSecurityGroup")
            _admit(stack, service, f"BalancerTo{_title(service)}", SourceSecurityGroupId=group)
    _connections(stack, system)


def _connections(stack: Stack, system: System) -> None:
    """Who asks whom, and no one else; where these are too many for rules of their own, all code in the network."""
    known = system.slugs
    asked = {(part.target, part.service) for part in system.architecture.connections}
    pairs = sorted((target, asking) for target, asking in asked if {target, asking} <= set(known) and target != asking)
    askers = Counter(target for target, _ in pairs)
    for service in system.services:
        if askers[service.name] > MOST_RULES or (askers[service.name] and len(pairs) > MOST_PAIRS):
            _admit(stack, service, f"NetworkTo{_title(service)}", CidrIp=GetAtt("Vpc", "CidrBlock"))
            continue
        for asking in (system.service(name) for target, name in pairs if target == service.name):
            assert asking
            group = Ref(f"{_title(asking)}SecurityGroup")
            _admit(stack, service, f"{_title(asking)}Asks{_title(service)}", SourceSecurityGroupId=group)


def _admit(stack: Stack, service: Service, name: str, **source: Any) -> None:
    port = service.architecture.packaging.port
    stack.add(
        ec2.SecurityGroupIngress(
            name,
            GroupId=Ref(f"{_title(service)}SecurityGroup"),
            IpProtocol="tcp",
            FromPort=port,
            ToPort=port,
            **source,
        )
    )


def security_group_of(service: Service) -> str:
    """The name under which the network exports the group of a service."""
    return f"{_title(service)}SecurityGroup"


def _title(service: Service) -> str:
    return f"Service{''.join(word.capitalize() for word in service.slug.split('-'))}"
