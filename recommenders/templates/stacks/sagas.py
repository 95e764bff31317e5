"""State machines for transactions over several services, and who may start and answer them."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, iam, stepfunctions

from decompose.recommenders.architecture import Saga
from decompose.recommenders.templates.alarming import alarm
from decompose.recommenders.templates.grants import Grant, allow, policy, trust
from decompose.recommenders.templates.machines import Step, definition, steps
from decompose.recommenders.templates.messages import own_account
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack, imported
from decompose.recommenders.templates.stacks.containers import log_group
from decompose.recommenders.templates.stacks.queues import SAGA_STEPS

DELIVERY = tuple(
    f"logs:{name}"
    for name in (
        "CreateLogDelivery",
        "DeleteLogDelivery",
        "DescribeLogGroups",
        "DescribeResourcePolicies",
        "GetLogDelivery",
        "ListLogDeliveries",
        "PutResourcePolicy",
        "UpdateLogDelivery",
    )
)
"""What a state machine needs to write its log; AWS takes no narrower resource for it."""


@part_of_service("sagas")
def sagas(stack: Stack, service: Service) -> None:
    """A state machine for each saga that the service starts."""
    for item in service.sagas:
        of = steps(item.part, service.system.slugs)
        if of:
            _machine(stack, service, item, of)


def _machine(stack: Stack, service: Service, item: Named[Saga], of: tuple[Step, ...]) -> None:
    taking = sorted({step.service for step in of})
    queues = {name: f"${{Queue{number}}}" for number, name in enumerate(taking, 1)}
    owners = [owner for name in taking if (owner := service.system.service(name))]
    group = log_group(stack, f"{item.id}Logs")
    asks = [imported(owner, "messaging", f"{SAGA_STEPS}QueueArn") for owner in owners]
    allowed = [
        allow("Ask", ("sqs:SendMessage",), asks),
        allow("Log", DELIVERY, ("*",)),
        allow("Trace", ("xray:PutTelemetryRecords", "xray:PutTraceSegments"), ("*",)),
    ]
    trusted = trust("states.amazonaws.com")
    trusted["Statement"][0]["Condition"] = own_account()
    role = stack.add(
        iam.Role(
            f"{item.id}Role",
            AssumeRolePolicyDocument=trusted,
            Policies=[iam.Policy(PolicyName="ask", PolicyDocument=policy(allowed))],
        )
    )
    destination = stepfunctions.CloudWatchLogsLogGroup(LogGroupArn=GetAtt(group, "Arn"))
    made = stack.add(
        stepfunctions.StateMachine(
            f"{item.id}Machine",
            StateMachineName=Sub(_name(item, service)),
            StateMachineType="STANDARD",
            RoleArn=GetAtt(role, "Arn"),
            Definition=definition(of, plain(item.part.name, 80), queues),
            DefinitionSubstitutions={
                f"Queue{number}": imported(owner, "messaging", f"{SAGA_STEPS}Queue")
                for number, owner in enumerate(owners, 1)
            },
            LoggingConfiguration=stepfunctions.LoggingConfiguration(
                Level="ERROR",
                IncludeExecutionData=False,
                Destinations=[stepfunctions.LogDestination(CloudWatchLogsLogGroup=destination)],
            ),
            TracingConfiguration=stepfunctions.TracingConfiguration(Enabled=True),
        )
    )
    stack.export(f"{item.id}Machine", Ref(made))
    of_machine = {"StateMachineArn": Ref(made)}
    alarm(
        stack,
        f"{item.id}Failed",
        "A transaction over several services was undone, or could not be",
        ("AWS/States", "ExecutionsFailed"),
        of_machine,
        0,
    )
    alarm(
        stack,
        f"{item.id}TimedOut",
        "A transaction over several services took too long",
        ("AWS/States", "ExecutionsTimedOut"),
        of_machine,
        0,
    )


def _name(item: Named[Saga], service: Service) -> str:
    """Known before the state machine is made, so that code can be allowed to start and to answer it."""
    return f"{_prefix(service)}{service.slug}--{item.slug}"


def _prefix(service: Service) -> str:
    """Begins the names of all state machines of the system."""
    return f"{service.system.slug[:12].strip('-')}-${{{ENVIRONMENT}}}-"


def _arn(name: str) -> Sub:
    return Sub(f"arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:stateMachine:{name}")


@grants
def saga_access(service: Service) -> list[Grant]:
    """Starting the state machines of its own, answering those that ask it: by the beginning of their names."""
    given = []
    if any(steps(item.part, service.system.slugs) for item in service.sagas):
        own = f"{_prefix(service)}{service.slug}--"
        variable = (("SAGA_ARN_PREFIX", _arn(own)),)
        given.append(
            Grant("StartSagas", environment=variable, actions=("states:StartExecution",), resources=(_arn(f"{own}*"),))
        )
    if service.takes_steps:
        answers = ("states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess")
        given.append(Grant("AnswerSagas", actions=answers, resources=(_arn(f"{_prefix(service)}*"),)))
    return given
