"""Where containers run, the names by which services find each other, and who may reach whom."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, ec2, ecs, servicediscovery

from decompose.recommenders.templates.naming import plain
from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import CONTAINERS, Service, System, is_balanced
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack


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
        says = plain(f"Code of {service.name}", 200).translate({ord(char): "?" for char in "\"'`~^%"})
        group = stack.add(ec2.SecurityGroup(f"{_title(service)}SecurityGroup", GroupDescription=says, VpcId=Ref("Vpc")))
        stack.export(f"{_title(service)}SecurityGroup", Ref(group))
        if any(is_balanced(item.part) and item.part.compute in CONTAINERS for item in service.workloads):
            _admit(stack, service, f"BalancerTo{_title(service)}", Ref("BalancerSecurityGroup"))
    known = system.slugs
    asked = {(part.service, part.target) for part in system.architecture.connections}
    for asking, target in sorted(asked):
        if asking in known and target in known and asking != target:
            source, answering = system.service(asking), system.service(target)
            assert source
            assert answering
            name = f"{_title(source)}Asks{_title(answering)}"
            _admit(stack, answering, name, Ref(f"{_title(source)}SecurityGroup"))


def _admit(stack: Stack, service: Service, name: str, source: Ref) -> None:
    port = service.architecture.packaging.port
    stack.add(
        ec2.SecurityGroupIngress(
            name,
            GroupId=Ref(f"{_title(service)}SecurityGroup"),
            IpProtocol="tcp",
            FromPort=port,
            ToPort=port,
            SourceSecurityGroupId=source,
        )
    )


def security_group_of(service: Service) -> str:
    """The name under which the network exports the group of a service."""
    return f"{_title(service)}SecurityGroup"


def _title(service: Service) -> str:
    return f"Service{''.join(word.capitalize() for word in service.slug.split('-'))}"
