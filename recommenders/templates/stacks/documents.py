"""A database of documents: DocumentDB in place of MongoDB."""

from __future__ import annotations

import json

from troposphere import GetAtt, Ref, Sub, docdb, secretsmanager

from decompose.recommenders.architecture import Engine
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant, SecretKey
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.databases import data_security_group

PORT = 27017
USER = "appadmin"
PASSWORD = "{{resolve:secretsmanager:${DocumentsSecret}:SecretString:password}}"  # noqa: S105 - a reference to one


@part_of_service("data")
def documents(stack: Stack, service: Service) -> None:
    """A cluster of DocumentDB with one instance, and a password that AWS keeps."""
    if not service.store or service.store.engine is not Engine.MONGODB:
        return
    group = data_security_group(stack, service, "Documents", PORT)
    subnets = stack.add(
        docdb.DBSubnetGroup(
            "DocumentsSubnets",
            DBSubnetGroupDescription="Private subnets",
            SubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
        )
    )
    protected = stack.ref(
        "DatabaseProtected",
        "Whether the database is safe from being deleted.",
        Default="true",
        AllowedValues=["true", "false"],
    )
    days = stack.ref(
        "DatabaseBackupDays", "Days for which backups are kept.", Type="Number", Default=14, MinValue=1, MaxValue=35
    )
    secret = stack.add(_secret())
    cluster = stack.add(
        docdb.DBCluster(
            "Documents",
            DeletionPolicy="Snapshot",
            UpdateReplacePolicy="Snapshot",
            MasterUsername=USER,
            MasterUserPassword=Sub(PASSWORD),
            StorageEncrypted=True,
            DBSubnetGroupName=Ref(subnets),
            VpcSecurityGroupIds=[GetAtt(group, "GroupId")],
            Port=PORT,
            DeletionProtection=protected,
            BackupRetentionPeriod=days,
            EnableCloudwatchLogsExports=["audit"],
        )
    )
    size = stack.ref("DocumentsClass", "Size of the database's machine, to start with.", Default="db.t4g.medium")
    stack.add(docdb.DBInstance("DocumentsInstance", DBClusterIdentifier=Ref(cluster), DBInstanceClass=size))
    stack.export("DocumentsHost", GetAtt(cluster, "Endpoint"))
    stack.export("DocumentsSecret", Ref(secret), "User and password")
    alarm(
        stack,
        "DocumentsProcessorHigh",
        "The database's processor is busy",
        ("AWS/DocDB", "CPUUtilization"),
        {"DBClusterIdentifier": Ref(cluster)},
        80,
        statistic="Average",
        periods=3,
    )


def _secret() -> secretsmanager.Secret:
    """User and password, which Secrets Manager makes up."""
    made = secretsmanager.GenerateSecretString(
        SecretStringTemplate=json.dumps({"username": USER}),
        GenerateStringKey="password",
        PasswordLength=40,
        ExcludePunctuation=True,
    )
    return secretsmanager.Secret(
        "DocumentsSecret",
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Description="User and password of the database",
        GenerateSecretString=made,
    )


@grants
def documents_access(service: Service) -> list[Grant]:
    """Where the database is, and as whom to log in."""
    if not service.store or service.store.engine is not Engine.MONGODB:
        return []
    secret = imported(service, "data", "DocumentsSecret")
    return [
        Grant(
            "Documents",
            environment=(("MONGODB_HOST", imported(service, "data", "DocumentsHost")), ("MONGODB_PORT", str(PORT))),
            secrets=(SecretKey("MONGODB_USER", secret, "username"), SecretKey("MONGODB_PASSWORD", secret, "password")),
        )
    ]
