"""How many tasks run: by requests for those that answer, by backlog for those that take from queues."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub
from troposphere import applicationautoscaling as scaling

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.services import Service, is_balanced
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.containers import KEEPS_RUNNING
from decompose.recommenders.templates.stacks.taking import queues_taken

MOST_QUEUES = 8
"""Metrics that one policy combines, at most: ten, two of which are other ones."""


@part_of_service("service")
def scale(stack: Stack, service: Service) -> None:
    """Bounds and policies for each workload that runs all the time."""
    for item in service.containers:
        if item.part.kind in KEEPS_RUNNING:
            target = _bounds(stack, service, item)
            if is_balanced(item.part):
                _by_requests(stack, service, item, target)
            queues = queues_taken(service, item)[:MOST_QUEUES]
            if queues:
                _by_backlog(stack, service, item, target, queues)
            else:
                _by_processor(stack, item, target)
            _alarms(stack, service, item)


def _bounds(stack: Stack, service: Service, item: Named[Workload]) -> Any:
    least = max(item.part.size.least, 0)
    most = max(item.part.size.most, least, 1)
    cluster = imported(service.system, "network", "Cluster")
    return stack.add(
        scaling.ScalableTarget(
            f"{item.id}Scaling",
            ServiceNamespace="ecs",
            ScalableDimension="ecs:service:DesiredCount",
            ResourceId=Sub("service/${Cluster}/${Name}", Cluster=cluster, Name=GetAtt(f"{item.id}Service", "Name")),
            MinCapacity=stack.ref(
                f"{item.id}Least",
                f"Tasks of {item.slug} that run always.",
                Type="Number",
                Default=min(least, 1000),
                MinValue=0,
            ),
            MaxCapacity=stack.ref(
                f"{item.id}Most",
                f"Tasks of {item.slug} at most: a bound on its cost.",
                Type="Number",
                Default=min(most, 1000),
                MinValue=1,
            ),
        )
    )


def _policy(stack: Stack, name: str, target: Any, tracking: Any) -> None:
    stack.add(
        scaling.ScalingPolicy(
            name,
            PolicyName=name,
            PolicyType="TargetTrackingScaling",
            ScalingTargetId=Ref(target),
            TargetTrackingScalingPolicyConfiguration=tracking,
        )
    )


def _by_requests(stack: Stack, service: Service, item: Named[Workload], target: Any) -> None:
    wanted = stack.ref(
        "RequestsPerTask",
        "Requests in a minute that one task is to answer: measure it under load.",
        Type="Number",
        Default=600,
    )
    label = Sub(
        "${Balancer}/${Targets}",
        Balancer=imported(service.system, "network", "BalancerName"),
        Targets=GetAtt(f"{item.id}Targets", "TargetGroupFullName"),
    )
    metric = scaling.PredefinedMetricSpecification(PredefinedMetricType="ALBRequestCountPerTarget", ResourceLabel=label)
    tracking = scaling.TargetTrackingScalingPolicyConfiguration(
        TargetValue=wanted, PredefinedMetricSpecification=metric, ScaleInCooldown=300, ScaleOutCooldown=60
    )
    _policy(stack, f"{item.id}ByRequests", target, tracking)


def _by_processor(stack: Stack, item: Named[Workload], target: Any) -> None:
    metric = scaling.PredefinedMetricSpecification(PredefinedMetricType="ECSServiceAverageCPUUtilization")
    tracking = scaling.TargetTrackingScalingPolicyConfiguration(
        TargetValue=60, PredefinedMetricSpecification=metric, ScaleInCooldown=300, ScaleOutCooldown=60
    )
    _policy(stack, f"{item.id}ByProcessor", target, tracking)


def _by_backlog(stack: Stack, service: Service, item: Named[Workload], target: Any, queues: list[str]) -> None:
    """Messages that wait for each running task: how many there are says nothing without how many work on them."""
    wanted = stack.ref(
        "BacklogPerTask",
        "Messages that may wait for each running task: how long one may wait, divided by how long one takes.",
        Type="Number",
        Default=10,
    )
    waiting = [
        _query(
            f"q{number}",
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": imported(service, "messaging", f"{name}QueueName")},
            "Sum",
        )
        for number, name in enumerate(queues)
    ]
    of = {
        "ClusterName": imported(service.system, "network", "Cluster"),
        "ServiceName": GetAtt(f"{item.id}Service", "Name"),
    }
    running = _query("running", "ECS/ContainerInsights", "RunningTaskCount", of, "Average")
    total = " + ".join(f"q{number}" for number in range(len(queues)))
    backlog = scaling.TargetTrackingMetricDataQuery(
        Id="backlog",
        Expression=f"({total}) / IF(FILL(running, 0) > 1, running, 1)",
        Label="Backlog per task",
        ReturnData=True,
    )
    metric = scaling.CustomizedMetricSpecification(Metrics=[*waiting, running, backlog])
    tracking = scaling.TargetTrackingScalingPolicyConfiguration(
        TargetValue=wanted, CustomizedMetricSpecification=metric, ScaleInCooldown=300, ScaleOutCooldown=60
    )
    _policy(stack, f"{item.id}ByBacklog", target, tracking)


def _query(id_: str, namespace: str, metric: str, dimensions: dict[str, Any], statistic: str) -> Any:
    of = [scaling.TargetTrackingMetricDimension(Name=key, Value=value) for key, value in dimensions.items()]
    measured = scaling.TargetTrackingMetric(Namespace=namespace, MetricName=metric, Dimensions=of)
    stat = scaling.TargetTrackingMetricStat(Metric=measured, Stat=statistic)
    return scaling.TargetTrackingMetricDataQuery(Id=id_, MetricStat=stat, ReturnData=False)


def _alarms(stack: Stack, service: Service, item: Named[Workload]) -> None:
    of = {
        "ClusterName": imported(service.system, "network", "Cluster"),
        "ServiceName": GetAtt(f"{item.id}Service", "Name"),
    }
    memory = ("AWS/ECS", "MemoryUtilization")
    alarm(
        stack,
        f"{item.id}MemoryHigh",
        "Tasks are about to be ended for want of memory",
        memory,
        of,
        90,
        statistic="Maximum",
    )
    alarm(
        stack,
        f"{item.id}ProcessorHigh",
        "Tasks are busy although more of them may run",
        ("AWS/ECS", "CPUUtilization"),
        of,
        85,
        statistic="Average",
        periods=3,
    )
