"""Jobs that run by a schedule, as functions."""

from __future__ import annotations

import json

from troposphere import GetAtt, iam, scheduler

from decompose.recommenders.templates.grants import allow, policy, trust
from decompose.recommenders.templates.messages import own_account
from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.scheduling import timing
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack
from decompose.recommenders.templates.stacks.schedules import dead_jobs, scheduled


@part_of_service("functions")
def function_schedules(stack: Stack, service: Service) -> None:
    """A schedule for each job that calls the function of its workload with the name of the job."""
    jobs = scheduled(service, service.functions)
    if not jobs:
        return
    dead = dead_jobs(stack)
    called = sorted({workload.id for _, workload in jobs})
    allowed = [
        allow("Call", ("lambda:InvokeFunction",), [GetAtt(f"{workload}Function", "Arn") for workload in called]),
        allow("Tell", ("sqs:SendMessage",), (GetAtt(dead, "Arn"),)),
    ]
    trusted = trust("scheduler.amazonaws.com")
    trusted["Statement"][0]["Condition"] = own_account()
    role = stack.add(
        iam.Role(
            "ScheduleRole",
            AssumeRolePolicyDocument=trusted,
            Policies=[iam.Policy(PolicyName="start-jobs", PolicyDocument=policy(allowed))],
        )
    )
    for job, workload in jobs:
        stack.add(
            scheduler.Schedule(
                f"{job.id}Schedule",
                FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
                Target=scheduler.Target(
                    Arn=GetAtt(f"{workload.id}Function", "Arn"),
                    RoleArn=GetAtt(role, "Arn"),
                    Input=json.dumps({"job": job.part.handler}),
                    DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(dead, "Arn")),
                    RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=3600, MaximumRetryAttempts=3),
                ),
                **timing(stack, job),
            )
        )
