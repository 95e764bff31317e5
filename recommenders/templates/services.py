"""The parts of an architecture, by service and with their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from decompose.recommenders.architecture import (
    Architecture,
    Bucket,
    Cache,
    Channel,
    Compute,
    Event,
    Front,
    Permission,
    Queue,
    Saga,
    Schedule,
    Search,
    Secret,
    Store,
    Workload,
    WorkloadKind,
)
from decompose.recommenders.templates.naming import LONGEST, Named, named, slug

P = TypeVar("P")

CONTAINERS = frozenset({Compute.FARGATE, Compute.ECS_EC2, Compute.EC2})
"""What becomes a task of ECS. A workload that needs a machine of its own gets it as a host of the cluster."""


@dataclass(frozen=True, eq=False)
class Service:
    """A service and what belongs to it.

    Attributes:
        system: of which it is one.
        name: as the architecture has it.
        slug: as templates have it.
    """

    system: System
    name: str
    slug: str

    @property
    def architecture(self) -> Architecture:
        """The whole."""
        return self.system.architecture

    @cached_property
    def workloads(self) -> tuple[Named[Workload], ...]:
        """Code of this service that runs."""
        return self._own(self.architecture.workloads, lambda part: part.name)

    @cached_property
    def containers(self) -> tuple[Named[Workload], ...]:
        """Those that are tasks of ECS."""
        return tuple(item for item in self.workloads if item.part.compute in CONTAINERS)

    @cached_property
    def functions(self) -> tuple[Named[Workload], ...]:
        """Those that are functions."""
        return tuple(item for item in self.workloads if item.part.compute is Compute.LAMBDA)

    @cached_property
    def pods(self) -> tuple[Named[Workload], ...]:
        """Those that run in Kubernetes."""
        return tuple(item for item in self.workloads if item.part.compute is Compute.EKS)

    @cached_property
    def batches(self) -> tuple[Named[Workload], ...]:
        """Those that are jobs of AWS Batch."""
        return tuple(item for item in self.workloads if item.part.compute is Compute.BATCH)

    @cached_property
    def queues(self) -> tuple[Named[Queue], ...]:
        """Queues that it takes from."""
        return self._own(self.architecture.queues, lambda part: part.name)

    @cached_property
    def told(self) -> tuple[Named[Event], ...]:
        """Events that it tells."""
        return tuple(item for item in self.system.events if item.part.service == self.name)

    @cached_property
    def heard(self) -> tuple[Named[Event], ...]:
        """Events that it wants to know."""
        return tuple(item for item in self.system.events if self.name in item.part.receivers)

    @cached_property
    def schedules(self) -> tuple[Named[Schedule], ...]:
        """When its jobs run."""
        return self._own(self.architecture.schedules, lambda part: part.name)

    @cached_property
    def store(self) -> Store | None:
        """Its relational database."""
        return next((part for part in self.architecture.stores if part.service == self.name), None)

    @cached_property
    def key_values(self) -> tuple[Named[tuple[str, str]], ...]:
        """Tables of its store that become tables of DynamoDB, with their key columns."""
        return named(self.store.key_value if self.store else (), lambda pair: pair[0])

    @cached_property
    def buckets(self) -> tuple[Named[Bucket], ...]:
        """Its files."""
        return self._own(self.architecture.buckets, lambda part: part.name)

    @cached_property
    def caches(self) -> tuple[Named[Cache], ...]:
        """Its caches."""
        return self._own(self.architecture.caches, lambda part: part.engine)

    @cached_property
    def search(self) -> Search | None:
        """Its search index."""
        return next((part for part in self.architecture.searches if part.service == self.name), None)

    @cached_property
    def secrets(self) -> tuple[Named[Secret], ...]:
        """Secrets that it needs."""
        return self._own(self.architecture.secrets, lambda part: part.name)

    @cached_property
    def permissions(self) -> tuple[Permission, ...]:
        """What its code does with AWS already."""
        return tuple(part for part in self.architecture.permissions if part.service == self.name)

    @cached_property
    def sagas(self) -> tuple[Named[Saga], ...]:
        """Transactions that it starts and a state machine carries out."""
        own = (saga for saga in self.architecture.sagas if saga.is_orchestrated and saga.steps)
        return self._own(own, lambda part: part.name, 24)

    @cached_property
    def takes_steps(self) -> bool:
        """Whether state machines ask it for steps."""
        sagas = (saga for saga in self.architecture.sagas if saga.is_orchestrated and saga.service in self.system.slugs)
        return any(step.service == self.name for saga in sagas for step in saga.steps)

    @cached_property
    def answers(self) -> bool:
        """Whether other services ask it and wait."""
        return any(connection.target == self.name for connection in self.architecture.connections)

    def _own(self, parts: Iterable[P], name: Callable[[P], str], longest: int = LONGEST) -> tuple[Named[P], ...]:
        return named((part for part in parts if _service(part) == self.name), name, longest)


@dataclass(frozen=True, eq=False)
class System:
    """All services.

    Attributes:
        architecture: what it is made from.
    """

    architecture: Architecture
    slug: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slug", slug(self.architecture.name or "system", 20))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """By name."""
        return tuple(
            Service(self, item.part, item.slug)
            for item in named(sorted(set(self.architecture.services)), lambda name: name, 24)
        )

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Slug of each service."""
        return {service.name: service.slug for service in self.services}

    def service(self, name: str) -> Service | None:
        """The service of that name."""
        return next((service for service in self.services if service.name == name), None)

    @cached_property
    def events(self) -> tuple[Named[Event], ...]:
        """All events that a service tells, with names that are unique in the system."""
        known = (event for event in self.architecture.events if event.service in self.slugs)
        return named(known, lambda event: f"{self.slugs[event.service]}-{event.name}", 60)

    def events_by(self, channel: Channel) -> tuple[Named[Event], ...]:
        """The events that travel so."""
        return tuple(item for item in self.events if item.part.channel is channel)

    @cached_property
    def has_containers(self) -> bool:
        """Whether anything is a task of ECS."""
        return any(service.containers for service in self.services)

    @cached_property
    def has_balancer(self) -> bool:
        """Whether anything stands behind the load balancer."""
        return any(is_balanced(item.part) for service in self.services for item in service.workloads)


def is_web(workload: Workload) -> bool:
    """Whether it answers requests."""
    return workload.kind is WorkloadKind.WEB


def is_balanced(workload: Workload) -> bool:
    """Whether it stands behind the shared load balancer: containers with any public front do."""
    if not is_web(workload):
        return False
    if workload.compute in {*CONTAINERS, Compute.EKS}:
        return workload.front in {Front.ALB, Front.HTTP_API, Front.REST_API}
    return workload.compute is Compute.LAMBDA and workload.front is Front.ALB


def _service(part: Any) -> str:
    service: str = part.service
    return service
