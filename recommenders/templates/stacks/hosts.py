"""Machines on which the cluster runs what needs a host of its own: as many as its tasks ask for, down to none."""

from __future__ import annotations

from troposphere import Base64, GetAtt, Ref, Sub, autoscaling, ec2, ecs, iam

from decompose.recommenders.architecture import Compute
from decompose.recommenders.templates.grants import trust
from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import System
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack
from decompose.recommenders.templates.stacks.network import private_subnets

ON_HOSTS = frozenset({Compute.ECS_EC2, Compute.EC2})
IMAGE = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"


@part_of_system("network")
def hosts(stack: Stack, system: System) -> None:
    """An Auto Scaling group as a capacity provider of the cluster."""
    if not any(item.part.compute in ON_HOSTS for service in system.services for item in service.workloads):
        return
    template = _launch_template(stack)
    group = stack.add(
        autoscaling.AutoScalingGroup(
            "Hosts",
            MinSize="0",
            MaxSize=stack.ref("HostsMost", "Machines at most: a bound on their cost.", Default="4"),
            VPCZoneIdentifier=private_subnets(),
            Tags=autoscaling.Tags(System=(system.slug, True), Environment=(Ref(ENVIRONMENT), True)),
            NewInstancesProtectedFromScaleIn=True,
            LaunchTemplate=autoscaling.LaunchTemplateSpecification(
                LaunchTemplateId=Ref(template), Version=GetAtt(template, "LatestVersionNumber")
            ),
        )
    )
    provider = stack.add(
        ecs.CapacityProvider(
            "HostsProvider",
            AutoScalingGroupProvider=ecs.AutoScalingGroupProvider(
                AutoScalingGroupArn=Ref(group),
                ManagedScaling=ecs.ManagedScaling(Status="ENABLED", TargetCapacity=100),
                ManagedTerminationProtection="ENABLED",
                ManagedDraining="ENABLED",
            ),
        )
    )
    stack.add(
        ecs.ClusterCapacityProviderAssociations(
            "Providers",
            Cluster=Ref("Cluster"),
            CapacityProviders=["FARGATE", Ref(provider)],
            DefaultCapacityProviderStrategy=[ecs.CapacityProviderStrategy(CapacityProvider="FARGATE", Weight=1)],
        )
    )
    stack.export("HostsProvider", Ref(provider))


def _launch_template(stack: Stack) -> ec2.LaunchTemplate:
    managed = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
    role = stack.add(
        iam.Role("HostRole", AssumeRolePolicyDocument=trust("ec2.amazonaws.com"), ManagedPolicyArns=[Sub(managed)])
    )
    profile = stack.add(iam.InstanceProfile("HostProfile", Roles=[Ref(role)]))
    group = stack.add(
        ec2.SecurityGroup("HostsSecurityGroup", GroupDescription="Machines of the cluster", VpcId=Ref("Vpc"))
    )
    return stack.add(
        ec2.LaunchTemplate(
            "HostTemplate",
            LaunchTemplateData=ec2.LaunchTemplateData(
                ImageId=stack.ref(
                    "HostImage",
                    "The image of the machines. For GPUs take the one for them.",
                    Type="AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
                    Default=IMAGE,
                ),
                InstanceType=stack.ref("HostClass", "The class of the machines, to start with.", Default="m6i.large"),
                IamInstanceProfile=ec2.IamInstanceProfile(Arn=GetAtt(profile, "Arn")),
                MetadataOptions=ec2.MetadataOptions(HttpTokens="required", HttpPutResponseHopLimit=1),
                SecurityGroupIds=[GetAtt(group, "GroupId")],
                UserData=Base64(Sub("#!/bin/sh\necho ECS_CLUSTER=${Cluster} >> /etc/ecs/ecs.config\n")),
            ),
        )
    )
