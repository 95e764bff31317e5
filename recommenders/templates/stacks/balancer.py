"""The load balancer that all services share: HTTPS in front, each path led to its service."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, ec2, s3
from troposphere import elasticloadbalancingv2 as elb

from decompose.recommenders.templates.grants import allow, policy
from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import System
from decompose.recommenders.templates.stack import Stack

TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06"


@part_of_system("network")
def balancer(stack: Stack, system: System) -> None:
    """The load balancer with its listeners; what no rule takes is answered with 404."""
    if not system.has_balancer:
        return
    group = stack.add(
        ec2.SecurityGroup(
            "BalancerSecurityGroup",
            GroupDescription="The load balancer",
            VpcId=Ref("Vpc"),
            SecurityGroupIngress=[_from_everywhere(80), _from_everywhere(443)],
        )
    )
    logs = _access_logs(stack)
    load_balancer = stack.add(
        elb.LoadBalancer(
            "Balancer",
            Type="application",
            Scheme="internet-facing",
            SecurityGroups=[Ref(group)],
            Subnets=[Ref("SubnetPublicA"), Ref("SubnetPublicB")],
            DependsOn=["PublicDefault", logs.title],
            LoadBalancerAttributes=[
                elb.LoadBalancerAttributes(Key=key, Value=value)
                for key, value in (
                    ("routing.http.drop_invalid_header_fields.enabled", "true"),
                    ("access_logs.s3.enabled", "true"),
                    ("access_logs.s3.bucket", Ref("AccessLogs")),
                )
            ],
        )
    )
    certificate = stack.ref(
        "CertificateArn", "The certificate of the public name, from AWS Certificate Manager.", AllowedPattern="arn:.*"
    )
    nothing = elb.FixedResponseConfig(StatusCode="404", ContentType="text/plain", MessageBody="Not found")
    https = stack.add(
        elb.Listener(
            "HttpsListener",
            LoadBalancerArn=Ref(load_balancer),
            Port=443,
            Protocol="HTTPS",
            SslPolicy=TLS,
            Certificates=[elb.Certificate(CertificateArn=certificate)],
            DefaultActions=[elb.Action(Type="fixed-response", FixedResponseConfig=nothing)],
        )
    )
    redirect = elb.RedirectConfig(Protocol="HTTPS", Port="443", StatusCode="HTTP_301")
    stack.add(
        elb.Listener(
            "HttpListener",
            LoadBalancerArn=Ref(load_balancer),
            Port=80,
            Protocol="HTTP",
            DefaultActions=[elb.Action(Type="redirect", RedirectConfig=redirect)],
        )
    )
    stack.export("HttpsListener", Ref(https))
    stack.export("BalancerName", GetAtt(load_balancer, "LoadBalancerFullName"))
    stack.export("BalancerAddress", GetAtt(load_balancer, "DNSName"), "Where the public name must point to")


def _from_everywhere(port: int) -> ec2.SecurityGroupRule:
    return ec2.SecurityGroupRule(
        IpProtocol="tcp", FromPort=port, ToPort=port, CidrIp="0.0.0.0/0", Description="The public"
    )


def _access_logs(stack: Stack) -> s3.BucketPolicy:
    """Each request, kept for three months; a load balancer can only write to buckets with keys of S3."""
    rule = s3.LifecycleRule(Id="expire", Status="Enabled", ExpirationInDays=90)
    bucket = stack.add(
        s3.Bucket(
            "AccessLogs",
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
            LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[rule]),
            **closed(),
        )
    )
    writes = allow(
        "BalancerWrites",
        ("s3:PutObject",),
        (Sub("${AccessLogs.Arn}/AWSLogs/${AWS::AccountId}/*"),),
        Principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
    )
    return stack.add(
        s3.BucketPolicy("AccessLogsPolicy", Bucket=Ref(bucket), PolicyDocument=policy([writes, only_encrypted(bucket)]))
    )


def closed() -> dict[str, s3.AWSProperty]:
    """Properties of a bucket that only this account sees, encrypted, without old-style access lists."""
    by_default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="AES256")
    return {
        "BucketEncryption": s3.BucketEncryption(
            ServerSideEncryptionConfiguration=[s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=by_default)]
        ),
        "PublicAccessBlockConfiguration": s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
        ),
        "OwnershipControls": s3.OwnershipControls(
            Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
        ),
    }


def only_encrypted(bucket: s3.Bucket) -> dict[str, object]:
    """A statement that refuses what does not come by TLS."""
    return {
        "Sid": "OnlyEncrypted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [GetAtt(bucket, "Arn"), Sub(f"${{{bucket.title}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
