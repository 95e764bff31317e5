"""What the services become on AWS, as typed parts: what templates, costs and reports are made from.

Every part is sorted and belongs to a service by its name. The reasons stand in the ``Recommendation``s; a part says
only what a template needs to be written, and from which places in the code it comes.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.extractors.places import Place
from decompose.recommenders.plan import Strength


class Compute(StrEnum):
    """Where code runs."""

    LAMBDA = "AWS Lambda"
    FARGATE = "Amazon ECS on AWS Fargate"
    ECS_EC2 = "Amazon ECS on Amazon EC2"
    EKS = "Amazon EKS"
    BATCH = "AWS Batch"
    EC2 = "Amazon EC2"


class WorkloadKind(StrEnum):
    """How work comes to a process."""

    WEB = "web"
    """It answers requests."""
    WORKER = "worker"
    """It takes tasks and messages from queues."""
    JOB = "job"
    """It runs by a schedule."""
    COMMAND = "command"
    """It is run by hand."""


class Front(StrEnum):
    """What stands before a workload that answers requests."""

    ALB = "Application Load Balancer"
    HTTP_API = "Amazon API Gateway (HTTP API)"
    REST_API = "Amazon API Gateway (REST API)"
    INTERNAL = "Amazon ECS Service Connect"
    """Only other services call it."""
    NONE = ""


class Size(msgspec.Struct, frozen=True, order=True):
    """A starting point for measuring, not a forecast.

    Attributes:
        cpu: 1/1024ths of a processor, a row of Fargate's table; 0 for Lambda.
        memory: MiB.
        timeout: seconds after which one run is ended; 0 without.
        least: how many run always.
        most: how many may run at once.
        why: what the figures come from.
    """

    cpu: int
    memory: int
    timeout: int = 0
    least: int = 1
    most: int = 4
    why: str = ""


class Considered(msgspec.Struct, frozen=True, order=True):
    """A target that was weighed for a workload.

    Attributes:
        compute: the target.
        strength: how it did.
        reasons: what speaks for or against it, each with the limit or rule that says so.
        places: where that stands in the code.
        rules: ids of the rules that said so, sorted.
    """

    compute: Compute
    strength: Strength
    reasons: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    rules: tuple[str, ...] = ()


class Workload(msgspec.Struct, frozen=True, order=True):
    """Code of a service that runs in one way.

    Attributes:
        service: its service.
        name: unique within the service: ``web``, ``worker``, ``jobs``, ``jobs-long``.
        kind: how work comes to it.
        compute: where it runs.
        size: to start with.
        entry_points: what enters it, as ``kind name``, sorted.
        handlers: dotted names of the functions that handle these, sorted.
        front, paths: what stands before it, and the path patterns (``/orders/*``) that lead to it.
        command: how the process is started; empty where nothing in the repository tells.
        considered: the targets that were weighed, the chosen one first.
    """

    service: str
    name: str
    kind: WorkloadKind
    compute: Compute
    size: Size
    entry_points: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    front: Front = Front.NONE
    paths: tuple[str, ...] = ()
    command: str = ""
    considered: tuple[Considered, ...] = ()


class Schedule(msgspec.Struct, frozen=True, order=True):
    """When a job runs.

    Attributes:
        service, workload: what runs.
        name: of the job.
        handler: dotted name of the function.
        expression: as EventBridge Scheduler writes it (``cron(0 3 * * ? *)``); empty where the code does not tell.
        written: as the code writes it.
        place: where.
    """

    service: str
    workload: str
    name: str
    handler: str
    expression: str
    written: str
    place: Place


class Queue(msgspec.Struct, frozen=True, order=True):
    """A queue of tasks or messages, with one service that takes them.

    Attributes:
        service, workload: who takes them.
        name: unique within the service.
        senders: services that put something in, sorted.
        messages: names of the tasks or messages, sorted.
        longest: seconds that a run may take, as declared; 0 where the code does not tell.
        places: where it is sent or handled.
    """

    service: str
    workload: str
    name: str
    senders: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    longest: int = 0
    places: tuple[Place, ...] = ()


class Channel(StrEnum):
    """How an event travels."""

    EVENTBRIDGE = "Amazon EventBridge"
    SNS = "Amazon SNS with Amazon SQS"
    SQS = "Amazon SQS"


class Event(msgspec.Struct, frozen=True, order=True):
    """Something that one service tells others.

    Attributes:
        service: who tells it.
        name: of the event (``order-paid``), unique within the service.
        receivers: services that want to know, sorted.
        channel: how it travels.
        handlers: dotted names of what receives it, sorted.
        places: where it is sent.
    """

    service: str
    name: str
    receivers: tuple[str, ...]
    channel: Channel
    handlers: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Engine(StrEnum):
    """A database engine."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    MARIADB = "mariadb"
    ORACLE = "oracle"
    SQLSERVER = "sqlserver"
    MONGODB = "mongodb"
    UNKNOWN = "unknown"
    """Neither settings nor drivers tell."""


class Store(msgspec.Struct, frozen=True, order=True):
    """The relational database of a service.

    Attributes:
        service: who owns it.
        engine: today's engine, kept.
        tables: that move there, sorted.
        key_value: those among them whose accesses fit DynamoDB, each with its key column.
        places: what tells the engine.
    """

    service: str
    engine: Engine
    tables: tuple[str, ...]
    key_value: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()


class Bucket(msgspec.Struct, frozen=True, order=True):
    """Files of a service: ``name`` is ``media``, ``static`` or ``files``."""

    service: str
    name: str
    places: tuple[Place, ...] = ()


class Cache(msgspec.Struct, frozen=True, order=True):
    """A cache of a service: ``engine`` is ``valkey`` or ``memcached``."""

    service: str
    engine: str
    places: tuple[Place, ...] = ()


class Search(msgspec.Struct, frozen=True, order=True):
    """A search index of a service."""

    service: str
    places: tuple[Place, ...] = ()


class Secret(msgspec.Struct, frozen=True, order=True):
    """A secret that a service needs, by the setting that holds it; its value is never known here."""

    service: str
    name: str
    place: Place


class Permission(msgspec.Struct, frozen=True, order=True):
    """What the code of a service does with AWS already.

    Attributes:
        service: which code.
        actions: of IAM (``s3:PutObject``), sorted.
        resource: what they are done to, as an ARN pattern without account; ``*`` where the code does not tell.
        places: where.
    """

    service: str
    actions: tuple[str, ...]
    resource: str
    places: tuple[Place, ...] = ()


class SagaStep(msgspec.Struct, frozen=True, order=True):
    """A local transaction of a saga.

    Attributes:
        service: whose tables it writes.
        name: of the state (``WritePayments``).
        functions: dotted names of what does it today, sorted.
        tables: written, sorted.
        compensation: name of the state that undoes it; empty for the last step, after which nothing can fail.
        places: where.
    """

    service: str
    name: str
    functions: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    compensation: str = ""
    places: tuple[Place, ...] = ()


class Saga(msgspec.Struct, frozen=True, order=True):
    """A transaction over several services, as steps.

    Attributes:
        service: who starts it.
        name: unique.
        symbol: the function that opens the transaction today.
        steps: in the order in which the code writes, as far as it tells.
        is_orchestrated: by a state machine; otherwise by events.
        place: where the transaction is opened.
    """

    service: str
    name: str
    symbol: str
    steps: tuple[SagaStep, ...]
    is_orchestrated: bool
    place: Place


class Connection(msgspec.Struct, frozen=True, order=True):
    """A service asks another one and waits for the answer.

    Attributes:
        service: who asks.
        target: who answers.
        functions: dotted names of what is asked for, sorted.
        places: where.
    """

    service: str
    target: str
    functions: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Packaging(msgspec.Struct, frozen=True, order=True):
    """How the code is built, as far as the repository tells; the same for every service at first.

    Attributes:
        python: ``3.12``; empty where nothing tells.
        manifest: the file with the requirements; empty where there is none.
        system_packages: of the operating system, sorted.
        application: ``shop.wsgi:application``; empty where there is none.
        is_asynchronous: the application is one of ASGI.
        settings: Django's settings module; empty without.
        health: path of a health check that exists; empty without.
        port: where the application listens; 8000 where nothing tells.
    """

    python: str = ""
    manifest: str = ""
    system_packages: tuple[str, ...] = ()
    application: str = ""
    is_asynchronous: bool = False
    settings: str = ""
    health: str = ""
    port: int = 8000


class Architecture(msgspec.Struct, frozen=True):
    """All parts. Tuples are sorted.

    Attributes:
        name: of the system.
        services: names of all services.
        remains: the service that stays in the monolith's code base for now.
    """

    name: str = ""
    services: tuple[str, ...] = ()
    remains: str = ""
    packaging: Packaging = Packaging()
    workloads: tuple[Workload, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    queues: tuple[Queue, ...] = ()
    events: tuple[Event, ...] = ()
    stores: tuple[Store, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    caches: tuple[Cache, ...] = ()
    searches: tuple[Search, ...] = ()
    secrets: tuple[Secret, ...] = ()
    permissions: tuple[Permission, ...] = ()
    sagas: tuple[Saga, ...] = ()
    connections: tuple[Connection, ...] = ()
