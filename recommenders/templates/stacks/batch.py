"""Jobs of AWS Batch: long or heavy runs that wait for room in a queue."""

from __future__ import annotations

import json
from typing import Any

from troposphere import GetAtt, Ref, Sub, batch, events, iam, scheduler

from decompose.recommenders.architecture import Workload
from decompose.recommenders.limits import fargate_row
from decompose.recommenders.templates.commands import RUN_JOB, command, django_settings
from decompose.recommenders.templates.grants import allow, environment, policy, secrets, trust
from decompose.recommenders.templates.messages import own_account
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import grants_of, part_of_service
from decompose.recommenders.templates.scheduling import timing
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.cluster import security_group_of
from decompose.recommenders.templates.stacks.containers import execution_role, log_group, task_role, value_from
from decompose.recommenders.templates.stacks.schedules import dead_jobs, job_command, scheduled

SHORTEST = 60
"""Seconds: the shortest limit of a run that Batch takes."""

SUBMIT = "arn:aws:scheduler:::aws-sdk:batch:submitJob"


@part_of_service("batch")
def jobs(stack: Stack, service: Service) -> None:
    """Where the jobs run, the queue in which they wait, and one definition for each workload."""
    if not service.batches:
        return
    task_role(stack, service)
    groups = {item.slug: log_group(stack, f"{item.id}Logs") for item in service.batches}
    execution_role(stack, service, list(groups.values()))
    _queue(stack, service)
    for item in service.batches:
        _definition(stack, service, item, groups[item.slug])
    _failures(stack, service)
    _schedules(stack, service)


def _queue(stack: Stack, service: Service) -> None:
    machines = stack.ref(
        "Machines",
        "FARGATE, or FARGATE_SPOT: cheaper, for jobs that can be broken off.",
        Default="FARGATE",
        AllowedValues=["FARGATE", "FARGATE_SPOT"],
    )
    most = stack.ref(
        "ProcessorsMost",
        "Processors that all jobs use together at most: a bound on their cost.",
        Type="Number",
        Default=16,
        MinValue=1,
    )
    where = stack.add(
        batch.ComputeEnvironment(
            "Machinery",
            Type="MANAGED",
            State="ENABLED",
            ComputeResources=batch.ComputeResources(
                Type=machines,
                MaxvCpus=most,
                Subnets=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
                SecurityGroupIds=[imported(service.system, "network", security_group_of(service))],
            ),
        )
    )
    order = [batch.ComputeEnvironmentOrder(ComputeEnvironment=Ref(where), Order=1)]
    stack.add(batch.JobQueue("JobQueue", Priority=1, State="ENABLED", ComputeEnvironmentOrder=order))
    stack.export("JobQueue", Ref("JobQueue"))


def _definition(stack: Stack, service: Service, item: Named[Workload], group: Any) -> None:
    given = grants_of(service)
    cpu, memory = fargate_row(item.part.size.cpu, item.part.size.memory)
    variables = environment(given)
    if django_settings(service.architecture.packaging):
        variables["DJANGO_SETTINGS_MODULE"] = django_settings(service.architecture.packaging)
    logging = {"awslogs-group": Ref(group), "awslogs-region": Ref("AWS::Region"), "awslogs-stream-prefix": item.slug}
    timeout = item.part.size.timeout
    limit = {"Timeout": batch.Timeout(AttemptDurationSeconds=max(timeout, SHORTEST))} if timeout > 0 else {}
    stack.add(
        batch.JobDefinition(
            f"{item.id}Job",
            Type="container",
            PlatformCapabilities=["FARGATE"],
            PropagateTags=True,
            RetryStrategy=batch.RetryStrategy(Attempts=3),
            ContainerProperties=batch.ContainerProperties(
                Image=stack.ref("Image", "The image of the service, with its tag or digest."),
                Command=command(item.part, service.architecture.packaging) or list(RUN_JOB),
                JobRoleArn=GetAtt("TaskRole", "Arn"),
                ExecutionRoleArn=GetAtt("ExecutionRole", "Arn"),
                ResourceRequirements=[
                    batch.ResourceRequirement(Type="VCPU", Value=f"{cpu / 1024:g}"),
                    batch.ResourceRequirement(Type="MEMORY", Value=str(memory)),
                ],
                Environment=[batch.Environment(Name=name, Value=value) for name, value in sorted(variables.items())],
                Secrets=[batch.Secret(Name=each.variable, ValueFrom=value_from(each)) for each in secrets(given)],
                LogConfiguration=batch.LogConfiguration(LogDriver="awslogs", Options=logging),
                NetworkConfiguration=batch.NetworkConfiguration(AssignPublicIp="DISABLED"),
            ),
            **limit,
        )
    )
    stack.export(f"{item.id}Job", Ref(f"{item.id}Job"))


def _failures(stack: Stack, service: Service) -> None:
    """Batch has no metric of failures: it tells them as events."""
    found = {
        "source": ["aws.batch"],
        "detail-type": ["Batch Job State Change"],
        "detail": {"status": ["FAILED"], "jobQueue": [Ref("JobQueue")]},
    }
    told = events.Target(Id="people", Arn=imported(service.system, "network", "AlarmTopic"))
    stack.add(
        events.Rule(
            "JobFailed", Description="A job failed for good", EventPattern=found, State="ENABLED", Targets=[told]
        )
    )


def _schedules(stack: Stack, service: Service) -> None:
    timed = scheduled(service, service.batches)
    if not timed:
        return
    dead = dead_jobs(stack)
    definitions = [Ref(f"{id_}Job") for id_ in sorted({workload.id for _, workload in timed})]
    allowed = [
        allow("Submit", ("batch:SubmitJob",), (Ref("JobQueue"), *definitions)),
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
    for job, workload in timed:
        words = job_command(job.part)
        asked = {
            "JobName": job.slug,
            "JobQueue": "${Queue}",
            "JobDefinition": "${Job}",
            **({"ContainerOverrides": {"Command": words}} if words else {}),
        }
        stack.add(
            scheduler.Schedule(
                f"{job.id}Schedule",
                FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
                Target=scheduler.Target(
                    Arn=SUBMIT,
                    RoleArn=GetAtt(role, "Arn"),
                    Input=Sub(json.dumps(asked), Queue=Ref("JobQueue"), Job=Ref(f"{workload.id}Job")),
                    DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(dead, "Arn")),
                    RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=3600, MaximumRetryAttempts=3),
                ),
                **timing(stack, job),
            )
        )
