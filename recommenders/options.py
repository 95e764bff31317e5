"""What users may say about recommendations."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.recommenders.architecture import Engine
from decompose.recommenders.conditions import When
from decompose.recommenders.plan import Strength, Topic


class Scope(StrEnum):
    """What a rule is applied to."""

    SERVICE = "service"
    SYSTEM = "system"


class Target(StrEnum):
    """Where code runs, as a configuration writes it; each is the member of ``Compute`` with that name."""

    LAMBDA = "lambda"
    FARGATE = "fargate"
    ECS_EC2 = "ecs-ec2"
    EKS = "eks"
    BATCH = "batch"
    EC2 = "ec2"


class DataRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A rule as data.

    Attributes:
        id: ``topic.name``, unique.
        topic: what it is about.
        target: what it recommends.
        reason: why, in a sentence that is true wherever the condition is met.
        when: it fires if one of these is met.
        unless: … and none of these.
        source: who says so.
        strength: how strongly.
        scope: whether it looks at each service, or at the whole system once.
        looks_for: the condition, in words.
    """

    id: str
    topic: Topic
    target: str
    reason: str
    when: tuple[When, ...]
    unless: tuple[When, ...] = ()
    source: str = "decompose.toml"
    strength: Strength = Strength.RECOMMENDED
    scope: Scope = Scope.SERVICE
    looks_for: str = ""


class Traffic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What a service, or one of its workloads, has to do; what is not known stays None.

    Attributes:
        requests: requests, messages or runs a month.
        duration: mean seconds of one.
        peak: requests a second in the busiest minute.
        memory: MiB that one process needs.
        storage: GiB in its database.
        files: GiB of files.
        logs: GiB of logs a month.
        out: GiB a month that leave for the internet.
    """

    requests: float | None = None
    duration: float | None = None
    peak: float | None = None
    memory: int | None = None
    storage: float | None = None
    files: float | None = None
    logs: float | None = None
    out: float | None = None


class RecommendOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What the configuration says about recommendations.

    Attributes:
        off: ids of rules that do not apply here; ``*`` matches anything.
        rules: further rules.
        compute: service, or ``service.workload`` → where it shall run, whatever the rules say.
        engine: the database engine, where neither settings nor drivers tell.
    """

    off: tuple[str, ...] = ()
    rules: tuple[DataRule, ...] = ()
    compute: dict[str, Target] = {}
    engine: Engine | None = None


class CostOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What an estimate is made from.

    Attributes:
        traffic: service, or ``service.workload`` → what it has to do.
        prices: id of a price → US dollars, in place of the shipped one.
        arm: whether processors are those of ARM (Graviton).
    """

    traffic: dict[str, Traffic] = {}
    prices: dict[str, float] = {}
    arm: bool = True
