"""boto3: clients and resources are told apart by the service that they are made for."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

CLIENT = "boto3.client"
"""What operations of clients are named after: ``boto3.client.s3.get_object``."""
_OWNERS = (
    *("boto3", "boto3.Session", "boto3.session.Session", "boto3.DEFAULT_SESSION"),
    *("aioboto3.Session", "aioboto3", "aiobotocore.session.get_session", "botocore.session.get_session"),
)


@models_call(*(f"{owner}.{made}" for owner in _OWNERS for made in ("client", "resource", "create_client")))
def _make(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``boto3.client("s3")`` is a client of that service, and of no other."""
    if site.target >= 0:
        node = site.argument(0, "service_name")
        if node < 0:
            linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(CLIENT)))
        else:
            linkage.solver.use(node, _made, (linkage, site.target))


def _made(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        is_text = linkage.objects.kinds[thing] is Kind.STRING
        name = linkage.objects.text(thing) if is_text else ""
        dotted = f"{CLIENT}.{name}" if name.replace("-", "").isalnum() else CLIENT
        linkage.solver.add(target, linkage.objects.instance(linkage.objects.external(dotted)))
