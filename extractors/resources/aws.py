"""Services of AWS: boto3's clients and resources by the name that they are made with."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.graph import ResourceKind
from decompose.extractors.linking.libraries.aws_clients import CLIENT
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.resources import Meaning, Namer, called, family
from decompose.extractors.resources.names import texts_or_settings

_KINDS = {
    "s3": ResourceKind.STORAGE,
    **dict.fromkeys(("sqs", "sns", "kinesis", "firehose", "events", "stepfunctions", "pinpoint"), ResourceKind.QUEUE),
    **dict.fromkeys(("ses", "sesv2"), ResourceKind.EMAIL),
    **dict.fromkeys(("elasticache", "dax"), ResourceKind.CACHE),
    **dict.fromkeys(("es", "opensearch", "cloudsearchdomain"), ResourceKind.SEARCH),
}
_NAMED_BY = {
    "s3": ("Bucket",),
    "sqs": ("QueueUrl", "QueueName"),
    "sns": ("TopicArn", "TargetArn"),
    "kinesis": ("StreamName",),
    "firehose": ("DeliveryStreamName",),
    "ses": ("Template",),
}
"""service → the arguments that name what is used of it."""
_READING = (
    *("get", "list", "describe", "head", "scan", "query", "search", "batch_get", "receive", "download", "generate"),
    *("lookup", "select", "check", "detect", "load", "all", "filter"),
)
_OF_CLIENTS = frozenset({"can_paginate", "close", "exceptions", "meta", "get_waiter", "generate_presigned_url"})


@family("boto3")
def _operation(dotted: str) -> Meaning | None:
    """What an operation of a client does, by the conventions of its name."""
    parts = dotted.split(".")
    if parts[:2] != CLIENT.split(".") or len(parts) < 4 or parts[-1] in _OF_CLIENTS:
        return None
    service, operation = parts[2], parts[-1]
    kind = _KINDS.get(service, ResourceKind.CLOUD)
    is_object = len(parts) > 4 and parts[3][:1].isupper()  # boto3.resource("s3").Bucket("x").upload_file(…)
    if len(parts) > (6 if is_object else 4) or operation[:1].isupper():
        return None
    reads = operation.startswith(_READING)
    return Meaning(kind, reads, not reads, _named(service) if kind is not ResourceKind.CLOUD else called(service))


def _named(service: str) -> Namer:
    keywords = _NAMED_BY.get(service, ())

    def named(linkage: Linkage, site: CallSite) -> Iterable[str]:
        found = [name for keyword in keywords for name in texts_or_settings(linkage, site, site.argument(99, keyword))]
        return found or [service]

    return named
