"""The kinds of stacks, in the order in which they are deployed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stack.

    Attributes:
        name: of its file, without the ending: ``network``.
        of_service: every service has its own; otherwise there is one for the system.
        says: what it holds, for people.
    """

    name: str
    of_service: bool
    says: str


KINDS = (
    Kind("network", False, "network, load balancer, cluster and who may reach whom"),
    Kind("audit", False, "who did what, and what is configured how"),
    Kind("events", False, "the bus and the topics by which events travel"),
    Kind("data", True, "what keeps data: databases, tables, buckets, caches, search, secrets"),
    Kind("messaging", True, "queues, and which events come into them"),
    Kind("service", True, "containers: tasks, scaling, routes, schedules"),
    Kind("functions", True, "Lambda functions and what sets them off"),
    Kind("batch", True, "AWS Batch: jobs, their queue and where they run"),
    Kind("pods", True, "what pods in Kubernetes may do, what they find in their environment, how requests reach them"),
    Kind("sagas", True, "state machines that carry out a transaction over several services"),
    Kind("dashboard", True, "one picture of how the service does"),
)
"""All kinds, in the order in which they are deployed."""
