"""Who talked to whom in the network, and alarms for people."""

from __future__ import annotations

from troposphere import Equals, GetAtt, Not, Ref, Sub, ec2, iam, logs, sns

from decompose.recommenders.templates.grants import allow, policy, trust
from decompose.recommenders.templates.registry import part_of_system
from decompose.recommenders.templates.services import System
from decompose.recommenders.templates.stack import Stack


@part_of_system("network")
def flow_logs(stack: Stack, system: System) -> None:
    """Refused connections, kept for a month."""
    group = stack.add(
        logs.LogGroup("FlowLogs", RetentionInDays=30, DeletionPolicy="Delete", UpdateReplacePolicy="Delete")
    )
    writes = allow(
        "WriteFlowLogs",
        ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
        (GetAtt(group, "Arn"),),
    )
    role = stack.add(
        iam.Role(
            "FlowLogsRole",
            AssumeRolePolicyDocument=trust("vpc-flow-logs.amazonaws.com"),
            Policies=[iam.Policy(PolicyName="write-flow-logs", PolicyDocument=policy([writes]))],
        )
    )
    stack.add(
        ec2.FlowLog(
            "RefusedConnections",
            ResourceId=Ref("Vpc"),
            ResourceType="VPC",
            TrafficType="REJECT",
            LogDestinationType="cloud-watch-logs",
            LogGroupName=Ref(group),
            DeliverLogsPermissionArn=GetAtt(role, "Arn"),
        )
    )


@part_of_system("network")
def alarm_topic(stack: Stack, system: System) -> None:
    """Where all alarms go; people add themselves."""
    address = stack.ref("AlarmEmail", "Who is told of alarms; empty: nobody yet.", Default="")
    topic = stack.add(sns.Topic("AlarmTopic"))
    speaks = allow(
        "AlarmsSpeak",
        ("sns:Publish",),
        (Ref(topic),),
        Principal={"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]},
        Condition={"StringEquals": {"aws:SourceAccount": Sub("${AWS::AccountId}")}},
    )
    stack.add(sns.TopicPolicy("AlarmTopicPolicy", Topics=[Ref(topic)], PolicyDocument=policy([speaks])))
    stack.add(
        sns.SubscriptionResource(
            "AlarmSubscription",
            TopicArn=Ref(topic),
            Protocol="email",
            Endpoint=address,
            Condition=stack.condition("HasAlarmEmail", Not(Equals(address, ""))),
        )
    )
    stack.export("AlarmTopic", Ref(topic), "Where alarms go")
