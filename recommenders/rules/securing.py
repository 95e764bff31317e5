"""Who may do what, what has to be kept secret, and who looks."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.extractors.graph import EntryKind
from decompose.extractors.marks import MarkKind, TraitKind
from decompose.recommenders.conditions import When
from decompose.recommenders.design.access import permissions_of
from decompose.recommenders.options import Scope
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, entry_evidence, evidence
from decompose.recommenders.rules import declare, rule

_SENSITIVE = ("*payment*", "*card*", "*iban*", "*invoice*", "*patient*", "*medical*", "*salary*", "*passport*", "*ssn*")

declare(
    "security.secrets",
    Topic.SECURITY,
    looks_for="literal secrets in code, settings and files beside the code",
    target="AWS Secrets Manager; then new secrets, since these are in the history of the repository",
    reason="Secrets stand in files of the repository. Whoever reads the repository has them, in every old version, "
    "too.",
    source="The Twelve-Factor App, III: configuration; AWS agent toolkit: secrets",
    when=(When(traits=(TraitKind.SECRET.value,)), When(marks=(MarkKind.SECRET.value,))),
    scope=Scope.SYSTEM,
)
declare(
    "security.sensitive",
    Topic.SECURITY,
    looks_for="tables whose names speak of payments, health, identities",
    target="an account or at least a key of its own, AWS Config rules, and an Amazon EventBridge rule on its trail",
    reason="By their names, tables of it may hold what laws or contracts protect; whether they do is for people to "
    "say.",
    source="Whitepaper Microservices on AWS: auditing with AWS CloudTrail and AWS Config",
    when=When(tables=_SENSITIVE),
    strength=Strength.VIABLE,
)


@rule(
    "security.permissions",
    Topic.SECURITY,
    looks_for="operations of AWS that the code calls",
    recommends="one IAM role for the service, with these actions alone",
    source="Whitepaper Microservices on AWS: AWS IAM; AWS agent toolkit: one role for each service",
)
def permissions(profile: ServiceProfile) -> Iterator[Recommendation]:
    """What the code does is what it may do."""
    given = list(permissions_of(profile))
    if given:
        actions = sorted({action for permission in given for action in permission.actions})
        shown = ", ".join(actions[:6]) + (f" and {len(actions) - 6} more" if len(actions) > 6 else "")
        places = [place for permission in given for place in permission.places]
        yield Recommendation(
            profile.name,
            Topic.SECURITY,
            "one IAM role, with these actions alone",
            "security.permissions",
            Strength.RECOMMENDED,
            f"Its code calls {plural(len(actions), 'action')} of AWS: {shown}.",
            (evidence(plural(len(actions), "action"), places),),
            "Whitepaper Microservices on AWS: AWS IAM",
        )


@rule(
    "security.public-routes",
    Topic.SECURITY,
    looks_for="HTTP routes, and nothing that limits how often they may be asked",
    recommends="AWS WAF with a rate-based rule in front",
    source="Whitepaper Microservices on AWS: tolerance of denial of service",
    scope=Scope.SYSTEM,
)
def public_routes(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Nothing in the code stops who asks too often."""
    routes = profile.entries_of(EntryKind.HTTP, EntryKind.WEBSOCKET)
    if routes and not profile.traits_of(TraitKind.RATE_LIMIT):
        yield Recommendation(
            profile.name,
            Topic.SECURITY,
            "AWS WAF with a rate-based rule in front",
            "security.public-routes",
            Strength.VIABLE,
            f"No library that limits requests was seen with its {plural(len(routes), 'route')}. Whether the code does "
            "so by hand, or something in front, has to be looked up.",
            (entry_evidence(routes, "HTTP routes"), evidence("no limit of requests")),
            "Whitepaper Microservices on AWS: tolerance of denial of service",
        )


@rule(
    "security.scanning",
    Topic.SECURITY,
    looks_for="a pipeline, or none, without a step that looks for weaknesses",
    recommends="a scan of the code and of the images (Amazon Inspector) in the pipeline",
    source="AWS/APN e-book on microservices: security is everyone's job",
    scope=Scope.SYSTEM,
)
def scanning(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Nobody looks."""
    pipelines = profile.marks_of(MarkKind.PIPELINE)
    if pipelines and not profile.marks_of(MarkKind.SCANNER):
        names = ", ".join(sorted({mark.name for mark in pipelines}))
        yield Recommendation(
            profile.name,
            Topic.SECURITY,
            "a scan of the code and of the images (Amazon Inspector) in the pipeline",
            "security.scanning",
            Strength.VIABLE,
            f"No step that looks for weaknesses was seen in the pipeline ({names}).",
            (evidence(f"pipeline: {names}", [mark.place for mark in pipelines]), evidence("no scanner")),
            "AWS/APN e-book on microservices: security is everyone's job",
        )


@rule(
    "security.audit",
    Topic.SECURITY,
    looks_for="more than one service",
    recommends="AWS CloudTrail into one bucket that nobody may change, AWS Config with rules",
    source="Whitepaper Microservices on AWS: auditing",
    scope=Scope.SYSTEM,
)
def audit(profile: ServiceProfile) -> Iterator[Recommendation]:
    """Who did what, across all services."""
    if profile.units:
        yield Recommendation(
            profile.name,
            Topic.SECURITY,
            "AWS CloudTrail into one bucket that nobody may change, AWS Config with rules",
            "security.audit",
            Strength.RECOMMENDED,
            "Several services, each with a role and data of its own: what was done to them is only seen where all "
            "trails come together. An account for each owner keeps them apart further.",
            (evidence(f"{plural(len(profile.tables), 'table')} in several services"),),
            "Whitepaper Microservices on AWS: auditing",
        )
