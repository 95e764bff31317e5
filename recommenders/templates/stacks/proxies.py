"""RDS Proxy before a database that functions use: each of them would open connections of its own."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, ec2, iam, rds

from decompose.recommenders.architecture import Engine
from decompose.recommenders.templates.grants import allow, policy, trust
from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack, imported
from decompose.recommenders.templates.stacks.databases import KINDS, data_security_group, relational

FAMILIES = {
    Engine.POSTGRESQL: "POSTGRESQL",
    Engine.MYSQL: "MYSQL",
    Engine.MARIADB: "MYSQL",
    Engine.SQLSERVER: "SQLSERVER",
}
"""Engines that it speaks."""


def is_proxied(service: Service) -> bool:
    """Whether functions reach the database through a proxy."""
    return bool(service.functions) and relational(service) in FAMILIES


@part_of_service("data")
def proxy(stack: Stack, service: Service) -> None:
    """A proxy that takes only encrypted connections, and lets the database in from itself."""
    engine = relational(service)
    if engine is None or not is_proxied(service):
        return
    port = KINDS[engine].port
    secret = GetAtt("Database", "MasterUserSecret.SecretArn")
    reads = allow("ReadPassword", ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"), (secret,))
    role = stack.add(
        iam.Role(
            "ProxyRole",
            AssumeRolePolicyDocument=trust("rds.amazonaws.com"),
            Policies=[iam.Policy(PolicyName="read-password", PolicyDocument=policy([reads]))],
        )
    )
    group = data_security_group(stack, service, "DatabaseProxy", port)
    stack.add(
        ec2.SecurityGroupIngress(
            "ProxyToDatabase",
            GroupId=GetAtt("DatabaseSecurityGroup", "GroupId"),
            IpProtocol="tcp",
            FromPort=port,
            ToPort=port,
            SourceSecurityGroupId=GetAtt(group, "GroupId"),
        )
    )
    made = stack.add(
        rds.DBProxy(
            "DatabaseProxy",
            DBProxyName=_name(service),
            EngineFamily=FAMILIES[engine],
            RequireTLS=True,
            RoleArn=GetAtt(role, "Arn"),
            Auth=[rds.AuthFormat(AuthScheme="SECRETS", SecretArn=secret, IAMAuth="DISABLED")],
            VpcSubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
            VpcSecurityGroupIds=[GetAtt(group, "GroupId")],
        )
    )
    stack.add(
        rds.DBProxyTargetGroup(
            "DatabaseProxyTargets",
            DBProxyName=Ref(made),
            TargetGroupName="default",
            DBInstanceIdentifiers=[Ref("Database")],
        )
    )
    stack.export("DatabaseProxyHost", GetAtt(made, "Endpoint"))


def _name(service: Service) -> Any:
    return Sub(f"{service.system.slug}-${{{ENVIRONMENT}}}-{service.slug}")
