"""Jobs that run by a schedule, as tasks of ECS."""

from __future__ import annotations

import json
from typing import Any

from troposphere import GetAtt, Ref, iam, scheduler, sqs

from decompose.recommenders.architecture import Compute, Schedule, Workload
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.commands import RUN_JOB, is_dotted
from decompose.recommenders.templates.grants import allow, policy, trust
from decompose.recommenders.templates.messages import DAYS, own_account
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.scheduling import timing
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.cluster import security_group_of


@part_of_service("service")
def schedules(stack: Stack, service: Service) -> None:
    """A schedule for each job that starts a task of its workload; what cannot be started is kept and told."""
    jobs = scheduled(service, service.containers)
    if not jobs:
        return
    dead = dead_jobs(stack)
    _role(stack, service, sorted({workload.id for _, workload in jobs}), dead)
    for job, workload in jobs:
        stack.add(
            scheduler.Schedule(
                f"{job.id}Schedule",
                FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
                Target=_target(service, job, workload, dead),
                **timing(stack, job),
            )
        )


def dead_jobs(stack: Stack) -> Any:
    """The queue of jobs that could not be started, with an alarm."""
    dead = stack.add(
        sqs.Queue(
            "ScheduleDead",
            MessageRetentionPeriod=14 * DAYS,
            SqsManagedSseEnabled=True,
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
        )
    )
    alarm(
        stack,
        "ScheduleDeadArrived",
        "A job could not be started",
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        {"QueueName": GetAtt(dead, "QueueName")},
        0,
        statistic="Maximum",
        minutes=1,
    )
    return dead


def scheduled(
    service: Service, workloads: tuple[Named[Workload], ...]
) -> list[tuple[Named[Schedule], Named[Workload]]]:
    """The jobs that run in one of these workloads."""
    by_name = {item.part.name: item for item in workloads}
    return [(job, by_name[job.part.workload]) for job in service.schedules if job.part.workload in by_name]


def job_command(job: Schedule) -> list[str] | None:
    """How a job is run in the image; None where its workload's own command does it."""
    return [*RUN_JOB, job.handler] if is_dotted(job.handler) else None


def _target(service: Service, job: Named[Schedule], workload: Named[Workload], dead: Any) -> scheduler.Target:
    command = job_command(job.part)
    override = {"containerOverrides": [{"name": "app", "command": command}]} if command else {}
    where = (
        {"LaunchType": "FARGATE"}
        if workload.part.compute is Compute.FARGATE
        else {
            "CapacityProviderStrategy": [
                scheduler.CapacityProviderStrategyItem(
                    CapacityProvider=imported(service.system, "network", "HostsProvider"), Weight=1
                )
            ]
        }
    )
    return scheduler.Target(
        Arn=imported(service.system, "network", "ClusterArn"),
        RoleArn=GetAtt("ScheduleRole", "Arn"),
        Input=json.dumps(override),
        DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(dead, "Arn")),
        RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=3600, MaximumRetryAttempts=3),
        EcsParameters=scheduler.EcsParameters(
            TaskDefinitionArn=Ref(f"{workload.id}Task"),
            NetworkConfiguration=scheduler.NetworkConfiguration(
                AwsvpcConfiguration=scheduler.AwsVpcConfiguration(
                    AssignPublicIp="DISABLED",
                    SecurityGroups=[imported(service.system, "network", security_group_of(service))],
                    Subnets=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
                )
            ),
            PropagateTags="TASK_DEFINITION",
            **where,
        ),
    )


def _role(stack: Stack, service: Service, workloads: list[str], dead: Any) -> None:
    cluster = {"ArnEquals": {"ecs:cluster": imported(service.system, "network", "ClusterArn")}}
    allowed = [
        allow("Run", ("ecs:RunTask",), [Ref(f"{workload}Task") for workload in workloads], Condition=cluster),
        allow("AsItself", ("iam:PassRole",), (GetAtt("TaskRole", "Arn"), GetAtt("ExecutionRole", "Arn"))),
        allow("Tag", ("ecs:TagResource",), ("*",), Condition={"StringEquals": {"ecs:CreateAction": "RunTask"}}),
        allow("Tell", ("sqs:SendMessage",), (GetAtt(dead, "Arn"),)),
    ]
    trusted = trust("scheduler.amazonaws.com")
    trusted["Statement"][0]["Condition"] = own_account()
    stack.add(
        iam.Role(
            "ScheduleRole",
            AssumeRolePolicyDocument=trusted,
            Policies=[iam.Policy(PolicyName="start-jobs", PolicyDocument=policy(allowed))],
        )
    )
