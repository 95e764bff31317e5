"""What one piece of work of each sort is taken to cost."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Range = tuple[float, float]
"""Person-days, low and high."""


class Rates(msgspec.Struct, frozen=True, rename="kebab"):
    """Person-days (low, high) for one of each; our own starting points, to be replaced by what a team measures.

    Attributes:
        service: a pipeline, a deployment, dashboards and alarms, once for a service.
        operation: a function made an operation of an interface, with its contract and its test.
        caller: a place that is turned to the interface.
        adapter: a function of another service behind an adapter.
        access: a place that reads or writes another service's table, turned into a call.
        name: a name or base class of another service, replaced.
        table: a table moved: copied, followed, compared, switched.
        foreign_key: a foreign key dropped and what it guarded replaced.
        join: a statement over tables of two services taken apart.
        transaction: a transaction over several services made a saga, or given an outbox.
        event: a signal, task or message that travels from then on.
        route: a path rule, tried and shifted.
        job: a task, schedule or command that runs elsewhere.
        file: a file from which the old path is removed.
    """

    service: Range = (5.0, 10.0)
    operation: Range = (0.3, 1.0)
    caller: Range = (0.05, 0.2)
    adapter: Range = (0.2, 0.6)
    access: Range = (0.2, 0.6)
    name: Range = (0.05, 0.3)
    table: Range = (1.0, 3.0)
    foreign_key: Range = (0.2, 0.8)
    join: Range = (0.5, 2.0)
    transaction: Range = (3.0, 10.0)
    event: Range = (0.5, 1.5)
    route: Range = (0.1, 0.3)
    job: Range = (0.2, 0.5)
    file: Range = (0.05, 0.2)


MEANINGS: Mapping[str, str] = {
    "service": "service (pipeline, deployment, dashboards)",
    "operation": "operation of an interface",
    "caller": "calling function turned to an interface",
    "adapter": "function of another service behind an adapter",
    "access": "function that touches a foreign table",
    "name": "foreign name or base class",
    "table": "table moved",
    "foreign_key": "foreign key cut",
    "join": "pair of joined tables taken apart",
    "transaction": "spanning transaction",
    "event": "signal, task or message",
    "route": "route shifted",
    "job": "job or command moved",
    "file": "file cleaned up",
}
"""What the counts of each rate count, in the singular."""


def rate(rates: Rates, name: str) -> Range:
    """The rate of that name."""
    found: Range = getattr(rates, name)
    return found
