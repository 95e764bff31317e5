"""Tasks of ECS, and the services that keep them running."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, ecs, iam, logs

from decompose.recommenders.architecture import Compute, Workload, WorkloadKind
from decompose.recommenders.limits import fargate_row
from decompose.recommenders.templates.commands import command, django_settings
from decompose.recommenders.templates.grants import allow, environment, policy, secrets, trust
from decompose.recommenders.templates.limits import within
from decompose.recommenders.templates.naming import Named, shortened
from decompose.recommenders.templates.registry import grants_of, part_of_service
from decompose.recommenders.templates.services import Service, is_balanced, is_web
from decompose.recommenders.templates.stack import Stack, imported
from decompose.recommenders.templates.stacks.cluster import security_group_of
from decompose.recommenders.templates.stacks.roles import code_statements

KEEPS_RUNNING = frozenset({WorkloadKind.WEB, WorkloadKind.WORKER})


@part_of_service("service")
def containers(stack: Stack, service: Service) -> None:
    """A task definition for each workload, and a service for each that runs all the time."""
    if not service.containers:
        return
    task_role(stack, service)
    groups = {item.slug: log_group(stack, f"{item.id}Logs") for item in service.containers}
    execution_role(stack, service, list(groups.values()))
    for item in service.containers:
        definition = _definition(stack, service, item, groups[item.slug])
        stack.export(f"{item.id}Task", Ref(definition), "Task definition")
        if item.part.kind in KEEPS_RUNNING:
            _keep_running(stack, service, item, definition)


def task_role(stack: Stack, service: Service) -> None:
    """What the code may do."""
    allowed = code_statements(stack, service)
    policies = [iam.Policy(PolicyName="code", PolicyDocument=policy(allowed))] if allowed else []
    role = trust("ecs-tasks.amazonaws.com")
    stack.add(iam.Role("TaskRole", AssumeRolePolicyDocument=role, Policies=policies))


def log_group(stack: Stack, name: str) -> Any:
    """Where a workload's output goes."""
    days = stack.ref("LogDays", "Days for which logs are kept.", Type="Number", Default=30)
    return stack.add(logs.LogGroup(name, RetentionInDays=days, DeletionPolicy="Delete", UpdateReplacePolicy="Delete"))


def execution_role(stack: Stack, service: Service, groups: list[Any]) -> None:
    """What starts the tasks: fetches the image and the secrets, writes the logs."""
    repository = repository_arn(stack)
    pulls = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
    given = [
        allow("LogIn", ("ecr:GetAuthorizationToken",), ("*",)),
        allow("Pull", pulls, (repository,)),
        allow("Log", ("logs:CreateLogStream", "logs:PutLogEvents"), [GetAtt(group, "Arn") for group in groups]),
    ]
    read = [secret.arn for secret in secrets(grants_of(service))]
    distinct = list({str(arn.to_dict()): arn for arn in read}.values())
    if distinct:
        given.append(allow("ReadSecrets", ("secretsmanager:GetSecretValue",), distinct))
    starts = [iam.Policy(PolicyName="start", PolicyDocument=policy(given))]
    role = trust("ecs-tasks.amazonaws.com")
    stack.add(iam.Role("ExecutionRole", AssumeRolePolicyDocument=role, Policies=starts))


def repository_arn(stack: Stack) -> Any:
    """The ARN of the repository with the service's images."""
    return stack.ref(
        "RepositoryArn", "The ARN of the ECR repository with the service's images.", AllowedPattern="arn:.*"
    )


def container(stack: Stack, service: Service, item: Named[Workload], group: Any) -> ecs.ContainerDefinition:
    """The one container of a task."""
    given = grants_of(service)
    found = command(item.part, service.architecture.packaging)
    options: dict[str, Any] = {}
    if is_web(item.part):
        port = service.architecture.packaging.port
        options["PortMappings"] = [ecs.PortMapping(ContainerPort=port, Name="web", Protocol="tcp", AppProtocol="http")]
    variables = environment(given)
    settings = django_settings(service.architecture.packaging)
    if settings:
        variables["DJANGO_SETTINGS_MODULE"] = settings
    return ecs.ContainerDefinition(
        Name="app",
        Image=stack.ref("Image", "The image of the service, with its tag or digest."),
        Essential=True,
        Command=found if found is not None else _command_of_people(stack, item),
        Environment=[ecs.Environment(Name=name, Value=value) for name, value in sorted(variables.items())],
        Secrets=[ecs.Secret(Name=secret.variable, ValueFrom=value_from(secret)) for secret in secrets(given)],
        LinuxParameters=ecs.LinuxParameters(InitProcessEnabled=True),
        StopTimeout=60,
        LogConfiguration=ecs.LogConfiguration(
            LogDriver="awslogs",
            Options={
                "awslogs-group": Ref(group),
                "awslogs-region": Ref("AWS::Region"),
                "awslogs-stream-prefix": item.slug,
                "mode": "non-blocking",
            },
        ),
        **options,
    )


def value_from(secret: Any) -> Any:
    """A secret in the form in which ECS reads it."""
    return Sub(f"${{Arn}}:{secret.key}::", Arn=secret.arn) if secret.key else secret.arn


def _command_of_people(stack: Stack, item: Named[Workload]) -> Any:
    return stack.ref(
        f"{item.id}Command",
        f"How {item.slug} is started, its words separated by commas: nothing in the repository tells.",
        Type="CommaDelimitedList",
    )


def _definition(stack: Stack, service: Service, item: Named[Workload], group: Any) -> Any:
    cpu, memory = fargate_row(item.part.size.cpu, item.part.size.memory)
    on_hosts = item.part.compute is not Compute.FARGATE
    return stack.add(
        ecs.TaskDefinition(
            f"{item.id}Task",
            Cpu=str(cpu),
            Memory=str(memory),
            NetworkMode="awsvpc",
            RequiresCompatibilities=["EC2" if on_hosts else "FARGATE"],
            TaskRoleArn=GetAtt("TaskRole", "Arn"),
            ExecutionRoleArn=GetAtt("ExecutionRole", "Arn"),
            ContainerDefinitions=[container(stack, service, item, group)],
            RuntimePlatform=ecs.RuntimePlatform(
                CpuArchitecture=stack.ref(
                    "Processor",
                    "What the image is built for. ARM64 costs less; check that all dependencies have wheels for it.",
                    Default="X86_64",
                    AllowedValues=["X86_64", "ARM64"],
                ),
                OperatingSystemFamily="LINUX",
            ),
        )
    )


def _keep_running(stack: Stack, service: Service, item: Named[Workload], definition: Any) -> None:
    least = max(item.part.size.least, 0)
    options: dict[str, Any] = {}
    if is_balanced(item.part):
        options["LoadBalancers"] = [
            ecs.LoadBalancer(
                ContainerName="app",
                ContainerPort=service.architecture.packaging.port,
                TargetGroupArn=Ref(f"{item.id}Targets"),
            )
        ]
        options["HealthCheckGracePeriodSeconds"] = 60
    count = stack.ref(
        f"{item.id}Count",
        f"Tasks of {item.slug} at the first deployment; scaling changes it. 0 starts nothing.",
        Type="Number",
        Default=within(least, (0, 1000)),
        MinValue=0,
    )
    stack.add(
        ecs.Service(
            f"{item.id}Service",
            Cluster=imported(service.system, "network", "Cluster"),
            TaskDefinition=Ref(definition),
            DesiredCount=count,
            DeploymentConfiguration=ecs.DeploymentConfiguration(
                DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(Enable=True, Rollback=True),
                MinimumHealthyPercent=100,
                MaximumPercent=200,
            ),
            NetworkConfiguration=network(service),
            ServiceConnectConfiguration=_connect(service, item),
            PropagateTags="SERVICE",
            EnableECSManagedTags=True,
            **_where(service, item),
            **options,
            **({"DependsOn": f"{item.id}Rule1"} if is_balanced(item.part) else {}),
        )
    )
    stack.export(f"{item.id}ServiceName", GetAtt(f"{item.id}Service", "Name"))


def network(service: Service) -> ecs.NetworkConfiguration:
    """In the private subnets, in the service's own security group."""
    return ecs.NetworkConfiguration(
        AwsvpcConfiguration=ecs.AwsvpcConfiguration(
            AssignPublicIp="DISABLED",
            SecurityGroups=[imported(service.system, "network", security_group_of(service))],
            Subnets=[imported(service.system, "network", f"SubnetPrivate{zone}") for zone in "AB"],
        )
    )


def _where(service: Service, item: Named[Workload]) -> dict[str, Any]:
    if item.part.compute is Compute.FARGATE:
        return {"LaunchType": "FARGATE", "PlatformVersion": "LATEST"}
    provider = imported(service.system, "network", "HostsProvider")
    return {"CapacityProviderStrategy": [ecs.CapacityProviderStrategyItem(CapacityProvider=provider, Weight=1)]}


def _connect(service: Service, item: Named[Workload]) -> ecs.ServiceConnectConfiguration:
    """Every task can call other services by name; web tasks are called by the name of their service."""
    if not is_web(item.part):
        return ecs.ServiceConnectConfiguration(Enabled=True)
    first = next(each for each in service.containers if is_web(each.part))
    name = service.slug if item is first else shortened(f"{service.slug}-{item.slug}", 63)
    alias = ecs.ServiceConnectClientAlias(DnsName=name, Port=service.architecture.packaging.port)
    served = ecs.ServiceConnectService(PortName="web", DiscoveryName=name, ClientAliases=[alias])
    return ecs.ServiceConnectConfiguration(Enabled=True, Services=[served])
