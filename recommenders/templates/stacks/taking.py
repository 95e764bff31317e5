"""Which workload takes from which queue."""

from __future__ import annotations

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.naming import Named
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stacks.events import INBOX
from decompose.recommenders.templates.stacks.queues import SAGA_STEPS, consumer, queue_name


def queues_taken(service: Service, item: Named[Workload]) -> list[str]:
    """What begins the names of the queues that a workload takes from: its own, and what comes without a workload."""
    own = [queue_name(each) for each in service.queues if each.part.workload == item.part.name]
    if consumer(service) is not item:
        return own
    return [*own, *([INBOX] if service.heard else []), *([SAGA_STEPS] if service.takes_steps else [])]
