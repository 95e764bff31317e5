"""Events: the bus and topics by which they travel, and the queue in which each service finds those it wants."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, events, sns

from decompose.recommenders.architecture import Channel, Event
from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.messages import from_service, hidden_for, queue, sends, takes
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import grants, part_of_service, part_of_system
from decompose.recommenders.templates.services import Service, System
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack, imported
from decompose.recommenders.templates.stacks.queues import consumer

INBOX = "Event"
"""Begins the name of the queue with the events that a service wants."""
DEAD = f"{INBOX}Dead"
QUEUE = f"{INBOX}Queue"


@part_of_system("events")
def bus(stack: Stack, system: System) -> None:
    """The bus, with an archive from which events can be sent again."""
    if not system.events_by(Channel.EVENTBRIDGE):
        return
    made = stack.add(events.EventBus("Bus", Name=Sub(f"{system.slug}-${{{ENVIRONMENT}}}")))
    days = stack.ref("ArchiveDays", "Days for which events can be sent again.", Type="Number", Default=30)
    stack.add(events.Archive("Archive", SourceArn=GetAtt(made, "Arn"), RetentionDays=days))
    stack.export("Bus", GetAtt(made, "Name"))
    stack.export("BusArn", GetAtt(made, "Arn"))


@part_of_system("events")
def topics(stack: Stack, system: System) -> None:
    """A topic for each event that travels by one."""
    for item in system.events_by(Channel.SNS):
        topic = stack.add(sns.Topic(f"{item.id}Topic"))
        stack.export(f"{item.id}Topic", Ref(topic))


@part_of_service("messaging")
def inbox(stack: Stack, service: Service) -> None:
    """One queue for all events that a service wants, with the rules and subscriptions that fill it."""
    if not service.heard:
        return
    worker = consumer(service)
    ruled = [item for item in service.heard if item.part.channel is Channel.EVENTBRIDGE]
    subscribed = [item for item in service.heard if item.part.channel is Channel.SNS]
    senders = _senders(service, ruled, subscribed, QUEUE)
    queue(stack, INBOX, hidden_for(stack, worker.part if worker else None), senders=senders)
    _let_into_dead(stack, service, ruled, subscribed)
    for item in ruled:
        _rule(stack, service, item)
    for item in subscribed:
        stack.add(
            sns.SubscriptionResource(
                f"{item.id}Subscription",
                TopicArn=imported(service.system, "events", f"{item.id}Topic"),
                Protocol="sqs",
                Endpoint=GetAtt(QUEUE, "Arn"),
                RawMessageDelivery=True,
                RedrivePolicy={"deadLetterTargetArn": GetAtt(DEAD, "Arn")},
            )
        )


def _rule(stack: Stack, service: Service, item: Named[Event]) -> None:
    teller = service.system.slugs[item.part.service]
    stack.add(
        events.Rule(
            f"{item.id}Rule",
            Description=f"{item.slug} for {service.slug}",
            EventBusName=imported(service.system, "events", "Bus"),
            EventPattern={"source": [source_of(service.system, teller)], "detail-type": [item.slug]},
            State="ENABLED",
            Targets=[
                events.Target(
                    Id="inbox",
                    Arn=GetAtt(QUEUE, "Arn"),
                    DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(DEAD, "Arn")),
                    RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=86400, MaximumRetryAttempts=185),
                )
            ],
        )
    )


def source_of(system: System, teller: str) -> str:
    """What a service's events say of where they come from."""
    return f"{system.slug}.{teller}"


def _senders(
    service: Service, ruled: list[Named[Event]], subscribed: list[Named[Event]], into: str
) -> list[dict[str, Any]]:
    """Statements by which rules and topics may send into a queue."""
    name = "-".join((service.system.slug, f"${{{ENVIRONMENT}}}"))
    rules = [Sub(f"arn:${{AWS::Partition}}:events:${{AWS::Region}}:${{AWS::AccountId}}:rule/{name}/*")]
    topics_ = [imported(service.system, "events", f"{item.id}Topic") for item in subscribed]
    return [
        *([from_service("Rules", "events.amazonaws.com", rules, into)] if ruled else []),
        *([from_service("Topics", "sns.amazonaws.com", topics_, into)] if subscribed else []),
    ]


def _let_into_dead(stack: Stack, service: Service, ruled: list[Named[Event]], subscribed: list[Named[Event]]) -> None:
    from troposphere import sqs

    from decompose.recommenders.templates.grants import policy

    statements = _senders(service, ruled, subscribed, DEAD)
    if statements:
        stack.add(sqs.QueuePolicy(f"{DEAD}Policy", Queues=[Ref(DEAD)], PolicyDocument=policy(statements)))


@grants
def event_access(service: Service) -> list[Grant]:
    """Telling its own events, taking those that it wants."""
    given = [takes(service, INBOX, "EVENTS_QUEUE_URL")] if service.heard else []
    told = {channel: [item for item in service.told if item.part.channel is channel] for channel in Channel}
    if told[Channel.EVENTBRIDGE]:
        given.append(_puts(service))
    for item in told[Channel.SNS]:
        arn = imported(service.system, "events", f"{item.id}Topic")
        variable = (f"TOPIC_{item.variable}_ARN", arn)
        given.append(Grant(f"Tell{item.id}", environment=(variable,), actions=("sns:Publish",), resources=(arn,)))
    return [*given, *_sends_directly(service, told[Channel.SQS])]


def _puts(service: Service) -> Grant:
    return Grant(
        "TellEvents",
        environment=(
            ("EVENT_BUS", imported(service.system, "events", "Bus")),
            ("EVENT_SOURCE", source_of(service.system, service.slug)),
        ),
        actions=("events:PutEvents",),
        resources=(imported(service.system, "events", "BusArn"),),
    )


def _sends_directly(service: Service, told: list[Named[Event]]) -> list[Grant]:
    names = {receiver for item in told for receiver in item.part.receivers}
    receivers = (receiver for receiver in service.system.services if receiver.name in names)
    return [sends(receiver, INBOX, f"EVENTS_{receiver.slug.replace('-', '_').upper()}_URL") for receiver in receivers]
