"""Queues as CloudFormation has them: each with one for what could not be handled, and alarms on both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from troposphere import GetAtt, Ref, Sub, sqs

from decompose.recommenders.architecture import Compute, Workload
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant, allow, policy
from decompose.recommenders.templates.limits import LAMBDA_TIMEOUT, VISIBILITY, limits, within
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported

DAYS = 86400
TAKES = (
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
)
SENDS = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage")
TRIES = 5


def queue(stack: Stack, name: str, hidden: Any, *, senders: Iterable[dict[str, Any]] = ()) -> Any:
    """A queue called ``nameQueue`` with its queue of dead letters ``nameDead``, exported with their ARNs and names.

    Args:
        stack: where it goes.
        name: begins their logical ids.
        hidden: seconds for which a message that is worked on is hidden from others.
        senders: statements of the queue's policy that let services of AWS send.
    """
    dead = stack.add(
        sqs.Queue(
            f"{name}Dead",
            MessageRetentionPeriod=14 * DAYS,
            SqsManagedSseEnabled=True,
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
        )
    )
    made = stack.add(
        sqs.Queue(
            f"{name}Queue",
            VisibilityTimeout=hidden,
            MessageRetentionPeriod=4 * DAYS,
            ReceiveMessageWaitTimeSeconds=20,
            SqsManagedSseEnabled=True,
            RedrivePolicy=sqs.RedrivePolicy(deadLetterTargetArn=GetAtt(dead, "Arn"), maxReceiveCount=TRIES),
        )
    )
    secure = {
        "Sid": "OnlyEncrypted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": GetAtt(made, "Arn"),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    stack.add(sqs.QueuePolicy(f"{name}QueuePolicy", Queues=[Ref(made)], PolicyDocument=policy([secure, *senders])))
    stack.export(f"{name}Queue", Ref(made))
    stack.export(f"{name}QueueArn", GetAtt(made, "Arn"))
    stack.export(f"{name}QueueName", GetAtt(made, "QueueName"))
    stack.export(f"{name}DeadName", GetAtt(dead, "QueueName"))
    _alarms(stack, name, made, dead)
    return made


def _alarms(stack: Stack, name: str, made: Any, dead: Any) -> None:
    oldest = stack.ref(
        "OldestMessageAlarm", "Seconds that a message may wait before people are told.", Type="Number", Default=900
    )
    alarm(
        stack,
        f"{name}DeadArrived",
        f"Messages that could not be handled in {TRIES} tries",
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        {"QueueName": GetAtt(dead, "QueueName")},
        0,
        statistic="Maximum",
        minutes=1,
    )
    alarm(
        stack,
        f"{name}QueueWaits",
        "Messages wait long: too few workers, or none that succeed",
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        {"QueueName": GetAtt(made, "QueueName")},
        oldest,
        statistic="Maximum",
    )


def hidden_for(stack: Stack, workload: Workload | None, longest: int = 0) -> Any:
    """Seconds to hide a message that is worked on: six times the limit of its run; people tell where code does not."""
    timeout = max(workload.size.timeout if workload else 0, longest)
    if workload and workload.compute is Compute.LAMBDA:
        timeout = function_timeout(workload)
    if timeout <= 0:
        return stack.ref(
            "VisibilityTimeout",
            "Seconds after which an unfinished message is handed out again. The code declares no limit for some runs: "
            "give more than the longest takes.",
            Type="Number",
            Default=3600,
            MinValue=VISIBILITY[0],
            MaxValue=VISIBILITY[1],
        )
    return within(limits().visibility_per_timeout * timeout, VISIBILITY)


def function_timeout(workload: Workload) -> int:
    """Seconds after which a function is ended: its own limit, a minute where it has none."""
    return within(workload.size.timeout or 60, LAMBDA_TIMEOUT)


def sends(service: Service, name: str, variable: str) -> Grant:
    """May put something into a queue of a service (another one's, mostly)."""
    title = "".join(word.capitalize() for word in service.slug.split("-"))
    return Grant(
        f"SendTo{title}{name}",
        environment=((variable, imported(service, "messaging", f"{name}Queue")),),
        actions=SENDS,
        resources=(imported(service, "messaging", f"{name}QueueArn"),),
    )


def takes(service: Service, name: str, variable: str) -> Grant:
    """May take something from a queue of its own."""
    return Grant(
        f"TakeFrom{name}",
        environment=((variable, imported(service, "messaging", f"{name}Queue")),),
        actions=TAKES,
        resources=(imported(service, "messaging", f"{name}QueueArn"),),
    )


def from_service(sid: str, principal: str, arns: list[Any], queue_name: str) -> dict[str, Any]:
    """A statement by which a service of AWS may send to a queue, on behalf of these resources."""
    return allow(
        sid,
        ("sqs:SendMessage",),
        (GetAtt(queue_name, "Arn"),),
        Principal={"Service": principal},
        Condition={"ArnEquals": {"aws:SourceArn": arns}},
    )


def own_account() -> dict[str, Any]:
    """The condition that a request comes from this account."""
    return {"StringEquals": {"aws:SourceAccount": Sub("${AWS::AccountId}")}}
