"""What pods need of AWS: a role through EKS Pod Identity, their environment, and a way for requests."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Join, Ref, Sub, eks, iam, ssm

from decompose.recommenders.templates.grants import allow, environment, policy, secrets
from decompose.recommenders.templates.registry import grants_of, part_of_service
from decompose.recommenders.templates.services import Service, is_balanced
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack
from decompose.recommenders.templates.stacks.roles import code_statements
from decompose.recommenders.templates.stacks.web import forward, slow_or_failing, targets

NAMESPACE = "default"


@part_of_service("pods")
def pods(stack: Stack, service: Service) -> None:
    """For services with workloads in Kubernetes; the cluster itself is the user's."""
    if not service.pods:
        return
    _identity(stack, service)
    lines = [Join("=", [name, value]) for name, value in sorted(variables(service).items())]
    if lines:
        says = "What the service's pods find in their environment"
        name = Sub(f"/{service.system.slug}/${{{ENVIRONMENT}}}/{service.slug}/environment")
        stack.add(
            ssm.Parameter(
                "PodEnvironment",
                Name=name,
                Type="String",
                Tier="Intelligent-Tiering",
                Description=says,
                Value=Join("\n", lines),
            )
        )
    for item in service.pods:
        if is_balanced(item.part):
            targets(stack, service, item)
            forward(stack, service, item)
            slow_or_failing(stack, service, item)
            stack.export(f"{item.id}Targets", Ref(f"{item.id}Targets"), "For its TargetGroupBinding")


def variables(service: Service) -> dict[str, Any]:
    """What the code finds in its environment; secrets by the names under which ``with_secrets`` finds them."""
    given = grants_of(service)
    found = environment(given)
    for secret in secrets(given):
        found[f"{secret.variable}_SECRET_ARN"] = secret.arn
        if secret.key:
            found[f"{secret.variable}_SECRET_KEY"] = secret.key
    return found


def _identity(stack: Stack, service: Service) -> None:
    allowed = code_statements(stack, service)
    read = list({str(secret.arn.to_dict()): secret.arn for secret in secrets(grants_of(service))}.values())
    if read:
        allowed.append(allow("ReadSecrets", ("secretsmanager:GetSecretValue",), read))
    trusted = policy(
        [
            {
                "Effect": "Allow",
                "Principal": {"Service": "pods.eks.amazonaws.com"},
                "Action": ["sts:AssumeRole", "sts:TagSession"],
            }
        ]
    )
    policies = [iam.Policy(PolicyName="code", PolicyDocument=policy(allowed))] if allowed else []
    role = stack.add(iam.Role("PodRole", AssumeRolePolicyDocument=trusted, Policies=policies))
    stack.add(
        eks.PodIdentityAssociation(
            "PodIdentity",
            ClusterName=stack.ref("KubernetesCluster", "The name of the EKS cluster that is there."),
            Namespace=stack.ref("Namespace", "The namespace of the service's pods.", Default=NAMESPACE),
            ServiceAccount=service.slug,
            RoleArn=GetAtt(role, "Arn"),
        )
    )
