"""Queues of tasks and messages."""

from __future__ import annotations

from decompose.recommenders.architecture import Queue, Workload, WorkloadKind
from decompose.recommenders.templates.grants import Grant
from decompose.recommenders.templates.messages import hidden_for, queue, sends, takes
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service, System
from decompose.recommenders.templates.stack import Stack

STEPS = "Steps"
"""Name of the queue by which state machines ask a service for its steps."""


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
        queue(stack, f"Saga{STEPS}", hidden_for(stack, worker.part if worker else None))


@grants
def queue_access(service: Service) -> list[Grant]:
    """Taking from its own queues, sending to those that it sends to."""
    own = [takes(service, queue_name(item), f"QUEUE_{item.variable}_URL") for item in service.queues]
    sent = [
        sends(owner, queue_name(item), f"QUEUE_{item.variable}_URL" if owner is service else _variable(owner, item))
        for owner, item in sent_to(service.system, service)
    ]
    answers = [
        takes(service, f"Saga{STEPS}", "QUEUE_SAGA_STEPS_URL"),
    ]
    return [*own, *sent, *(answers if service.takes_steps else [])]


def queue_name(item: Named[Queue]) -> str:
    """Begins the logical ids of a queue and of what belongs to it."""
    return f"Task{item.id}"


def sent_to(system: System, service: Service) -> list[tuple[Service, Named[Queue]]]:
    """The queues that a service puts something in."""
    return [(owner, item) for owner in system.services for item in owner.queues if service.name in item.part.senders]


def consumer(service: Service) -> Named[Workload] | None:
    """The workload that takes what comes without a workload of its own: the first worker, if there is one."""
    return next((item for item in service.workloads if item.part.kind is WorkloadKind.WORKER), None)


def _variable(owner: Service, item: Named[Queue]) -> str:
    return f"QUEUE_{owner.slug.replace('-', '_').upper()}_{item.variable}_URL"
