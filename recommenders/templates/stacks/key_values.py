"""Tables of DynamoDB, for tables whose accesses fit it."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, dynamodb

from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported

ACTIONS = tuple(
    f"dynamodb:{name}"
    for name in (
        "BatchGetItem",
        "BatchWriteItem",
        "ConditionCheckItem",
        "DeleteItem",
        "DescribeTable",
        "GetItem",
        "PutItem",
        "Query",
        "UpdateItem",
    )
)
"""No ``Scan``: what needs one should have stayed in a relational database."""


@part_of_service("data")
def key_values(stack: Stack, service: Service) -> None:
    """A table for each, paid by use, with point-in-time recovery."""
    for item in service.key_values:
        table, key = item.part
        column = plain(key, 200) or "id"
        kind = stack.ref(
            f"{item.id}KeyType",
            f"Type of {plain(table)}.{column}: S (text) or N (number).",
            Default="S",
            AllowedValues=["S", "N"],
        )
        made = stack.add(
            dynamodb.Table(
                f"{item.id}Table",
                DeletionPolicy="Retain",
                UpdateReplacePolicy="Retain",
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[dynamodb.AttributeDefinition(AttributeName=column, AttributeType=kind)],
                KeySchema=[dynamodb.KeySchema(AttributeName=column, KeyType="HASH")],
                PointInTimeRecoverySpecification=dynamodb.PointInTimeRecoverySpecification(
                    PointInTimeRecoveryEnabled=True
                ),
                SSESpecification=dynamodb.SSESpecification(SSEEnabled=True),
                DeletionProtectionEnabled=True,
            )
        )
        stack.export(f"{item.id}Table", Ref(made))
        stack.export(f"{item.id}TableArn", GetAtt(made, "Arn"))
        alarm(
            stack,
            f"{item.id}TableThrottled",
            "Requests to the table are refused",
            ("AWS/DynamoDB", "ThrottledRequests"),
            {"TableName": Ref(made)},
            0,
        )


@grants
def key_values_access(service: Service) -> list[Grant]:
    """Names of the tables; reading and writing by key."""
    return [_access(service, item) for item in service.key_values]


def _access(service: Service, item: Named[tuple[str, str]]) -> Grant:
    arn = imported(service, "data", f"{item.id}TableArn")
    return Grant(
        f"Table{item.id}",
        environment=((f"TABLE_{item.variable}", imported(service, "data", f"{item.id}Table")),),
        actions=ACTIONS,
        resources=(arn, Sub("${Arn}/index/*", Arn=arn)),
    )
