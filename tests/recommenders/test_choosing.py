"""Which target a workload gets, and what spoke for and against it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryKind, EntryPoint
from decompose.recommenders.architecture import Compute, Workload
from decompose.recommenders.compute.arguments import all_arguments
from decompose.recommenders.design import design
from decompose.recommenders.limits import FARGATE, fargate_row
from decompose.recommenders.options import RecommendOptions, Target
from decompose.recommenders.plan import Strength
from tests.recommenders.builders import PLACE, arriving, cut, graph

_State = tuple[DependencyGraph, Decomposition]
HTTP, TASK, JOB, COMMAND = EntryKind.HTTP, EntryKind.TASK, EntryKind.SCHEDULE, EntryKind.COMMAND
LAMBDA, FARGATE_, HOSTS, EKS, BATCH = Compute.LAMBDA, Compute.FARGATE, Compute.ECS_EC2, Compute.EKS, Compute.BATCH


def workloads(state: _State, options: RecommendOptions | None = None) -> tuple[Workload, ...]:
    """Those of the service A."""
    return tuple(found for found in design(*state, options).workloads if found.service == "A")


def said(state: _State) -> set[str]:
    """The arguments that spoke for or against anything."""
    return {rule for found in workloads(state) for weighed in found.considered for rule in weighed.rules}


PLAIN: _State = (graph(HTTP, HTTP, HTTP, HTTP), cut(lines=9000))
QUIET: _State = (graph(JOB), cut())
ARGUMENTS: dict[str, tuple[_State, _State]] = {
    "compute.batch.long": ((graph(JOB, traits=("time limit:celery=3600",)), cut()), QUIET),
    "compute.container.file": ((graph(HTTP, marks=("base image:python=3.12",)), cut()), PLAIN),
    "compute.eks.manifests": ((graph(HTTP, marks=("kubernetes:Deployment",)), cut()), PLAIN),
    "compute.fargate.lift": (PLAIN, (graph(EntryKind.SIGNAL), cut())),
    "compute.gpu": ((graph(TASK, packages=("cupy",)), cut()), (graph(TASK, packages=("numpy",)), cut())),
    "compute.host": ((graph(HTTP, marks=("privilege:privileged",)), cut()), PLAIN),
    "compute.lambda.adapter": ((graph(HTTP, packages=("mangum",)), cut()), PLAIN),
    "compute.lambda.bodies": ((graph(HTTP, traits=("upload:request.FILES",)), cut()), PLAIN),
    "compute.lambda.duration": (
        (graph(JOB, traits=("time limit:celery=901",)), cut()),
        (graph(JOB, traits=("time limit:celery=900",)), cut()),
    ),
    "compute.lambda.endless": ((graph(JOB, traits=("endless:",)), cut()), QUIET),
    "compute.lambda.events": ((graph(TASK), cut()), (graph(TASK, HTTP), cut())),
    "compute.lambda.files": (
        (graph(JOB, resources=("file:x",)), cut()),
        (graph(JOB, resources=("file:temporary",)), cut()),
    ),
    "compute.lambda.handlers": ((graph(HTTP), cut()), PLAIN),
    "compute.lambda.memory-state": ((graph(JOB, traits=("global state:SEEN",)), cut()), QUIET),
    "compute.lambda.object": (
        (msgspec.structs.replace(QUIET[0], entry_points=(EntryPoint("tidy", JOB, "m.a.tidy", "m.a", PLACE),)), cut()),
        QUIET,
    ),
    "compute.lambda.package": ((graph(JOB, packages=("torch",)), cut()), (graph(JOB, packages=("numpy",)), cut())),
    "compute.lambda.program": ((graph(JOB, resources=("process:ffmpeg",)), cut()), QUIET),
    "compute.lambda.rows": ((graph(JOB, repeats=True), cut()), (graph(HTTP, repeats=True), cut())),
    "compute.lambda.schedule": (QUIET, (graph(COMMAND), cut())),
    "compute.lambda.stream": ((graph(HTTP, traits=("stream:channels",)), cut()), PLAIN),
    "compute.lambda.waiting": ((graph(JOB, resources=("wait:",)), cut()), QUIET),
    "compute.lambda.whole": (PLAIN, (graph(), cut(arriving(EdgeKind.CALLS)))),
    "compute.memory": (
        (graph(HTTP, marks=("memory:memory=16384",)), cut()),
        (graph(HTTP, marks=("memory:memory=512",)), cut()),
    ),
}


@pytest.mark.parametrize("argument", sorted(ARGUMENTS))
def test_each_argument_is_made_on_its_evidence_alone(argument: str) -> None:
    yes, no = ARGUMENTS[argument]
    assert argument in said(yes)
    assert argument not in said(no)


def test_every_argument_has_its_cases() -> None:
    assert {rule.id for rule in all_arguments()} == ARGUMENTS.keys()


@pytest.mark.parametrize(
    ("state", "chosen"),
    [
        (PLAIN, {"web": FARGATE_}),
        ((graph(HTTP), cut()), {"web": LAMBDA}),
        (QUIET, {"jobs": LAMBDA}),
        ((graph(JOB, resources=("process:ffmpeg",)), cut()), {"jobs": FARGATE_}),
        ((graph(JOB, traits=("time limit:celery=3600",)), cut()), {"jobs": FARGATE_}),
        ((graph(TASK), cut()), {"worker": LAMBDA}),
        ((graph(HTTP, TASK), cut()), {"web": LAMBDA, "worker": FARGATE_}),
        ((graph(TASK, packages=("cupy",)), cut()), {"worker": BATCH}),
        ((graph(*[HTTP] * 4, packages=("cupy",)), cut()), {"web": HOSTS}),
        ((graph(*[HTTP] * 4, marks=("kubernetes:Deployment",)), cut()), {"web": EKS}),
        ((graph(COMMAND), cut()), {"commands": FARGATE_}),
        ((graph(), cut(arriving(EdgeKind.CALLS))), {"web": FARGATE_}),
        ((graph(EntryKind.SIGNAL), cut()), {}),
    ],
)
def test_the_target(state: _State, chosen: dict[str, Compute]) -> None:
    assert {found.name: found.compute for found in workloads(state)} == chosen


def test_what_is_excluded_is_not_recommended_whatever_speaks_for_it() -> None:
    (found,) = workloads((graph(JOB, traits=("time limit:celery=3600",)), cut()))
    functions = next(weighed for weighed in found.considered if weighed.compute is LAMBDA)
    assert functions.strength is Strength.NOT_RECOMMENDED
    assert "3,600 seconds" in functions.reasons[0]
    assert functions.places


def test_the_configuration_decides() -> None:
    (found,) = workloads(QUIET, RecommendOptions(compute={"A.jobs": Target.FARGATE}))
    assert (found.compute, found.considered[0].strength) == (FARGATE_, Strength.RECOMMENDED)
    assert found.considered[0].reasons[0] == "the configuration says so"
    assert found.considered[1] == next(
        weighed for weighed in found.considered if weighed.compute is LAMBDA and weighed.strength is Strength.VIABLE
    )


def test_arguments_can_be_switched_off() -> None:
    (found,) = workloads(QUIET, RecommendOptions(off=("compute.lambda.*",)))
    assert found.compute is FARGATE_


@pytest.mark.parametrize(
    ("state", "cpu", "memory", "timeout"),
    [
        (PLAIN, 512, 1024, 0),
        ((graph(*[HTTP] * 4, packages=("pandas",)), cut()), 1024, 2048, 0),
        ((graph(*[HTTP] * 4, marks=("memory:memory=3000",)), cut()), 512, 3072, 0),
        ((graph(*[HTTP] * 4, marks=("memory:memory=6000", "memory:cpu=250")), cut()), 1024, 6144, 0),
        ((graph(*[HTTP] * 4, marks=("memory:memory=3000@db", "middleware:postgres=16@db")), cut()), 512, 1024, 0),
        ((graph(*[HTTP] * 4, marks=("memory:memory=3000@web", "memory:memory=900@beat")), cut()), 512, 3072, 0),
        ((graph(*[HTTP] * 4, marks=("memory:memory=3000@front", "memory:memory=900@beat")), cut()), 512, 1024, 0),
        (QUIET, 0, 512, 900),
        ((graph(JOB, traits=("time limit:celery=120",)), cut()), 0, 512, 120),
        ((graph(HTTP), cut()), 0, 512, 29),
    ],
)
def test_the_size(state: _State, cpu: int, memory: int, timeout: int) -> None:
    (found,) = workloads(state)
    assert (found.size.cpu, found.size.memory, found.size.timeout) == (cpu, memory, timeout)
    assert found.size.why


@given(st.integers(1, 16384), st.integers(1, 122880))
def test_every_size_is_a_row_of_the_table(cpu: int, memory: int) -> None:
    units, mib = fargate_row(cpu, memory)
    assert mib in FARGATE[units]
    assert units >= cpu
    assert mib >= memory
