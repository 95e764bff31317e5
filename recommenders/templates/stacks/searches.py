"""The search index of a service, in OpenSearch Service."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub
from troposphere import opensearchservice as search

from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant, allow, policy
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.databases import data_security_group

ACTIONS = tuple(f"es:ESHttp{verb}" for verb in ("Delete", "Get", "Head", "Patch", "Post", "Put"))


@part_of_service("data")
def index(stack: Stack, service: Service) -> None:
    """A domain of two machines in two zones, encrypted, within the network."""
    if not service.search:
        return
    group = data_security_group(stack, service, "Search", 443)
    size = stack.ref(
        "SearchClass", "Size of each of the index's two machines, to start with.", Default="t3.small.search"
    )
    storage = stack.ref("SearchStorage", "GiB of each machine, to start with.", Type="Number", Default=20, MinValue=10)
    account = {"AWS": Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
    everything = Sub("arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/*")
    made = stack.add(
        search.Domain(
            "Search",
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
            ClusterConfig=search.ClusterConfig(
                InstanceCount=2,
                InstanceType=size,
                ZoneAwarenessEnabled=True,
                ZoneAwarenessConfig=search.ZoneAwarenessConfig(AvailabilityZoneCount=2),
            ),
            EBSOptions=search.EBSOptions(EBSEnabled=True, VolumeType="gp3", VolumeSize=storage),
            EncryptionAtRestOptions=search.EncryptionAtRestOptions(Enabled=True),
            NodeToNodeEncryptionOptions=search.NodeToNodeEncryptionOptions(Enabled=True),
            DomainEndpointOptions=search.DomainEndpointOptions(
                EnforceHTTPS=True, TLSSecurityPolicy="Policy-Min-TLS-1-2-PFS-2023-10"
            ),
            VPCOptions=search.VPCOptions(
                SecurityGroupIds=[GetAtt(group, "GroupId")],
                SubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
            ),
            AccessPolicies=policy([allow("ThisAccount", ACTIONS, (everything,), Principal=account)]),
        )
    )
    stack.export("SearchHost", GetAtt(made, "DomainEndpoint"))
    stack.export("SearchArn", GetAtt(made, "Arn"))
    of = {"DomainName": Ref(made), "ClientId": Ref("AWS::AccountId")}
    alarm(
        stack,
        "SearchRed",
        "Parts of the index are not reachable",
        ("AWS/ES", "ClusterStatus.red"),
        of,
        0,
        statistic="Maximum",
    )
    alarm(
        stack,
        "SearchRoomLow",
        "The index runs out of storage (MiB)",
        ("AWS/ES", "FreeStorageSpace"),
        of,
        2048,
        statistic="Minimum",
        below=True,
    )


@grants
def index_access(service: Service) -> list[Grant]:
    """Where the index is, and its use."""
    if not service.search:
        return []
    host = (("SEARCH_HOST", imported(service, "data", "SearchHost")),)
    arn = imported(service, "data", "SearchArn")
    return [Grant("Search", environment=host, actions=ACTIONS, resources=(Sub("${Arn}/*", Arn=arn),))]
