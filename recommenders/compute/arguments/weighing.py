"""What speaks for a target, and what makes it dear or slow."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.extractors.graph import EntryKind, ResourceKind, ResourceUse
from decompose.extractors.marks import MarkKind, TraitKind
from decompose.extractors.places import Place
from decompose.recommenders.architecture import Compute, WorkloadKind
from decompose.recommenders.compute.arguments import Argument, argues
from decompose.recommenders.compute.arguments.excluding import named, places_of
from decompose.recommenders.compute.drafting import Draft
from decompose.recommenders.limits import limit
from decompose.recommenders.routes import path_of

_SMALL_LINES = 1500
_SMALL_ROUTES = 3
_FUNCTIONS = ("mangum", "aws_lambda_powertools", "chalice", "zappa", "serverless_wsgi", "apig_wsgi", "awsgi")
_NUMBERS = ("numpy", "pandas", "scipy", "sklearn", "polars", "cv2", "PIL", "torch", "tensorflow", "xgboost", "lightgbm")
_CLUSTERS = ("kubernetes", "kubernetes_asyncio", "kopf", "pykube", "lightkube", "openshift")


@argues(
    "compute.fargate.lift",
    looks_for="anything that runs",
    says="Amazon ECS on AWS Fargate, if nothing speaks for something else",
    source="AWS/APN e-book on microservices; AWS agent toolkit: Fargate is the default for containers",
)
def lift(draft: Draft) -> Iterator[Argument]:
    """The default."""
    frameworks = [name for name in draft.profile.frameworks if name in {"django", "flask", "fastapi", "pyramid"}]
    with_it = f" with its {frameworks[0]} set-up" if frameworks and draft.kind is WorkloadKind.WEB else ""
    yield Argument(Compute.FARGATE, 2, f"as a container it moves{with_it} without a rewrite")


@argues(
    "compute.container.file",
    looks_for="a Dockerfile, a Procfile, a compose file that builds the code",
    says="a container: there is one already",
    source="Whitepaper Microservices on AWS: containers",
)
def container(draft: Draft) -> Iterator[Argument]:
    """A container exists."""
    found = draft.profile.marks_of(MarkKind.BASE_IMAGE)
    if found:
        yield Argument(Compute.FARGATE, 1, "the repository builds a container already",
                       tuple(mark.place for mark in found))  # fmt: skip


@argues(
    "compute.lambda.schedule",
    looks_for="a scheduled job",
    says="AWS Lambda, started by EventBridge Scheduler",
    source="AWS/APN e-book: functions for what need not run all the time; AWS agent toolkit: EventBridge Scheduler",
)
def schedule(draft: Draft) -> Iterator[Argument]:
    """Idle most of the time."""
    if draft.kind is WorkloadKind.JOB:
        yield Argument(Compute.LAMBDA, 3, "it runs by a schedule and costs nothing in between", _entries(draft))


@argues(
    "compute.lambda.object",
    looks_for="a scheduled method of an object that the process made",
    says="not AWS Lambda",
    source="Lambda's execution model: nothing is kept for certain between two runs",
)
def living_object(draft: Draft) -> Iterator[Argument]:
    """What the object knows was put into it when its process started."""
    methods = [entry for entry in draft.entries if entry.symbol != entry.unit and entry.symbol in draft.methods]
    if draft.kind is WorkloadKind.JOB and methods:
        owners = sorted({entry.symbol.rpartition(".")[0].rpartition(".")[2] for entry in methods})
        text = f"it is a method of {', '.join(owners[:3])}, an object that lives as long as its process"
        yield Argument(Compute.LAMBDA, -3, text, tuple(sorted({entry.place for entry in methods})))


@argues(
    "compute.lambda.events",
    looks_for="tasks and messages whose handlers reach little code",
    says="AWS Lambda behind Amazon SQS",
    source="AWS/APN e-book; AWS agent toolkit: queue consumers",
)
def events(draft: Draft) -> Iterator[Argument]:
    """Small handlers of events."""
    if draft.kind is WorkloadKind.WORKER and draft.lines <= _SMALL_LINES and _is_entered_by_events(draft):
        text = f"only events start this service, and their handlers reach {draft.lines:,} lines"
        yield Argument(Compute.LAMBDA, 3, text, _entries(draft))


@argues(
    "compute.lambda.handlers",
    looks_for="a few routes that reach little code, in a service with nothing else",
    says="AWS Lambda behind an HTTP API",
    source="AWS/APN e-book: functions for what need not run all the time",
)
def handlers(draft: Draft) -> Iterator[Argument]:
    """A few small routes."""
    service = draft.profile.service
    checks = {trait.symbol for trait in draft.traits_of(TraitKind.HEALTH)}
    if all(entry.symbol in checks for entry in draft.entries):
        return
    are_routes = all(entry.kind is EntryKind.HTTP and path_of(entry.name) for entry in draft.entries)
    is_small = are_routes and 0 < len(draft.entries) <= _SMALL_ROUTES and service.lines <= _SMALL_LINES
    if draft.kind is WorkloadKind.WEB and is_small and not draft.profile.arriving:
        text = f"{plural(len(draft.entries), 'route')} in a service of {service.lines:,} lines"
        yield Argument(Compute.LAMBDA, 3, text, _entries(draft))


@argues(
    "compute.lambda.whole",
    looks_for="routes",
    says="AWS Lambda is viable: one function for the whole application, behind an adapter",
    source="AWS agent toolkit: one function for the whole application as the case of migration",
)
def whole_application(draft: Draft) -> Iterator[Argument]:
    """What costs nothing while nobody asks."""
    if draft.kind is WorkloadKind.WEB and draft.entries:
        text = "one function can hold the whole application behind an adapter; with few requests it costs less"
        yield Argument(Compute.LAMBDA, 1, text)


@argues(
    "compute.lambda.adapter",
    looks_for="packages that are made for Lambda",
    says="AWS Lambda: the code is prepared for it",
    source="AWS agent toolkit: one function for the whole application as the case of migration",
)
def adapter(draft: Draft) -> Iterator[Argument]:
    """Written for Lambda."""
    found = draft.packages(*_FUNCTIONS)
    if found:
        yield Argument(Compute.LAMBDA, 3, f"it uses {named(found)}, which is made for Lambda", places_of(found))


@argues(
    "compute.lambda.program",
    looks_for="other programs that are run",
    says="a container: Lambda's run time does not have them",
    source="Lambda quotas: 900 seconds for a run, 250 MB for a package",
)
def program(draft: Draft) -> Iterator[Argument]:
    """Other programs have to be there, and take as long as they take."""
    found = draft.uses_of(ResourceKind.PROCESS)
    if found:
        names = sorted({use.name for use in found if use.name and use.name != "*"})
        what = ", ".join(names[:3]) if names else "another program"
        yield Argument(
            Compute.LAMBDA, -2,
            f"it runs {what}, which has to be in the package and to end within {limit('lambda.timeout.max'):.0f} s",
            _used(found),
        )  # fmt: skip


@argues(
    "compute.lambda.waiting",
    looks_for="sleeps, and threads of its own",
    says="rather not AWS Lambda",
    source="AWS/APN e-book: containers for what has parts that run at the same time; Lambda charges for waiting",
)
def waiting(draft: Draft) -> Iterator[Argument]:
    """Lambda is paid for while it waits."""
    asleep = draft.uses_of(ResourceKind.WAIT)
    if asleep:
        yield Argument(Compute.LAMBDA, -1, "it sleeps, and Lambda is paid for meanwhile", _used(asleep))
    threads = draft.uses_of(ResourceKind.THREAD)
    if threads:
        yield Argument(Compute.LAMBDA, -2, "it starts threads or processes, which Lambda freezes after the answer",
                       _used(threads))  # fmt: skip


@argues(
    "compute.lambda.rows",
    looks_for="a query for each row of a loop, in a job",
    says="rather not AWS Lambda: it gets longer as tables grow",
    source="Lambda quotas: 900 seconds for a run",
)
def rows(draft: Draft) -> Iterator[Argument]:
    """Grows with the data."""
    found = [repeated for repeated in draft.repeated if repeated.rows]
    if found and draft.kind in {WorkloadKind.JOB, WorkloadKind.WORKER}:
        tables = sorted({table for repeated in found for table in repeated.rows})
        yield Argument(
            Compute.LAMBDA, -1,
            f"it runs a query for each row of {', '.join(tables[:3])}, so that it gets longer as they grow",
            tuple(sorted({repeated.loop for repeated in found})),
        )  # fmt: skip


@argues(
    "compute.lambda.bodies",
    looks_for="files in requests or responses",
    says="Amazon S3 with signed addresses before AWS Lambda",
    source="Lambda quotas: 6 MB; API Gateway: 10 MB",
)
def bodies(draft: Draft) -> Iterator[Argument]:
    """Bodies have limits."""
    found = draft.traits_of(TraitKind.UPLOAD, TraitKind.DOWNLOAD)
    if found and draft.kind is WorkloadKind.WEB:
        most = limit("lambda.payload.sync")
        yield Argument(Compute.LAMBDA, -1, f"it takes or sends files, and a body of Lambda's has {most:.0f} MB at most",
                       places_of(found))  # fmt: skip


@argues(
    "compute.lambda.memory-state",
    looks_for="globals that functions change",
    says="rather not AWS Lambda, and not several containers, as long as somebody relies on them",
    source="The Twelve-Factor App, VI: processes",
)
def state(draft: Draft) -> Iterator[Argument]:
    """State in memory."""
    found = draft.traits_of(TraitKind.GLOBAL_STATE)
    if found:
        yield Argument(Compute.LAMBDA, -1, f"it keeps something in memory between two calls ({named(found)})",
                       places_of(found))  # fmt: skip


@argues(
    "compute.eks.manifests",
    looks_for="Kubernetes manifests, charts, or its client library",
    says="Amazon EKS",
    source="AWS agent toolkit: EKS where Kubernetes is asked for, not otherwise",
)
def kubernetes(draft: Draft) -> Iterator[Argument]:
    """Kubernetes is here already."""
    manifests = draft.profile.marks_of(MarkKind.KUBERNETES)
    if manifests:
        kinds = ", ".join(sorted({mark.name for mark in manifests})[:3])
        yield Argument(Compute.EKS, 4, f"the repository has what Kubernetes deploys ({kinds})",
                       tuple(sorted({mark.place for mark in manifests})))  # fmt: skip
    clients = draft.packages(*_CLUSTERS)
    if clients:
        yield Argument(Compute.EKS, 3, f"it speaks to Kubernetes ({named(clients)})", places_of(clients))


@argues(
    "compute.batch.long",
    looks_for="jobs and commands with a time limit over 900 seconds, or that compute with arrays",
    says="AWS Batch",
    source="Lambda quotas: 900 seconds; AWS agent toolkit: long jobs",
)
def batch(draft: Draft) -> Iterator[Argument]:
    """Long work that may wait for its turn."""
    if draft.kind not in {WorkloadKind.JOB, WorkloadKind.COMMAND}:
        return
    long = [t for t in draft.traits_of(TraitKind.TIME_LIMIT) if (t.value or 0) > limit("lambda.timeout.max")]
    if long:
        yield Argument(Compute.BATCH, 1, "it is long work that may wait for its turn", places_of(long))
    numbers = draft.packages(*_NUMBERS)
    if numbers and draft.kind is WorkloadKind.JOB:
        yield Argument(Compute.BATCH, 1, f"it computes with {named(numbers)}", places_of(numbers))


def _entries(draft: Draft) -> tuple[Place, ...]:
    return tuple(sorted({entry.place for entry in draft.entries}))


def _used(found: tuple[ResourceUse, ...]) -> tuple[Place, ...]:
    return tuple(sorted({place for use in found for place in use.places}))


def _is_entered_by_events(draft: Draft) -> bool:
    asked = {EntryKind.HTTP, EntryKind.ADMIN, EntryKind.WEBSOCKET, EntryKind.RPC}
    return not draft.profile.arriving and all(entry.kind not in asked for entry in draft.profile.entries)
