"""How requests reach a function: an HTTP API, a REST API where use is limited, or the shared load balancer."""

from __future__ import annotations

import re
from typing import Any

from troposphere import GetAtt, Ref, Sub, apigateway, awslambda, serverless
from troposphere import elasticloadbalancingv2 as elb

from decompose.recommenders.architecture import Front, Workload
from decompose.recommenders.templates.limits import HTTP_API_TIMEOUT
from decompose.recommenders.templates.messages import function_timeout
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.routing import pattern
from decompose.recommenders.templates.services import Service, is_balanced, is_web
from decompose.recommenders.templates.stack import Stack
from decompose.recommenders.templates.stacks.web import forward

STAGE = "live"


def ways_in(stack: Stack, service: Service, item: Named[Workload]) -> dict[str, Any]:
    """Events of the function that bring requests; others than of an API are made beside it."""
    if not is_web(item.part):
        return {}
    if is_balanced(item.part):
        _behind_balancer(stack, service, item)
        return {}
    if item.part.front is Front.REST_API:
        return _rest(stack, item)
    return {} if is_called(item) else _http(stack, item)


def is_called(item: Named[Workload]) -> bool:
    """Whether other services alone call it: by an address of its own, with signed requests."""
    return is_web(item.part) and item.part.front in {Front.INTERNAL, Front.NONE}


def api_paths(item: Named[Workload]) -> list[str]:
    """Path patterns as routes of an API: ``/orders/*`` is ``/orders`` and ``/orders/{proxy+}``."""
    found: list[str] = []
    for path in item.part.paths or ("/*",):
        parts = [part for part in pattern(path).split("/") if part]
        greedy = bool(parts) and parts[-1] == "*"
        fixed = [_segment(part, number) for number, part in enumerate(parts[:-1] if greedy else parts)]
        found.append("/" + "/".join(fixed))
        if greedy:
            found.append("/" + "/".join([*fixed, "{proxy+}"]))
    return sorted(set(found))


def _segment(part: str, number: int) -> str:
    """A part of a path; one with a wildcard takes anything."""
    return part if re.fullmatch(r"[A-Za-z0-9._~:@+-]+", part) else f"{{part{number}}}"


def _http(stack: Stack, item: Named[Workload]) -> dict[str, Any]:
    stack.add(serverless.HttpApi(f"{item.id}Api", StageName=STAGE))
    stack.export(f"{item.id}ApiId", Ref(f"{item.id}Api"), "Requests go to ID.execute-api.REGION.amazonaws.com/live")
    milliseconds = 1000 * min(function_timeout(item.part), HTTP_API_TIMEOUT)
    return {
        f"Path{number}": {
            "Type": "HttpApi",
            "Properties": {
                "ApiId": Ref(f"{item.id}Api"),
                "Path": path,
                "Method": "ANY",
                "TimeoutInMillis": milliseconds,
                "PayloadFormatVersion": "2.0",
            },
        }
        for number, path in enumerate(api_paths(item), 1)
    }


def _rest(stack: Stack, item: Named[Workload]) -> dict[str, Any]:
    """With a bound on how many requests come through in a second, since the code has one."""
    rate = stack.ref("RequestsPerSecond", "Requests in a second that the API lets through.", Type="Number", Default=100)
    burst = stack.ref("RequestsAtOnce", "Requests that it lets through at once.", Type="Number", Default=200)
    settings = apigateway.MethodSetting(
        ResourcePath="/*", HttpMethod="*", MetricsEnabled=True, ThrottlingRateLimit=rate, ThrottlingBurstLimit=burst
    )
    stack.add(
        serverless.Api(
            f"{item.id}Api",
            Name=Sub(f"${{AWS::StackName}}-{item.slug}"),
            StageName=STAGE,
            TracingEnabled=True,
            MethodSettings=[settings],
            EndpointConfiguration=serverless.EndpointConfiguration(Type="REGIONAL"),
        )
    )
    stack.export(f"{item.id}ApiId", Ref(f"{item.id}Api"), "Requests go to ID.execute-api.REGION.amazonaws.com/live")
    return {
        f"Path{number}": serverless.ApiEvent(f"Path{number}", RestApiId=Ref(f"{item.id}Api"), Path=path, Method="ANY")
        for number, path in enumerate(api_paths(item), 1)
    }


def _behind_balancer(stack: Stack, service: Service, item: Named[Workload]) -> None:
    arn = GetAtt(f"{item.id}Function", "Arn")
    allowed = stack.add(
        awslambda.Permission(
            f"{item.id}Permission",
            Action="lambda:InvokeFunction",
            FunctionName=arn,
            Principal="elasticloadbalancing.amazonaws.com",
        )
    )
    stack.add(
        elb.TargetGroup(
            f"{item.id}Targets", TargetType="lambda", Targets=[elb.TargetDescription(Id=arn)], DependsOn=allowed.title
        )
    )
    forward(stack, service, item)
