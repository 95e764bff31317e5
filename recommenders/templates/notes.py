"""What people must decide or do, because the code does not tell it or because a choice is not the tool's."""

from __future__ import annotations

from decompose.recommenders.architecture import Compute, Front, WorkloadKind
from decompose.recommenders.templates.commands import command
from decompose.recommenders.templates.naming import plain
from decompose.recommenders.templates.scheduling import is_known
from decompose.recommenders.templates.services import CONTAINERS, Service, is_web
from decompose.recommenders.templates.stacks.databases import relational
from decompose.recommenders.templates.stacks.queues import consumer
from decompose.recommenders.templates.stacks.roles import unclear_actions


def notes(service: Service) -> list[str]:
    """One sentence each, in the order in which they matter."""
    return [*_workloads(service), *_messages(service), *_schedules(service), *_rights(service), *_data(service)]


def _workloads(service: Service) -> list[str]:
    found = []
    packaging = service.architecture.packaging
    for item in service.workloads:
        workload = item.part
        if workload.compute in CONTAINERS and command(workload, packaging) is None:
            found.append(f"{item.slug}: nothing in the repository tells how it is started; `{item.id}Command` asks.")
        if workload.compute is Compute.EKS and command(workload, packaging) is None:
            found.append(f"{item.slug}: nothing in the repository tells how it is started: `kubernetes.yaml` asks.")
        if workload.compute is Compute.EC2:
            found.append(f"{item.slug}: wants a machine of its own; it becomes a task on machines of the cluster.")
        if is_web(workload) and workload.compute in CONTAINERS and workload.front in {Front.HTTP_API, Front.REST_API}:
            found.append(
                f"{item.slug}: stands behind the shared load balancer in place of {workload.front.value}, which would "
                "reach containers only through a link of its own."
            )
    return [*found, *_health(service)]


def _health(service: Service) -> list[str]:
    packaging = service.architecture.packaging
    if not any(is_web(item.part) and item.part.compute is not Compute.LAMBDA for item in service.workloads):
        return []
    missing = "No health check was found: write one that touches no other service, and give its path (`HealthPath`)."
    hosts = "Health checks come with a task's address as their host: `ALLOWED_HOSTS` has to take it."
    return [*([] if packaging.health else [missing]), *([hosts] if packaging.settings else [])]


def _messages(service: Service) -> list[str]:
    found = []
    if service.told:
        names = ", ".join(f"`{item.slug}`" for item in service.told)
        found.append(
            f"Events that it tells are called {names}: on the bus as `detail-type`, with `EVENT_SOURCE` as source; to "
            'topics and queues as `{"detail-type": NAME, "detail": …}`.'
        )
    if service.heard and not consumer(service):
        names = ", ".join(f"`{item.slug}`" for item in service.heard)
        found.append(f"No worker takes the events {names}: they wait in the service's queue until one does.")
    if service.sagas:
        names = ", ".join(f"`{item.slug}`" for item in service.sagas)
        found.append(f"State machines that it starts, `SAGA_ARN_PREFIX` followed by their names: {names}.")
    if service.takes_steps:
        if not consumer(service):
            found.append("State machines ask it for steps, but it has no worker that takes them: it needs one.")
        found.append(
            "State machines ask for steps by messages `{taskToken, execution, saga, step, input}` in "
            "`QUEUE_SAGA_STEPS_URL`; the worker answers with `SendTaskSuccess` or `SendTaskFailure`. The same step may "
            "be asked for twice: `execution` and `step` together tell."
        )
    if any(not item.part.longest for item in service.queues):
        found.append("For some tasks no limit of time is declared: give one in the code, and `VisibilityTimeout`.")
    return found


def _schedules(service: Service) -> list[str]:
    jobs = {item.part.name for item in service.workloads}
    unknown = [item for item in service.schedules if not is_known(item.part)]
    lost = [item for item in service.schedules if item.part.workload not in jobs]
    return [
        *(
            f"{plain(str(item.part.place))} does not tell when {item.slug} runs: `{item.id}When`, `{item.id}State`."
            for item in unknown
        ),
        *(f"{item.slug} has a schedule, but no workload runs it." for item in lost),
    ]


def _rights(service: Service) -> list[str]:
    found = []
    for permission in service.permissions:
        if unclear_actions(permission):
            names = ", ".join(plain(action, 60) for action in unclear_actions(permission))
            found.append(f"The code asks for {names}: not granted, spell out what it needs.")
        if permission.resource == "*":
            names = ", ".join(plain(action, 60) for action in permission.actions)
            found.append(f"To what {names} is done the code does not tell: a parameter asks for the ARNs.")
    return found


def _data(service: Service) -> list[str]:
    found = []
    if relational(service):
        found.append(
            "The database's user is its administrator, and RDS changes that password every seven days; tasks read "
            "it at their start: make a user for the application that owns its tables alone, with a secret of its own."
        )
    if service.caches:
        found.append("Caches take connections by TLS only (`rediss://`).")
    if service.key_values:
        tables = ", ".join(plain(item.part[0]) for item in service.key_values)
        found.append(f"Tables that move to DynamoDB need new code for their accesses: {tables}.")
    has_worker = any(item.part.kind is WorkloadKind.WORKER for item in service.workloads)
    if service.queues and has_worker:
        found.append(
            'Workers of Celery reach SQS with `broker_url = "sqs://"` and `predefined_queues` from `QUEUE_…_URL`.'
        )
    return found
