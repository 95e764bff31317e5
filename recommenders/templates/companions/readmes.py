"""How to use the templates: the commands in order, and what people must say."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from decompose.recommenders.architecture import Compute, WorkloadKind
from decompose.recommenders.templates.building import Template
from decompose.recommenders.templates.commands import django_settings
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.grants import environment, secrets
from decompose.recommenders.templates.limits import limits
from decompose.recommenders.templates.naming import plain
from decompose.recommenders.templates.notes import notes
from decompose.recommenders.templates.registry import grants_of
from decompose.recommenders.templates.routing import routes
from decompose.recommenders.templates.services import Service, System, is_balanced
from decompose.recommenders.templates.stack import ENVIRONMENT
from decompose.recommenders.templates.stacks.cluster import security_group_of

FIRST = frozenset({"data", "messaging"})
"""Kinds of stacks of services that are deployed for all of them before any service runs."""

KNOWN = {"Image": "$IMAGE", "FunctionImage": "$FUNCTION_IMAGE", "RepositoryArn": "$REPOSITORY"}
"""Parameters that the commands before have an answer to."""


def files(system: System, made: tuple[Template, ...]) -> list[File]:
    """One for the system, one for each service."""
    own = [File(f"services/{service.slug}/README.md", _of_service(service, made)) for service in system.services]
    return [File("README.md", _of_system(system, made)), *own]


@lru_cache(maxsize=1)
def _texts() -> Environment:
    return Environment(  # noqa: S701 - Markdown; what comes from the code is made plain before
        loader=PackageLoader("decompose.recommenders.templates", "companions"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _written(template: str, **values: Any) -> str:
    return _texts().get_template(template).render(**values).rstrip() + "\n"


def _of_system(system: System, made: tuple[Template, ...]) -> str:
    first = [template for template in made if template.service is None or template.kind.name in FIRST]
    runs = {service: ", ".join(f"{item.slug} ({item.part.compute.value})" for item in service.workloads)
            for service in system.services}  # fmt: skip
    return _written(
        "system.md.j2",
        name=plain(system.architecture.name),
        uploads=any(_is_long(template) for template in made),
        commands=[deploy(system, template) for template in first],
        services=[{"name": plain(service.name), "slug": service.slug, "runs": text or "nothing was found"}
                  for service, text in runs.items()],
        asked=[
            (template.stack, name, plain(template.parameters[name].get("Description", ""), 300))
            for template in made
            for name in asked(template)
            if name not in KNOWN
        ],
        has_balancer=system.has_balancer,
        rules=len(routes(system)),
    )  # fmt: skip


def asked(template: Template) -> list[str]:
    """Parameters that people must give."""
    return [name for name, parameter in template.parameters.items() if "Default" not in parameter]


def _is_long(template: Template) -> bool:
    return len(template.text.encode()) > limits().template_bytes_inline


def deploy(system: System, template: Template) -> str:
    """The command that deploys a stack."""
    values = [f'{ENVIRONMENT}="$ENVIRONMENT"']
    values += [f'{name}="{KNOWN.get(name, "TO-DECIDE")}"' for name in asked(template)]
    tags = [f"System={system.slug}", 'Environment="$ENVIRONMENT"']
    tags += [f"Service={template.service.slug}"] if template.service else []
    rights = "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND" if "Transform" in template.document else "CAPABILITY_IAM"
    lines = [
        f'aws cloudformation deploy --stack-name "{system.slug}-$ENVIRONMENT-{template.stack}"',
        f"--template-file {template.path} --capabilities {rights}",
        *(['--s3-bucket "$ARTIFACTS"'] if _is_long(template) else []),
        f"--tags {' '.join(tags)}",
        f"--parameter-overrides {' '.join(values)}",
    ]
    return " \\\n  ".join(lines)


def _of_service(service: Service, made: tuple[Template, ...]) -> str:
    system = service.system
    given = grants_of(service)
    last = [template for template in made if template.service is service and template.kind.name not in FIRST]
    return _written(
        "service.md.j2",
        name=plain(service.name),
        system=system.slug,
        prefix=f"{system.slug}-{service.slug}",
        folder=f"services/{service.slug}",
        repository=f"{system.slug}/{service.slug}",
        notes=notes(service),
        secrets=[(plain(item.part.name), f"{item.id}Secret") for item in service.secrets],
        images=_images(service),
        commands=[deploy(system, template) for template in last],
        migration=_migration(service),
        pods=[(item.variable, f"{item.id}Targets") for item in service.pods if is_balanced(item.part)],
        has_pods=bool(service.pods),
        by_hand=[item.slug for item in service.containers if item.part.kind is WorkloadKind.COMMAND],
        variables=sorted({*environment(given), *(secret.variable for secret in secrets(given))}),
    )


def _images(service: Service) -> list[dict[str, str]]:
    found = []
    if any(item.part.compute is not Compute.LAMBDA for item in service.workloads):
        found.append({"variable": "IMAGE", "dockerfile": "Dockerfile", "suffix": ""})
    if service.functions:
        found.append({"variable": "FUNCTION_IMAGE", "dockerfile": "Dockerfile.lambda", "suffix": "-lambda"})
    return found


def _migration(service: Service) -> dict[str, str] | None:
    """How a task of the service is run once, where it has a database that Django's migrations change."""
    if not django_settings(service.architecture.packaging) or not service.store or not service.containers:
        return None
    item = service.containers[0]
    launch = "FARGATE" if item.part.compute is Compute.FARGATE else "EC2"
    return {"launch": launch, "task": f"{item.id}Task", "group": security_group_of(service)}
