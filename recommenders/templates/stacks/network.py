"""The network that all services share: two zones, private subnets for code and data, public ones for the way in."""

from __future__ import annotations

from typing import Any

from troposphere import Equals, GetAtt, GetAZs, Not, Ref, Select, Sub, Tags, ec2

from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import Service, System
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack

ZONES = ("A", "B")


@part_of_system("network")
def network(stack: Stack, system: System) -> None:
    """A VPC with its subnets and its ways out."""
    prefix = "NetworkPrefix"
    stack.ref(
        prefix,
        "The first two numbers of the network's addresses.",
        Default="10.20",
        AllowedPattern="10\\.([0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])",
    )
    vpc = stack.add(
        ec2.VPC(
            "Vpc",
            CidrBlock=Sub(f"${{{prefix}}}.0.0/16"),
            EnableDnsHostnames=True,
            EnableDnsSupport=True,
            Tags=_tags(system, ""),
        )
    )
    gateway = stack.add(ec2.InternetGateway("InternetGateway"))
    attached = stack.add(ec2.VPCGatewayAttachment("InternetAttachment", VpcId=Ref(vpc), InternetGatewayId=Ref(gateway)))
    public = stack.add(ec2.RouteTable("PublicRoutes", VpcId=Ref(vpc), Tags=_tags(system, "public")))
    stack.add(
        ec2.Route(
            "PublicDefault",
            RouteTableId=Ref(public),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=Ref(gateway),
            DependsOn=attached.title,
        )
    )
    private = stack.add(ec2.RouteTable("PrivateRoutes", VpcId=Ref(vpc), Tags=_tags(system, "private")))
    for number, zone in enumerate(ZONES):
        _subnet(stack, system, vpc, public, f"Public{zone}", number, f"{number}.0/24")
        _subnet(stack, system, vpc, private, f"Private{zone}", number, f"{16 * (number + 1)}.0/20")
    _way_out(stack, attached, private)
    stack.export("VpcId", Ref(vpc))
    stack.export("VpcCidr", GetAtt(vpc, "CidrBlock"))


def private_subnets() -> list[Any]:
    """Of the network's own stack."""
    return [Ref(f"SubnetPrivate{zone}") for zone in ZONES]


def _subnet(stack: Stack, system: System, vpc: Any, routes: Any, name: str, number: int, cidr: str) -> None:
    subnet = stack.add(
        ec2.Subnet(
            f"Subnet{name}",
            VpcId=Ref(vpc),
            AvailabilityZone=Select(number, GetAZs()),
            CidrBlock=Sub(f"${{NetworkPrefix}}.{cidr}"),
            Tags=_tags(system, name.lower()),
        )
    )
    stack.add(ec2.SubnetRouteTableAssociation(f"Routes{name}", SubnetId=Ref(subnet), RouteTableId=Ref(routes)))
    stack.export(f"Subnet{name}", Ref(subnet))


def _way_out(stack: Stack, attached: Any, routes: Any) -> None:
    egress = stack.ref(
        "Egress",
        "How code in the private subnets reaches what is outside: nat (everything, through one NAT gateway) or "
        "endpoints (services of AWS only, nothing else).",
        Default="nat",
        AllowedValues=["nat", "endpoints"],
    )
    has_nat = stack.condition("HasNat", Equals(egress, "nat"))
    address = stack.add(ec2.EIP("NatAddress", Domain="vpc", Condition=has_nat, DependsOn=attached.title))
    gateway = stack.add(
        ec2.NatGateway(
            "NatGateway", AllocationId=GetAtt(address, "AllocationId"), SubnetId=Ref("SubnetPublicA"), Condition=has_nat
        )
    )
    stack.add(
        ec2.Route(
            "PrivateDefault",
            RouteTableId=Ref(routes),
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId=Ref(gateway),
            Condition=has_nat,
        )
    )
    stack.condition("HasEndpoints", Not(Equals(egress, "nat")))


@part_of_system("network")
def endpoints(stack: Stack, system: System) -> None:
    """Ways to services of AWS that stay within the network: S3 and DynamoDB always, since they cost nothing."""
    for name in ("s3", *(["dynamodb"] if any(service.key_values for service in system.services) else [])):
        stack.add(
            ec2.VPCEndpoint(
                f"Endpoint{name.capitalize()}",
                VpcId=Ref("Vpc"),
                VpcEndpointType="Gateway",
                ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{name}"),
                RouteTableIds=[Ref("PrivateRoutes")],
            )
        )
    group = stack.add(
        ec2.SecurityGroup(
            "EndpointsSecurityGroup",
            GroupDescription="Endpoints of services of AWS",
            VpcId=Ref("Vpc"),
            Condition="HasEndpoints",
            SecurityGroupIngress=[
                ec2.SecurityGroupRule(
                    IpProtocol="tcp",
                    FromPort=443,
                    ToPort=443,
                    CidrIp=GetAtt("Vpc", "CidrBlock"),
                    Description="Code inside",
                )
            ],
        )
    )
    for name in _interfaces(system):
        stack.add(
            ec2.VPCEndpoint(
                "Endpoint" + "".join(part.capitalize() for part in name.replace("-", ".").split(".")),
                VpcId=Ref("Vpc"),
                VpcEndpointType="Interface",
                PrivateDnsEnabled=True,
                ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{name}"),
                SubnetIds=private_subnets(),
                SecurityGroupIds=[Ref(group)],
                Condition="HasEndpoints",
            )
        )


def _interfaces(system: System) -> list[str]:
    """The services of AWS that some service's code, or what starts it, talks to."""
    services = system.services
    used = {"logs", "secretsmanager"}
    if any(service.workloads for service in services):
        used |= {"ecr.api", "ecr.dkr"}
    if system.architecture.queues or system.architecture.events or system.architecture.sagas:
        used.add("sqs")
    if system.architecture.events:
        used |= {"events", "sns"}
    if system.architecture.sagas:
        used.add("states")
    if any(_uses_batch(service) for service in services):
        used |= {"ecs", "ecs-agent", "ecs-telemetry"}
    return sorted(used)


def _uses_batch(service: Service) -> bool:
    return any(
        item.part.compute.value in {"AWS Batch", "Amazon ECS on Amazon EC2", "Amazon EC2"} for item in service.workloads
    )


def _tags(system: System, what: str) -> Any:
    name = "-".join(filter(None, (system.slug, f"${{{ENVIRONMENT}}}", what)))
    return Tags(Name=Sub(name), System=system.slug, Environment=Ref(ENVIRONMENT))
