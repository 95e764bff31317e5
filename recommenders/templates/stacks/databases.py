"""The relational database of a service, on the engine that it has today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from troposphere import Equals, FindInMap, GetAtt, If, Not, NoValue, Ref, ec2, rds

from decompose.recommenders.architecture import Engine
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant, SecretKey
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.cluster import security_group_of

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Kind:
    """How an engine is called and reached.

    Attributes:
        engine: as RDS calls it.
        port: where it listens.
        logs: that it can send to CloudWatch.
        machine: the smallest class that it takes with room to work, to start with.
        licence: model of its licence; empty where none is needed.
        has_name: whether a database of a name can be made with it.
    """

    engine: str
    port: int
    logs: tuple[str, ...]
    machine: str = "db.t4g.medium"
    licence: str = ""
    has_name: bool = True


KINDS = {
    Engine.POSTGRESQL: Kind("postgres", 5432, ("postgresql", "upgrade")),
    Engine.MYSQL: Kind("mysql", 3306, ("error", "slowquery")),
    Engine.MARIADB: Kind("mariadb", 3306, ("error", "slowquery")),
    Engine.ORACLE: Kind("oracle-se2", 1521, ("alert", "listener"), "db.t3.medium", "bring-your-own-license"),
    Engine.SQLSERVER: Kind("sqlserver-se", 1433, ("error",), "db.m5.large", "license-included", has_name=False),
}
"""Engines of RDS. MongoDB goes to DocumentDB; what is unknown, people choose among the first three."""

CHOICES = (Engine.POSTGRESQL, Engine.MYSQL, Engine.MARIADB)


def relational(service: Service) -> Engine | None:
    """The engine of the service's relational database; None where it needs none."""
    store = service.store
    if store is None or store.engine is Engine.MONGODB:
        return None
    moved = {table for table, _ in store.key_value}
    return None if store.tables and moved >= set(store.tables) else store.engine


@part_of_service("data")
def database(stack: Stack, service: Service) -> None:
    """An instance of RDS that only the service's code reaches, with a password that RDS keeps and changes."""
    engine = relational(service)
    if engine is None:
        return
    port = _port(stack, engine)
    group = data_security_group(stack, service, "Database", port)
    subnets = stack.add(
        rds.DBSubnetGroup(
            "DatabaseSubnets",
            DBSubnetGroupDescription="Private subnets",
            SubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
        )
    )
    made = stack.add(
        rds.DBInstance(
            "Database",
            DeletionPolicy="Snapshot",
            UpdateReplacePolicy="Snapshot",
            Port=port,
            MasterUsername="app_admin",
            ManageMasterUserPassword=True,
            DBSubnetGroupName=Ref(subnets),
            VPCSecurityGroups=[GetAtt(group, "GroupId")],
            PubliclyAccessible=False,
            StorageEncrypted=True,
            StorageType="gp3",
            CopyTagsToSnapshot=True,
            **_choices(stack, engine),
        )
    )
    stack.export("DatabaseHost", GetAtt(made, "Endpoint.Address"))
    stack.export("DatabasePort", GetAtt(made, "Endpoint.Port"))
    stack.export("DatabaseSecret", GetAtt(made, "MasterUserSecret.SecretArn"), "User and password")
    stack.export("DatabaseName", Ref(made))
    _alarms(stack, made)


def data_security_group(stack: Stack, service: Service, name: str, port: Any) -> Any:
    """A group that lets in the service's code, on that port, and nothing else."""
    source = imported(service.system, "network", security_group_of(service))
    return stack.add(
        ec2.SecurityGroup(
            f"{name}SecurityGroup",
            GroupDescription=f"{name} of the service",
            VpcId=imported(service.system, "network", "VpcId"),
            SecurityGroupIngress=[
                ec2.SecurityGroupRule(IpProtocol="tcp", FromPort=port, ToPort=port, SourceSecurityGroupId=source)
            ],
        )
    )


def _port(stack: Stack, engine: Engine) -> Any:
    if engine in KINDS:
        return KINDS[engine].port
    chosen = stack.ref(
        "DatabaseEngine",
        "The engine: neither settings nor drivers tell it.",
        AllowedValues=[KINDS[choice].engine for choice in CHOICES],
    )
    stack.mapping("Ports", {KINDS[choice].engine: {"Port": str(KINDS[choice].port)} for choice in CHOICES})
    return FindInMap("Ports", chosen, "Port")


def _choices(stack: Stack, engine: Engine) -> dict[str, Any]:
    """What people may want otherwise."""
    kind = KINDS.get(engine)
    version = stack.ref(
        "DatabaseVersion", "Version of the engine, best the one of today; empty: what AWS gives.", Default=""
    )
    has_version = stack.condition("HasDatabaseVersion", Not(Equals(version, "")))
    protected = stack.ref(
        "DatabaseProtected",
        "Whether the database is safe from being deleted.",
        Default="true",
        AllowedValues=["true", "false"],
    )
    spare = stack.ref(
        "DatabaseSpare",
        "Whether a second instance in another zone stands by.",
        Default="false",
        AllowedValues=["true", "false"],
    )
    options: dict[str, Any] = {
        "Engine": kind.engine if kind else Ref("DatabaseEngine"),
        "EngineVersion": If(has_version, version, NoValue),
        "DBInstanceClass": stack.ref(
            "DatabaseClass",
            "Size of the database's machine, to start with.",
            Default=kind.machine if kind else "db.t4g.medium",
        ),
        "AllocatedStorage": stack.ref("DatabaseStorage", "GiB to start with.", Type="Number", Default=50, MinValue=20),
        "MaxAllocatedStorage": stack.ref(
            "DatabaseStorageMost", "GiB to which it grows by itself.", Type="Number", Default=500
        ),
        "BackupRetentionPeriod": stack.ref(
            "DatabaseBackupDays", "Days for which backups are kept.", Type="Number", Default=14, MinValue=1, MaxValue=35
        ),
        "DeletionProtection": protected,
        "MultiAZ": spare,
    }
    if kind and kind.logs:
        options["EnableCloudwatchLogsExports"] = list(kind.logs)
    if kind and kind.licence:
        options["LicenseModel"] = kind.licence
    if not kind or kind.has_name:
        options["DBName"] = "ORCL" if engine is Engine.ORACLE else "app"
    return options


def _alarms(stack: Stack, made: Any) -> None:
    of = {"DBInstanceIdentifier": Ref(made)}
    room = stack.ref(
        "DatabaseRoomAlarm", "Bytes of free storage below which to tell people.", Type="Number", Default=5 * GIB
    )
    most = stack.ref(
        "DatabaseConnectionsAlarm",
        "Connections above which to tell people; what the database takes depends on its class.",
        Type="Number",
        Default=200,
    )
    alarm(
        stack,
        "DatabaseRoomLow",
        "The database runs out of storage",
        ("AWS/RDS", "FreeStorageSpace"),
        of,
        room,
        statistic="Minimum",
        below=True,
    )
    alarm(
        stack,
        "DatabaseConnectionsHigh",
        "Many connections to the database",
        ("AWS/RDS", "DatabaseConnections"),
        of,
        most,
        statistic="Maximum",
    )
    alarm(
        stack,
        "DatabaseProcessorHigh",
        "The database's processor is busy",
        ("AWS/RDS", "CPUUtilization"),
        of,
        80,
        statistic="Average",
        periods=3,
    )


@grants
def database_access(service: Service) -> list[Grant]:
    """Where the database is, and as whom to log in."""
    engine = relational(service)
    if engine is None:
        return []
    secret = imported(service, "data", "DatabaseSecret")
    known = KINDS.get(engine)
    name = [("DB_NAME", "ORCL" if engine is Engine.ORACLE else "app")] if not known or known.has_name else []
    return [
        Grant(
            "Database",
            environment=(
                ("DB_ENGINE", engine.value),
                ("DB_HOST", imported(service, "data", "DatabaseHost")),
                ("DB_PORT", imported(service, "data", "DatabasePort")),
                *name,
            ),
            secrets=(SecretKey("DB_USER", secret, "username"), SecretKey("DB_PASSWORD", secret, "password")),
        )
    ]
