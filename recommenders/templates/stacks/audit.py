"""Who did what in the account, and how things are configured: for the system, once."""

from __future__ import annotations

from typing import Any

from troposphere import Equals, GetAtt, Ref, Sub, cloudtrail, config, iam, s3

from decompose.recommenders.templates.grants import allow, policy, trust
from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import System
from decompose.recommenders.templates.stack import Stack
from decompose.recommenders.templates.stacks.balancer import closed, only_encrypted

TRAIL = "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/"
RULES = (
    ("RootWithMfa", "ROOT_ACCOUNT_MFA_ENABLED"),
    ("BucketsClosed", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"),
    ("BucketsWithTls", "S3_BUCKET_SSL_REQUESTS_ONLY"),
    ("DatabasesEncrypted", "RDS_STORAGE_ENCRYPTED"),
    ("DatabasesClosed", "RDS_INSTANCE_PUBLIC_ACCESS_CHECK"),
    ("BalancersRedirect", "ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK"),
    ("NoAdministrators", "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS"),
    ("TrailOn", "CLOUD_TRAIL_ENABLED"),
)
"""Managed rules of AWS Config that fit what the other stacks make."""


@part_of_system("audit")
def trail(stack: Stack, system: System) -> None:
    """A trail of all regions, in a bucket where nothing can be changed or deleted for a year."""
    if not system.services:
        return
    bucket = _bucket(stack)
    name = Sub(f"{system.slug}-${{Environment}}")
    made_by = {"StringEquals": {"aws:SourceArn": Sub(f"{TRAIL}{system.slug}-${{Environment}}")}}
    cloudtrail_ = {"Service": "cloudtrail.amazonaws.com"}
    config_ = {"Service": "config.amazonaws.com"}
    here = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}}
    own = Sub("${AuditLogs.Arn}/AWSLogs/${AWS::AccountId}/*")
    written = stack.add(
        s3.BucketPolicy(
            "AuditLogsPolicy",
            Bucket=Ref(bucket),
            PolicyDocument=policy(
                [
                    allow(
                        "TrailLooks",
                        ("s3:GetBucketAcl",),
                        (GetAtt(bucket, "Arn"),),
                        Principal=cloudtrail_,
                        Condition=made_by,
                    ),
                    allow("TrailWrites", ("s3:PutObject",), (own,), Principal=cloudtrail_, Condition=made_by),
                    allow(
                        "ConfigLooks",
                        ("s3:GetBucketAcl", "s3:ListBucket"),
                        (GetAtt(bucket, "Arn"),),
                        Principal=config_,
                        Condition=here,
                    ),
                    allow("ConfigWrites", ("s3:PutObject",), (own,), Principal=config_, Condition=here),
                    only_encrypted(bucket),
                ]
            ),
        )
    )
    stack.add(
        cloudtrail.Trail(
            "Trail",
            TrailName=name,
            S3BucketName=Ref(bucket),
            IsLogging=True,
            IsMultiRegionTrail=True,
            IncludeGlobalServiceEvents=True,
            EnableLogFileValidation=True,
            DependsOn=written.title,
        )
    )
    _recorder(stack, bucket, written)


def _bucket(stack: Stack) -> Any:
    locked = s3.ObjectLockConfiguration(
        ObjectLockEnabled="Enabled",
        Rule=s3.ObjectLockRule(
            DefaultRetention=s3.DefaultRetention(
                Mode="GOVERNANCE",
                Days=stack.ref(
                    "AuditDays",
                    "Days for which nothing of the audit can be changed or deleted.",
                    Type="Number",
                    Default=365,
                    MinValue=1,
                ),
            )
        ),
    )
    return stack.add(
        s3.Bucket(
            "AuditLogs",
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
            ObjectLockEnabled=True,
            ObjectLockConfiguration=locked,
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
            **closed(),
        )
    )


def _recorder(stack: Stack, bucket: Any, written: Any) -> None:
    """AWS Config: an account has one recorder in a region, so people say whether this stack makes it."""
    wanted = stack.ref(
        "RecordConfiguration",
        "Whether to record how things are configured: no where the account has a recorder already.",
        Default="yes",
        AllowedValues=["yes", "no"],
    )
    has = stack.condition("HasRecorder", Equals(wanted, "yes"))
    managed = Sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole")
    role = stack.add(
        iam.Role(
            "RecorderRole",
            AssumeRolePolicyDocument=trust("config.amazonaws.com"),
            ManagedPolicyArns=[managed],
            Condition=has,
        )
    )
    recorder = stack.add(
        config.ConfigurationRecorder(
            "Recorder",
            RoleARN=GetAtt(role, "Arn"),
            RecordingGroup=config.RecordingGroup(AllSupported=True, IncludeGlobalResourceTypes=True),
            Condition=has,
        )
    )
    stack.add(config.DeliveryChannel("Delivery", S3BucketName=Ref(bucket), DependsOn=written.title, Condition=has))
    for name, rule in RULES:
        stack.add(
            config.ConfigRule(
                name,
                Source=config.Source(Owner="AWS", SourceIdentifier=rule),
                DependsOn=recorder.title,
                Condition=has,
            )
        )
