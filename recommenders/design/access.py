"""What a service may do with AWS, and which secrets it needs: from what its code does, and nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from decompose.extractors.marks import MarkKind, Trait, TraitKind
from decompose.recommenders.architecture import Permission, Secret
from decompose.recommenders.profile import ServiceProfile

_PREFIXES = {
    "sesv2": "ses",
    "stepfunctions": "states",
    "opensearch": "es",
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "cognito-idp": "cognito-idp",
    "apigatewaymanagementapi": "execute-api",
    "cloudwatch": "cloudwatch",
    "efs": "elasticfilesystem",
    "rds-data": "rds-data",
    "bedrock-runtime": "bedrock",
}
"""Name of a client → prefix of its actions, where they differ."""
_ACTIONS: dict[str, tuple[str, ...]] = {
    "s3.head_object": ("s3:GetObject",),
    "s3.head_bucket": ("s3:ListBucket",),
    "s3.list_objects": ("s3:ListBucket",),
    "s3.list_objects_v2": ("s3:ListBucket",),
    "s3.list_buckets": ("s3:ListAllMyBuckets",),
    "s3.list_object_versions": ("s3:ListBucketVersions",),
    "s3.copy_object": ("s3:GetObject", "s3:PutObject"),
    "s3.copy": ("s3:GetObject", "s3:PutObject"),
    "s3.delete_objects": ("s3:DeleteObject",),
    "s3.upload_file": ("s3:PutObject",),
    "s3.upload_fileobj": ("s3:PutObject",),
    "s3.download_file": ("s3:GetObject",),
    "s3.download_fileobj": ("s3:GetObject",),
    "s3.create_multipart_upload": ("s3:PutObject",),
    "s3.upload_part": ("s3:PutObject",),
    "s3.complete_multipart_upload": ("s3:PutObject",),
    "s3.abort_multipart_upload": ("s3:AbortMultipartUpload",),
    "s3.generate_presigned_url": ("s3:GetObject",),
    "s3.generate_presigned_post": ("s3:PutObject",),
    "sqs.send_message_batch": ("sqs:SendMessage",),
    "sqs.delete_message_batch": ("sqs:DeleteMessage",),
    "sqs.change_message_visibility_batch": ("sqs:ChangeMessageVisibility",),
    "sns.publish_batch": ("sns:Publish",),
    "lambda.invoke": ("lambda:InvokeFunction",),
    "lambda.invoke_async": ("lambda:InvokeFunction",),
    "kinesis.put_record": ("kinesis:PutRecord",),
    "dynamodb.transact_write_items": ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
    "dynamodb.transact_get_items": ("dynamodb:GetItem",),
    "bedrock-runtime.converse": ("bedrock:InvokeModel",),
}
"""Operation → its actions, where those have other names."""
_ARNS = {
    "s3": "arn:aws:s3:::{}",
    "sqs": "arn:aws:sqs:*:*:{}",
    "sns": "arn:aws:sns:*:*:{}",
    "dynamodb": "arn:aws:dynamodb:*:*:table/{}",
    "kinesis": "arn:aws:kinesis:*:*:stream/{}",
    "firehose": "arn:aws:firehose:*:*:deliverystream/{}",
    "lambda": "arn:aws:lambda:*:*:function:{}",
    "secretsmanager": "arn:aws:secretsmanager:*:*:secret:{}-*",
    "ssm": "arn:aws:ssm:*:*:parameter/{}",
}
_FEW = 6


def permissions_of(profile: ServiceProfile) -> Iterator[Permission]:
    """What the code does with AWS already, one permission for each thing that it is done to."""
    found: dict[str, list[tuple[str, Trait]]] = defaultdict(list)
    for trait in profile.traits_of(TraitKind.AWS):
        for action in actions_of(trait.name):
            found[_resource(action, trait)].append((action, trait))
    for resource, allowed in found.items():
        places = sorted({place for _, trait in allowed for place in trait.places})
        yield Permission(profile.name, tuple(sorted({action for action, _ in allowed})), resource, tuple(places[:_FEW]))


def actions_of(operation: str) -> tuple[str, ...]:
    """The actions of IAM that an operation of a client (``s3.put_object``) needs.

    Most are spelled like it; those that are not are listed.
    """
    if operation in _ACTIONS:
        return _ACTIONS[operation]
    client, _, name = operation.partition(".")
    if not name:
        return ()
    return (f"{_PREFIXES.get(client, client)}:{''.join(word.capitalize() for word in name.split('_'))}",)


def _resource(action: str, trait: Trait) -> str:
    """What it is done to, where the code names it; objects of a bucket apart from the bucket."""
    client = trait.name.partition(".")[0]
    name = trait.detail.rpartition("/")[2] if client == "sqs" else trait.detail
    if not name or client not in _ARNS or "settings." in name or "*" in name:
        return "*"
    if name.startswith("arn:"):
        return name
    resource = _ARNS[client].format(name)
    is_of_objects = client == "s3" and action.endswith(("Object", "MultipartUpload"))
    return f"{resource}/*" if is_of_objects else resource


def secrets_of(profile: ServiceProfile, of_settings: Iterable[Trait] = ()) -> Iterator[Secret]:
    """The secrets that stand in the code of a service as literals, and those of settings, which every service reads.

    Variables of a ``.env`` or compose file are settings, too, unless they are those of a program beside the code.

    Args:
        profile: the service.
        of_settings: traits that belong to no service.
    """
    for trait in (*profile.traits_of(TraitKind.SECRET), *of_settings):
        if trait.places:
            yield Secret(profile.name, trait.name, trait.places[0])
    for mark in profile.marks_of(MarkKind.SECRET):
        yield Secret(profile.name, mark.name, mark.place)


def one_of_each(secrets: Iterable[Secret]) -> list[Secret]:
    """A secret for each service and name, with the first of its places."""
    found: dict[tuple[str, str], Secret] = {}
    for secret in sorted(secrets):
        found.setdefault((secret.service, secret.name), secret)
    return list(found.values())
