"""Files of a service, in S3."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, s3

from decompose.recommenders.templates.grants import Grant, policy
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.balancer import closed, only_encrypted


@part_of_service("data")
def buckets(stack: Stack, service: Service) -> None:
    """A bucket for each kind of files: encrypted, with versions, closed to the public."""
    for item in service.buckets:
        rule = s3.LifecycleRule(
            Id="tidy",
            Status="Enabled",
            AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(DaysAfterInitiation=7),
            NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=90),
        )
        made = stack.add(
            s3.Bucket(
                f"{item.id}Bucket",
                DeletionPolicy="Retain",
                UpdateReplacePolicy="Retain",
                VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
                LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[rule]),
                **closed(),
            )
        )
        stack.add(
            s3.BucketPolicy(f"{item.id}BucketPolicy", Bucket=Ref(made), PolicyDocument=policy([only_encrypted(made)]))
        )
        stack.export(f"{item.id}Bucket", Ref(made))
        stack.export(f"{item.id}BucketArn", GetAtt(made, "Arn"))


@grants
def buckets_access(service: Service) -> list[Grant]:
    """Names of the buckets; listing them, and reading, writing and deleting what is in them."""
    return [grant for item in service.buckets for grant in _access(service, item.id, item.variable)]


def _access(service: Service, id_: str, variable: str) -> list[Grant]:
    arn = imported(service, "data", f"{id_}BucketArn")
    name = ((f"BUCKET_{variable}", imported(service, "data", f"{id_}Bucket")),)
    objects = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")
    return [
        Grant(f"Bucket{id_}", environment=name, actions=("s3:GetBucketLocation", "s3:ListBucket"), resources=(arn,)),
        Grant(f"Bucket{id_}Objects", actions=objects, resources=(Sub("${Arn}/*", Arn=arn),)),
    ]
