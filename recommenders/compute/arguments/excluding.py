"""What a target cannot do: its limits, and what they meet in the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors.graph import ResourceKind
from decompose.extractors.marks import MarkKind, Trait, TraitKind
from decompose.extractors.places import Place
from decompose.recommenders.architecture import Compute, WorkloadKind
from decompose.recommenders.compute.arguments import EXCLUDES, Argument, argues
from decompose.recommenders.compute.drafting import Draft
from decompose.recommenders.limits import FARGATE_MEMORY, limit

_CONTAINERS = (Compute.FARGATE, Compute.EKS, Compute.ECS_EC2, Compute.BATCH, Compute.EC2)
_GPU = ("cupy", "pycuda", "cudf", "cuml", "tensorrt", "flash_attn", "bitsandbytes", "pynvml", "nvidia")
_TENSORS = ("torch", "tensorflow", "jax", "paddle", "mxnet")
_FILES = frozenset({"temporary", ""})


@argues(
    "compute.lambda.duration",
    looks_for="a declared time limit of more than 900 seconds",
    says="not AWS Lambda",
    source="Lambda quotas: 900 seconds for a run",
)
def duration(draft: Draft) -> Iterator[Argument]:
    """What may run longer than Lambda lets it."""
    most = limit("lambda.timeout.max")
    long = [trait for trait in draft.traits_of(TraitKind.TIME_LIMIT) if (trait.value or 0) > most]
    if long and draft.kind is not WorkloadKind.WEB:  # there it is a limit of what is done later
        declared = max(trait.value or 0 for trait in long)
        text = f"it declares that it may run {declared:,.0f} seconds, and Lambda ends a run after {most:,.0f}"
        yield Argument(Compute.LAMBDA, EXCLUDES, text, places_of(long))


@argues(
    "compute.lambda.endless",
    looks_for="loops without an end, and threads that a module starts when it is imported",
    says="not AWS Lambda",
    source="Lambda's execution model: an environment is frozen between two runs",
)
def endless(draft: Draft) -> Iterator[Argument]:
    """What wants to run all the time."""
    found = draft.traits_of(TraitKind.ENDLESS, TraitKind.START_THREAD)
    if found:
        what = "loops without an end" if found[0].kind is TraitKind.ENDLESS else "starts threads on import"
        yield Argument(Compute.LAMBDA, EXCLUDES, f"it {what}, and Lambda freezes what runs between two calls",
                       places_of(found))  # fmt: skip


@argues(
    "compute.lambda.stream",
    looks_for="WebSockets, server-sent events, streamed responses, gRPC servers",
    says="not AWS Lambda",
    source="API Gateway quotas; whitepaper Microservices on AWS: Application Load Balancer for long connections",
)
def stream(draft: Draft) -> Iterator[Argument]:
    """Connections that stay open."""
    found = draft.traits_of(TraitKind.STREAM)
    if found and draft.kind is WorkloadKind.WEB:
        yield Argument(
            Compute.LAMBDA, EXCLUDES,
            f"it keeps connections open ({named(found)}), which an HTTP API in front of Lambda does not do from Python",
            places_of(found),
        )  # fmt: skip


@argues(
    "compute.lambda.files",
    looks_for="files written to the local disk, temporary ones left out",
    says="not AWS Lambda, and only a scaled container once the files are elsewhere",
    source="Lambda's execution model; the Twelve-Factor App, VI: processes",
)
def files(draft: Draft) -> Iterator[Argument]:
    """State on the disk."""
    written = [use for use in draft.uses_of(ResourceKind.FILE) if use.writes and use.name not in _FILES]
    if written:
        places = tuple(sorted({place for use in written for place in use.places}))
        yield Argument(Compute.LAMBDA, -3, "it writes files that the next run may not find (only /tmp can be written)",
                       places)  # fmt: skip


@argues(
    "compute.gpu",
    looks_for="packages that need a graphics processor",
    says="Amazon ECS on Amazon EC2, or AWS Batch for jobs",
    source="Fargate: no GPU, no privileged containers",
)
def gpu(draft: Draft) -> Iterator[Argument]:
    """Graphics processors are hosts' things."""
    found = draft.packages(*_GPU)
    if found:
        text = f"it uses {named(found)}, which needs a graphics processor"
        for compute in (Compute.LAMBDA, Compute.FARGATE):
            yield Argument(compute, EXCLUDES, f"{text}, and there is none", places_of(found))
        yield Argument(Compute.ECS_EC2, 3, text, places_of(found))
        if draft.kind is not WorkloadKind.WEB:
            yield Argument(Compute.BATCH, 4, text, places_of(found))


@argues(
    "compute.lambda.package",
    looks_for="packages of more than 250 MB, or a browser",
    says="a container image, so hardly AWS Lambda",
    source="Lambda quotas: 250 MB unzipped; 10 GB as an image",
)
def package(draft: Draft) -> Iterator[Argument]:
    """What does not fit in a package of Lambda's."""
    large = draft.packages(*_TENSORS, "pyspark")
    if large:
        yield Argument(
            Compute.LAMBDA, -2,
            f"{named(large)} is larger than Lambda's {limit('lambda.package.unzipped'):.0f} MB: only an image of it "
            "would go there, and start slowly",
            places_of(large),
        )  # fmt: skip
    browsers = draft.packages("playwright", "selenium", "pyppeteer", "splinter")
    if browsers:
        yield Argument(Compute.LAMBDA, -2, f"{named(browsers)} drives a browser, which has to be in the image",
                       places_of(browsers))  # fmt: skip


@argues(
    "compute.host",
    looks_for="containers that are privileged, have devices, or share the host's network",
    says="Amazon ECS on Amazon EC2 for what that container does",
    source="Fargate: no privileged containers, no host network, no devices",
)
def host(draft: Draft) -> Iterator[Argument]:
    """What only a host of its own gives; which service that container becomes, its file does not tell."""
    found = draft.profile.marks_of(MarkKind.PRIVILEGE)
    if found and draft.kind is not WorkloadKind.COMMAND:
        places = tuple(mark.place for mark in found)
        text = (
            f"a container file asks for {', '.join(sorted({mark.name for mark in found}))}, which Fargate does not give"
        )
        yield Argument(Compute.ECS_EC2, 1, f"{text}; whether this service is meant, it does not tell", places)


@argues(
    "compute.memory",
    looks_for="a container that asks for more memory than a target has",
    says="not that target",
    source="Lambda quotas: 10,240 MB; Fargate: 120 GB",
)
def memory(draft: Draft) -> Iterator[Argument]:
    """More memory than there is."""
    asked = [mark for mark in draft.profile.marks_of(MarkKind.MEMORY) if mark.name == "memory" and mark.value.isdigit()]
    largest = max(asked, key=lambda mark: int(mark.value), default=None)
    for compute, most in ((Compute.LAMBDA, limit("lambda.memory")), (Compute.FARGATE, FARGATE_MEMORY)):
        if largest is not None and int(largest.value) > most:
            text = f"a container file asks for {int(largest.value):,} MiB, and there are {most:,.0f} at most"
            yield Argument(compute, EXCLUDES, text, (largest.place,))


def places_of(traits: Iterable[Trait]) -> tuple[Place, ...]:
    """All places of traits, sorted."""
    return tuple(sorted({place for trait in traits for place in trait.places}))


def named(traits: Iterable[Trait]) -> str:
    """The first few names of traits."""
    names = sorted({trait.name for trait in traits if trait.name})
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "") if names else "so the code says"
