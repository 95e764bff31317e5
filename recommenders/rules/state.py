"""State outside of the database: what a service keeps on its own disk, or in a cache that others use, too."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import ResourceKind, ResourceUse
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, acting, evidence
from decompose.recommenders.rules import rule

_TEMPORARY = "temporary"
_FEW = 3


@rule(
    "storage.local-files",
    Topic.STORAGE,
    looks_for="files that are written to the local disk, temporary ones left out",
    recommends="Amazon S3, or Amazon EFS where other code reads the files by their path",
    source="The Twelve-Factor App, VI: processes",
)
def local_files(profile: ServiceProfile) -> Iterator[Recommendation]:
    """A container's disk ends with the container, and no other one sees it."""
    written = [use for use in profile.uses_of(ResourceKind.FILE) if use.writes and use.name != _TEMPORARY]
    if written:
        writers = len({use.symbol for use in written})
        yield Recommendation(
            profile.name,
            Topic.STORAGE,
            "Amazon S3, or Amazon EFS where other code reads the files by their path",
            "storage.local-files",
            Strength.VIABLE,
            f"{acting(writers, 'function', 'writes', 'write')} to the local disk{_named(written)}. "
            "What has to outlive a container, or is read by another one, cannot stay there; how long the files are "
            "needed, the code does not tell.",
            (evidence("writes to the local disk", [place for use in written for place in use.places]),),
            "The Twelve-Factor App: processes",
        )


@rule(
    "data.cache",
    Topic.DATA,
    looks_for="calls of a cache or key-value store",
    recommends="Amazon ElastiCache for Valkey, with a key prefix of its own",
    source="AWS agent toolkit: ElastiCache for Valkey by default",
)
def cache(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Keys that two services use are shared data without an owner."""
    used = profile.uses_of(ResourceKind.CACHE)
    if used:
        users = len({use.symbol for use in used})
        yield Recommendation(
            profile.name,
            Topic.DATA,
            "Amazon ElastiCache for Valkey, with a key prefix of its own",
            "data.cache",
            Strength.RECOMMENDED,
            f"{acting(users, 'function', 'uses', 'use')} a cache{_named(used)}. Keys that other "
            "services use, too, are shared data and need an owner.",
            (evidence("uses of a cache", [place for use in used for place in use.places]),),
            "AWS agent toolkit: ElastiCache for Valkey",
            "cache",
        )


def _named(uses: tuple[ResourceUse, ...] | list[ResourceUse]) -> str:
    names = sorted({use.name for use in uses if use.name})
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f" ({', '.join(names[:_FEW])}{more})" if names else ""
