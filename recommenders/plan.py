"""Recommendations and the migration plan: the types that the recommenders own and hand on."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.extractors.places import Place


class Topic(StrEnum):
    """What a recommendation is about."""

    COMPUTE = "compute"
    DATA = "data"
    INTEGRATION = "integration"
    API = "api"
    MESSAGING = "messaging"
    SCHEDULING = "scheduling"
    STORAGE = "storage"
    OPERATIONS = "operations"
    DISCOVERY = "discovery"
    ORCHESTRATION = "orchestration"
    OBSERVABILITY = "observability"
    SECURITY = "security"
    DELIVERY = "delivery"
    BOUNDARIES = "boundaries"


class Strength(StrEnum):
    """How strongly the evidence speaks for it."""

    RECOMMENDED = "recommended"
    VIABLE = "viable"
    NOT_RECOMMENDED = "not recommended"


class Evidence(msgspec.Struct, frozen=True, order=True):
    """One observation in the code that a recommendation stands on.

    Attributes:
        text: what was seen, one line (``4 scheduled jobs``).
        places: where, the first few, sorted; empty only for a counted absence (``no tables``).
    """

    text: str
    places: tuple[Place, ...] = ()


class Recommendation(msgspec.Struct, frozen=True, order=True):
    """One recommendation for one service, or for the whole system.

    Attributes:
        service: its name; empty for the whole system.
        topic: what it is about.
        target: the choice, by its AWS name where it is one (``AWS Fargate (Amazon ECS)``).
        rule: id of the rule that fired (``compute.lambda.events``).
        strength: how strong.
        reason: one or two sentences.
        evidence: what it stands on.
        source: where the rule comes from (a document's title and section).
        subject: what within the service it is about (an entry point, a table, another service); empty
            for the service as a whole.
    """

    service: str
    topic: Topic
    target: str
    rule: str
    strength: Strength
    reason: str
    evidence: tuple[Evidence, ...] = ()
    source: str = ""
    subject: str = ""


class Action(msgspec.Struct, frozen=True):
    """One thing to do: a sentence, and where in the code."""

    text: str
    places: tuple[Place, ...] = ()


class Phase(msgspec.Struct, frozen=True):
    """A stage of extracting one service.

    Attributes:
        name: such as ``Prepare the seam``.
        pattern: the named pattern it applies (``branch by abstraction``, ``strangler fig`` …).
        actions: what to do, in order.
        done_when: the exit criterion, checkable.
    """

    name: str
    pattern: str = ""
    actions: tuple[Action, ...] = ()
    done_when: str = ""


class Step(msgspec.Struct, frozen=True):
    """The extraction of one service.

    Attributes:
        order: counted from 1.
        service: its name.
        why_now: why at this position, with the figures it comes from.
        depends_on: services that have to be out before, sorted.
        phases: in order.
        couplings_left: crossing couplings between what is out and the monolith after this step.
        effort_days: a range (low, high) of person-days, with ``effort_basis`` saying from what counts.
    """

    order: int
    service: str
    why_now: str
    depends_on: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    couplings_left: int = 0
    effort_days: tuple[int, int] = (0, 0)
    effort_basis: str = ""


class MigrationPlan(msgspec.Struct, frozen=True):
    """The order of work.

    Attributes:
        steps: in order of extraction; the last service may stay as what is left of the monolith.
        remains: service that stays in the monolith's code base, or empty.
        preparation: actions before the first extraction (shared library, observability, CI check).
    """

    steps: tuple[Step, ...] = ()
    remains: str = ""
    preparation: tuple[Action, ...] = ()
