"""What leads requests from the load balancer to containers, and tells when they fail or are slow."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref
from troposphere import elasticloadbalancingv2 as elb

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.routing import routes_of
from decompose.recommenders.templates.services import Service, is_balanced
from decompose.recommenders.templates.stack import Stack, imported

IDLE = 60
"""Seconds after which the load balancer gives up waiting, as long as no one sets it otherwise."""


@part_of_service("service")
def web(stack: Stack, service: Service) -> None:
    """A target group with a health check, and the rules that lead to it."""
    for item in service.containers:
        if is_balanced(item.part):
            targets(stack, service, item)
            forward(stack, service, item)
            slow_or_failing(stack, service, item)


def targets(stack: Stack, service: Service, item: Named[Workload]) -> None:
    """Where the load balancer finds the workload, and how it knows that it is healthy."""
    packaging = service.architecture.packaging
    known = packaging.health if packaging.health.startswith("/") else ""
    says = "Path that answers when a task is healthy."
    if not known:
        says += " The code has none: / with any answer below 400 is taken until there is one."
    path = stack.ref("HealthPath", says, Default=known or "/", AllowedPattern="/.*")
    made = stack.add(
        elb.TargetGroup(
            f"{item.id}Targets",
            TargetType="ip",
            Protocol="HTTP",
            Port=packaging.port,
            VpcId=imported(service.system, "network", "VpcId"),
            HealthCheckPath=path,
            HealthCheckIntervalSeconds=15,
            HealthCheckTimeoutSeconds=5,
            HealthyThresholdCount=2,
            UnhealthyThresholdCount=3,
            Matcher=elb.Matcher(HttpCode="200" if known else "200-399"),
            TargetGroupAttributes=[
                elb.TargetGroupAttribute(Key="deregistration_delay.timeout_seconds", Value="30"),
            ],
        )
    )
    stack.export(f"{item.id}TargetsName", GetAtt(made, "TargetGroupFullName"))


def forward(stack: Stack, service: Service, item: Named[Workload]) -> None:
    """The rules of the shared listener that lead to a workload's targets."""
    for number, route in enumerate(routes_of(service, item), 1):
        paths = elb.PathPatternConfig(Values=list(route.paths))
        stack.add(
            elb.ListenerRule(
                f"{item.id}Rule{number}",
                ListenerArn=imported(service.system, "network", "HttpsListener"),
                Priority=route.priority,
                Conditions=[elb.Condition(Field="path-pattern", PathPatternConfig=paths)],
                Actions=[elb.ListenerRuleAction(Type="forward", TargetGroupArn=Ref(f"{item.id}Targets"))],
            )
        )


def slow_or_failing(stack: Stack, service: Service, item: Named[Workload]) -> None:
    """Alarms on what comes back through the load balancer."""
    of: dict[str, Any] = {
        "LoadBalancer": imported(service.system, "network", "BalancerName"),
        "TargetGroup": GetAtt(f"{item.id}Targets", "TargetGroupFullName"),
    }
    errors = stack.ref(
        "ServerErrorsAlarm", "Answers with 5xx in five minutes above which to tell people.", Type="Number", Default=10
    )
    slow = 0.8 * (item.part.size.timeout or IDLE)
    space = "AWS/ApplicationELB"
    alarm(stack, f"{item.id}ServerErrors", "Requests fail", (space, "HTTPCode_Target_5XX_Count"), of, errors)
    alarm(
        stack,
        f"{item.id}Slow",
        "One request in a hundred takes more than 80 % of the time after which it is ended",
        (space, "TargetResponseTime"),
        of,
        slow,
        statistic="p99",
        periods=3,
    )
    alarm(
        stack,
        f"{item.id}Unhealthy",
        "Tasks do not pass their health check",
        (space, "UnHealthyHostCount"),
        of,
        0,
        statistic="Maximum",
        minutes=1,
        periods=5,
    )
