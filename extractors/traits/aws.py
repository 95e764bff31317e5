"""Operations of AWS that the code calls through boto3, under the names that clients have for them."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.libraries.aws_clients import CLIENT
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.marks import TraitKind
from decompose.extractors.resources.names import texts_or_settings
from decompose.extractors.traits import Found, OutsideCall, Watched, finder

_SAME = {
    "s3": {
        **dict.fromkeys(("upload_file", "upload_fileobj", "put", "generate_presigned_post"), "put_object"),
        **dict.fromkeys(("download_file", "download_fileobj", "get"), "get_object"),
        "copy": "copy_object",
        "copy_from": "copy_object",
        "delete": "delete_object",
        "load": "head_object",
        "all": "list_objects_v2",
        "filter": "list_objects_v2",
        "create": "create_bucket",
    },
    "sqs": {
        "receive_messages": "receive_message",
        "send_messages": "send_message_batch",
        "delete": "delete_message",
        "get_queue_by_name": "get_queue_url",
        "delete_messages": "delete_message_batch",
    },
    "dynamodb": {"batch_writer": "batch_write_item", "load": "describe_table"},
}
"""service → what conveniences are of its operations."""
_OF_CLIENTS = frozenset(
    {*("can_paginate", "close", "get_waiter", "paginate", "wait", "build_full_result", "reload", "limit", "page_size")}
)
_BY_ARGUMENT = frozenset({"get_paginator", "generate_presigned_url"})
"""Functions of clients whose first argument is the operation."""
_NAMED_BY = (
    *("Bucket", "QueueUrl", "QueueName", "TopicArn", "TargetArn", "TableName", "StreamName", "DeliveryStreamName"),
    *("FunctionName", "SecretId", "stateMachineArn", "KeyId", "EventBusName", "Name", "ParameterName"),
)
_POSITIONS = {"upload_file": 1, "upload_fileobj": 1, "download_file": 0, "download_fileobj": 0, "copy": 1}
"""Conveniences of S3's client → the position of the bucket."""
_OBJECTS = frozenset(
    {"Bucket", "Object", "ObjectSummary", "Table", "Queue", "Topic", "Stream", "get_queue_by_name", "Message"}
)
_MOST_NAMES = 4


@finder
def operations(watched: Watched) -> Iterator[Found]:
    """``boto3.client("s3").upload_file(…)`` is ``s3.put_object``."""
    for call in watched.calls_of("boto3"):
        parts = call.name.split(".")
        if parts[:2] != CLIENT.split(".") or len(parts) < 4 or call.last in _OF_CLIENTS or call.last[:1].isupper():
            continue
        site = watched.site(call)
        is_object = parts[3][:1].isupper()
        if site is None or len(parts) > (6 if is_object else 4):
            continue
        linkage, service = watched.linkage, parts[2]
        for operation in _operations(linkage, service, call.last, site):
            names = _names(linkage, call, site)
            detail = names[0] if len(names) == 1 else ""
            yield Found(TraitKind.AWS, call.scope, call.line, f"{service}.{operation}", None, detail, call.confidence)


def _operations(linkage: Linkage, service: str, last: str, site: CallSite) -> list[str]:
    if last in _BY_ARGUMENT:
        return strings_at(linkage, site.argument(0, "operation_name"))[:_MOST_NAMES] or strings_at(
            linkage, site.argument(0, "ClientMethod")
        )
    return [_SAME.get(service, {}).get(last, last)]


def _names(linkage: Linkage, call: OutsideCall, site: CallSite) -> list[str]:
    """What the operation is done to, as its arguments say, or those of the object that has it."""
    for keyword in _NAMED_BY:
        node = site.argument(99, keyword)
        if node >= 0:
            return texts_or_settings(linkage, site, node)
    if call.last in _POSITIONS and len(call.name.split(".")) == 4:
        return texts_or_settings(linkage, site, site.argument(_POSITIONS[call.last], "Bucket"))
    return _of_object(linkage, call) if isinstance(call.op, facts.Call) else []


def _of_object(linkage: Linkage, call: OutsideCall) -> list[str]:
    """``resource.Bucket("pictures").upload_file(…)``: the first argument of what made the object."""
    from decompose.extractors.linking.loading import call_site

    gid = call.scope
    defined = {op.target: op for op in linkage.ops(gid) if isinstance(op, (facts.Attr, facts.Call, facts.Copy))}
    value = call.op.func if isinstance(call.op, facts.Call) else -1
    for _ in range(8):
        match defined.get(value):
            case facts.Attr() as op:
                value = op.base
            case facts.Copy() as op:
                value = op.source
            case facts.Call() as op:
                made = defined.get(op.func)
                if isinstance(made, facts.Attr) and made.name in _OBJECTS:
                    site = call_site(linkage, gid, op)
                    return texts_or_settings(linkage, site, site.argument(0, "QueueName"))
                value = op.func
            case _:
                break
    return []
