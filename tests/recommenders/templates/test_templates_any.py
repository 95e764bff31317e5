"""Whatever the architecture, hostile names included: templates pass the package's own checks."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from decompose.extractors.places import Place
from decompose.recommenders.architecture import (
    Architecture,
    Bucket,
    Cache,
    Channel,
    Compute,
    Connection,
    Engine,
    Event,
    Front,
    Packaging,
    Permission,
    Queue,
    Saga,
    SagaStep,
    Schedule,
    Search,
    Secret,
    Size,
    Store,
    Workload,
    WorkloadKind,
)
from decompose.recommenders.templates import check_templates, write_templates

TEXTS = st.one_of(
    st.sampled_from(["a", "A", "web", "worker", "event", "steps", "../../x", "${AWS::Region}", "$(rm -rf /)",
                     "a\nRUN b", "x" * 90, "é", "", "*", "a.b:c", "cron(0 3 * * ? *)",
                     "arn:aws:s3:::b/*", "Queue", "task-dead"]),
    st.text(max_size=12),
)  # fmt: skip
NUMBERS = st.sampled_from([-1, 0, 1, 100, 511, 900, 4096, 99999, 10**9])
PLACES = st.builds(Place, TEXTS, st.just(1))


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    names = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    service = st.sampled_from([*names, "unknown"])
    some = st.lists(service, max_size=2).map(lambda each: tuple(sorted(set(each))))
    texts = st.lists(TEXTS, max_size=2).map(tuple)

    def several(strategy: st.SearchStrategy[object], most: int = 2) -> tuple[object, ...]:
        return tuple(draw(st.lists(strategy, max_size=most)))

    sizes = st.builds(Size, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
    workloads = st.builds(
        Workload, service, TEXTS, st.sampled_from(WorkloadKind), st.sampled_from(Compute), sizes, handlers=texts,
        front=st.sampled_from(Front), paths=st.lists(TEXTS, max_size=7).map(tuple), command=TEXTS)  # fmt: skip
    work = tuple(draw(st.lists(workloads, max_size=4)))
    ran = st.sampled_from([*(each.name for each in work), "unknown"])
    steps = st.lists(st.builds(SagaStep, service, TEXTS, compensation=TEXTS), max_size=4).map(tuple)
    packaging = st.builds(
        Packaging, st.sampled_from(["", "3.12", ">=3"]), TEXTS, texts, TEXTS, st.booleans(), TEXTS, TEXTS,
        st.integers(1, 65535))  # fmt: skip
    return Architecture(
        name=draw(TEXTS), services=tuple(names), remains=draw(service), packaging=draw(packaging), workloads=work,
        schedules=several(st.builds(Schedule, service, ran, TEXTS, TEXTS, TEXTS, TEXTS, PLACES)),
        queues=several(st.builds(Queue, service, ran, TEXTS, some, texts, NUMBERS)),
        events=several(st.builds(Event, service, TEXTS, some, st.sampled_from(Channel), texts)),
        stores=several(st.builds(Store, service, st.sampled_from(Engine), texts,
                                 st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple))),
        buckets=several(st.builds(Bucket, service, TEXTS)),
        caches=several(st.builds(Cache, service, TEXTS)),
        searches=several(st.builds(Search, service)),
        secrets=several(st.builds(Secret, service, TEXTS, PLACES)),
        permissions=several(st.builds(Permission, service, texts, TEXTS)),
        sagas=several(st.builds(Saga, service, TEXTS, TEXTS, steps, st.booleans(), PLACES)),
        connections=several(st.builds(Connection, service, service)),
    )  # type: ignore[arg-type] # fmt: skip


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking what is so large takes minutes
)
@given(architectures())
def test_any_architecture_passes_the_own_checks(architecture: Architecture) -> None:
    files = write_templates(architecture)
    assert check_templates(files) == ()
    assert files == write_templates(architecture)
    assert len({file.path.lower() for file in files}) == len(files)
    for file in files:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", file.path)
        if file.path.endswith("/Dockerfile"):
            words = {line.split(" ")[0] for line in file.text.splitlines() if line[:1].isalpha()}
            assert words <= {"FROM", "ENV", "WORKDIR", "RUN", "COPY", "USER", "EXPOSE", "STOPSIGNAL", "CMD"}
