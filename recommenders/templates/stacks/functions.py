"""Lambda functions, and what sets them off: requests and messages. The Serverless Application Model writes them out."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, awslambda, iam, serverless

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.commands import django_settings
from decompose.recommenders.templates.grants import Grant, SecretKey, allow, environment, policy, secrets, trust
from decompose.recommenders.templates.limits import CONCURRENCY, LAMBDA_MEMORY, within
from decompose.recommenders.templates.messages import function_timeout
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import grants_of, part_of_service
from decompose.recommenders.templates.services import Service, is_web
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.cluster import security_group_of
from decompose.recommenders.templates.stacks.containers import log_group
from decompose.recommenders.templates.stacks.databases import relational
from decompose.recommenders.templates.stacks.proxies import is_proxied
from decompose.recommenders.templates.stacks.roles import code_statements
from decompose.recommenders.templates.stacks.taking import queues_taken
from decompose.recommenders.templates.stacks.ways_in import is_called, ways_in


@part_of_service("functions")
def functions(stack: Stack, service: Service) -> None:
    """A function for each workload, in the image of the service's functions."""
    if not service.functions:
        return
    stack.use_sam()
    groups = {item.slug: log_group(stack, f"{item.id}Logs") for item in service.functions}
    _role(stack, service, list(groups.values()))
    for item in service.functions:
        _function(stack, service, item, groups[item.slug])
        _alarms(stack, item)


def _role(stack: Stack, service: Service, groups: list[Any]) -> None:
    """What the code may do, and where it may write its logs and traces."""
    allowed = code_statements(stack, service)
    allowed.append(
        allow("Log", ("logs:CreateLogStream", "logs:PutLogEvents"), [GetAtt(each, "Arn") for each in groups])
    )
    allowed.append(allow("Trace", ("xray:PutTelemetryRecords", "xray:PutTraceSegments"), ("*",)))
    read = list({str(secret.arn.to_dict()): secret.arn for secret in _secrets(service)}.values())
    if read:
        allowed.append(allow("ReadSecrets", ("secretsmanager:GetSecretValue",), read))
    if in_network(service):
        allowed.append(allow("JoinNetwork", JOIN, ("*",)))
    stack.add(
        iam.Role(
            "FunctionRole",
            AssumeRolePolicyDocument=trust("lambda.amazonaws.com"),
            Policies=[iam.Policy(PolicyName="code", PolicyDocument=policy(allowed))],
        )
    )


JOIN = tuple(
    f"ec2:{name}"
    for name in (
        "AssignPrivateIpAddresses",
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeNetworkInterfaces",
        "DescribeSubnets",
        "UnassignPrivateIpAddresses",
    )
)
"""What Lambda needs to give a function an address in the network."""


def in_network(service: Service) -> bool:
    """Whether its functions must be in the network: only where they reach data that is there."""
    has_database = service.store is not None and (relational(service) is not None or not service.key_values)
    asks = any(connection.service == service.name for connection in service.architecture.connections)
    return has_database or bool(service.caches) or service.search is not None or asks


def _grants(service: Service) -> tuple[Grant, ...]:
    return grants_of(service)


def _secrets(service: Service) -> tuple[SecretKey, ...]:
    return secrets(_grants(service))


def variables(service: Service, item: Named[Workload]) -> dict[str, Any]:
    """What a function finds in its environment. Secrets come by name: the code beside it reads their values."""
    found = environment(_grants(service))
    for secret in _secrets(service):
        found[f"{secret.variable}_SECRET_ARN"] = secret.arn
        if secret.key:
            found[f"{secret.variable}_SECRET_KEY"] = secret.key
    if is_proxied(service):
        found["DB_HOST"] = imported(service, "data", "DatabaseProxyHost")
    if django_settings(service.architecture.packaging):
        found["DJANGO_SETTINGS_MODULE"] = django_settings(service.architecture.packaging)
    return {**found, "WORKLOAD": item.slug}


def _function(stack: Stack, service: Service, item: Named[Workload], group: Any) -> None:
    options: dict[str, Any] = {}
    if in_network(service):
        options["VpcConfig"] = awslambda.VPCConfig(
            SecurityGroupIds=[imported(service.system, "network", security_group_of(service))],
            SubnetIds=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
        )
    if is_called(item):
        options["FunctionUrlConfig"] = serverless.FunctionUrlConfig(AuthType="AWS_IAM")
        stack.export(f"{item.id}Url", GetAtt(f"{item.id}FunctionUrl", "FunctionUrl"), "For signed requests")
    events = {**_messages(stack, service, item), **ways_in(stack, service, item)}
    stack.add(
        serverless.Function(
            f"{item.id}Function",
            PackageType="Image",
            ImageUri=stack.ref("FunctionImage", "The image of the service's functions, with its tag or digest."),
            Architectures=[
                stack.ref(
                    "Processor",
                    "What the image is built for. arm64 costs less; check that all dependencies have wheels for it.",
                    Default="x86_64",
                    AllowedValues=["x86_64", "arm64"],
                )
            ],
            MemorySize=within(item.part.size.memory, LAMBDA_MEMORY),
            Timeout=function_timeout(item.part),
            Role=GetAtt("FunctionRole", "Arn"),
            Tracing="Active",
            LoggingConfig=serverless.LoggingConfig(LogGroup=Ref(group)),
            Environment=awslambda.Environment(Variables=variables(service, item)),
            **({"Events": events} if events else {}),
            **options,
        )
    )
    stack.export(f"{item.id}Function", Ref(f"{item.id}Function"))


def _messages(stack: Stack, service: Service, item: Named[Workload]) -> dict[str, Any]:
    """The queues that the function takes from; what fails in a batch comes back alone."""
    most = within(item.part.size.most, CONCURRENCY)
    return {
        f"From{name}": {
            "Type": "SQS",
            "Properties": {
                "Queue": imported(service, "messaging", f"{name}QueueArn"),
                "BatchSize": 10,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "ScalingConfig": {"MaximumConcurrency": most},
            },
        }
        for name in queues_taken(service, item)
    }


def _alarms(stack: Stack, item: Named[Workload]) -> None:
    of = {"FunctionName": Ref(f"{item.id}Function")}
    slow = 0.8 * 1000 * function_timeout(item.part)
    what = "requests" if is_web(item.part) else "runs"
    alarm(
        stack,
        f"{item.id}Errors",
        f"Some {what} fail",
        ("AWS/Lambda", "Errors"),
        of,
        stack.ref("ErrorsAlarm", "Failed runs in five minutes above which to tell people.", Type="Number", Default=0),
    )
    alarm(stack, f"{item.id}Throttled", f"Some {what} are refused: too many", ("AWS/Lambda", "Throttles"), of, 0)
    alarm(
        stack,
        f"{item.id}Slow",
        "One run in a hundred takes more than 80 % of the time after which it is ended",
        ("AWS/Lambda", "Duration"),
        of,
        slow,
        statistic="p99",
        periods=3,
    )
