"""Queues of tasks and messages."""

from __future__ import annotations

from decompose.recommenders.architecture import Queue, Workload, WorkloadKind
from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.messages import hidden_for, queue, sends, takes
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack

SAGA_STEPS = "SagaSteps"
"""Begins the name of the queue by which state machines ask a service for its steps."""


@part_of_service("messaging")
def queues(stack: Stack, service: Service) -> None:
    """Each queue that the service takes from."""
    for item in service.queues:
        worker = next((each.part for each in service.workloads if each.part.name == item.part.workload), None)
        queue(stack, queue_name(item), hidden_for(stack, worker, item.part.longest))


@part_of_service("messaging")
def steps(stack: Stack, service: Service) -> None:
    """The queue by which state machines ask for steps."""
    if service.takes_steps:
        worker = consumer(service)
        queue(stack, SAGA_STEPS, hidden_for(stack, worker.part if worker else None))


@grants
def queue_access(service: Service) -> list[Grant]:
    """Taking from its own queues and sending to them, sending to those of others that it sends to."""
    own = [
        grant
        for item in service.queues
        for give in (takes, sends)
        for grant in [give(service, queue_name(item), f"QUEUE_{item.variable}_URL")]
    ]
    sent = [sends(owner, queue_name(item), _variable(owner, item)) for owner, item in sent_to(service)]
    steps_ = [takes(service, SAGA_STEPS, "QUEUE_SAGA_STEPS_URL")] if service.takes_steps else []
    return [*own, *sent, *steps_]


def queue_name(item: Named[Queue]) -> str:
    """Begins the logical ids of a queue and of what belongs to it."""
    return f"Task{item.id}"


def sent_to(service: Service) -> list[tuple[Service, Named[Queue]]]:
    """The queues of others that a service puts something in."""
    others = (owner for owner in service.system.services if owner is not service)
    return [(owner, item) for owner in others for item in owner.queues if service.name in item.part.senders]


def consumer(service: Service) -> Named[Workload] | None:
    """The workload that takes what comes without a workload of its own: the first worker, if there is one."""
    return next((item for item in service.workloads if item.part.kind is WorkloadKind.WORKER), None)


def _variable(owner: Service, item: Named[Queue]) -> str:
    return f"QUEUE_{owner.slug.replace('-', '_').upper()}_{item.variable}_URL"
