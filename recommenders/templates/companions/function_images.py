"""The image of a service's functions: the same base as that of its containers, with what Lambda calls."""

from __future__ import annotations

import json

from decompose.recommenders.architecture import Workload
from decompose.recommenders.templates.building import Template
from decompose.recommenders.templates.commands import is_dotted
from decompose.recommenders.templates.companions.images import IGNORED, UID, head, shipped
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.machines import NAME
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.services import Service, System, is_web
from decompose.recommenders.templates.stacks.schedules import scheduled


def files(system: System, made: tuple[Template, ...]) -> list[File]:
    """For each service with functions."""
    return [file for service in system.services if service.functions for file in _of(service)]


def _of(service: Service) -> list[File]:
    folder = f"services/{service.slug}"
    return [
        File(f"{folder}/Dockerfile.lambda", dockerfile(service)),
        File(f"{folder}/Dockerfile.lambda.dockerignore", IGNORED),
        File(f"{folder}/lambda_entry.py", shipped("lambda_entry")),
        File(f"{folder}/lambda_handlers.json", json.dumps(handled(service), indent=1, ensure_ascii=True) + "\n"),
        File(f"{folder}/run_job.py", shipped("run_job")),
        File(f"{folder}/with_secrets.py", shipped("with_secrets")),
    ]


def dockerfile(service: Service) -> str:
    """The image, built as that of the containers is."""
    packaging = service.architecture.packaging
    adapter = "mangum" if packaging.is_asynchronous else "apig-wsgi"
    packages = ["awslambdaric", "boto3", *([adapter] if any(is_web(item.part) for item in service.functions) else [])]
    lines = [
        *head(packaging),
        f"RUN pip install {' '.join(packages)}",
        "COPY --from=templates run_job.py with_secrets.py lambda_entry.py lambda_handlers.json ./",
        f"USER {UID}",
        'ENTRYPOINT ["python", "-m", "awslambdaric"]',
        'CMD ["lambda_entry.handler"]',
    ]
    return "\n".join(lines) + "\n"


def handled(service: Service) -> dict[str, object]:
    """What the functions call, by what sets them off."""
    packaging = service.architecture.packaging
    functions = {name for item in service.functions for name in item.part.handlers if is_dotted(name)}
    jobs = {job.part.handler for job, _ in scheduled(service, service.functions) if is_dotted(job.part.handler)}
    sagas = (saga for saga in service.architecture.sagas if saga.is_orchestrated and service.takes_steps)
    asked = {
        plain(name, NAME)
        for saga in sagas
        for step in saga.steps
        if step.service == service.name
        for name in (step.name, step.compensation)
        if name
    }
    return {
        "application": packaging.application if is_dotted(packaging.application) else "",
        "is_asynchronous": packaging.is_asynchronous,
        "jobs": sorted(jobs),
        "tasks": sorted(_tasks(service.functions)),
        "events": {item.slug: sorted(functions & set(item.part.handlers)) for item in service.heard},
        "steps": dict.fromkeys(sorted(asked), ""),
    }


def _tasks(functions: tuple[Named[Workload], ...]) -> set[str]:
    return {name for item in functions if not is_web(item.part) for name in item.part.handlers if is_dotted(name)}
