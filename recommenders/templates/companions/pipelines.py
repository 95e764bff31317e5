"""A pipeline of GitHub Actions for each service: check the boundaries, build, scan, push, deploy."""

from __future__ import annotations

from typing import Any

import yaml

from decompose.recommenders.architecture import Compute
from decompose.recommenders.templates.building import Template
from decompose.recommenders.templates.companions.readmes import FIRST, asked
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.naming import plain
from decompose.recommenders.templates.services import Service, System

IMAGES = {"Image": "", "FunctionImage": "-lambda"}
"""Parameters that take an image, with the ending of its tag."""


def files(system: System, made: tuple[Template, ...]) -> list[File]:
    """For each service that runs something."""
    return [_file(service, made) for service in system.services if service.workloads]


def _file(service: Service, made: tuple[Template, ...]) -> File:
    own = [template for template in made if template.service is service and template.kind.name not in FIRST]
    text = yaml.safe_dump(workflow(service, own), sort_keys=False, width=1000, allow_unicode=False)
    return File(f"services/{service.slug}/deploy-{service.slug}.yml", text)


def workflow(service: Service, own: list[Template]) -> dict[str, Any]:
    """The pipeline; copied to ``.github/workflows`` it runs on each push to the main branch."""
    name = f"{service.system.slug}/{service.slug}"
    return {
        "name": f"deploy {plain(service.name, 80)}",
        "on": {"push": {"branches": ["main"]}, "workflow_dispatch": {}},
        "permissions": {"contents": "read", "id-token": "write"},
        "concurrency": {"group": f"deploy-{service.slug}", "cancel-in-progress": False},
        "env": {
            "TEMPLATES": "infrastructure",
            "ENVIRONMENT": "production",
            "AWS_REGION": "${{ vars.AWS_REGION }}",
            "REPOSITORY": name,
        },
        "jobs": {
            "boundaries": {"runs-on": "ubuntu-latest", "steps": [*_code(), *_check()]},
            "deploy": {
                "needs": "boundaries",
                "runs-on": "ubuntu-latest",
                "environment": "production",
                "steps": [*_code(), *_login(), *_build(service), *(_deploy(service, each) for each in own)],
            },
        },
    }


def _code() -> list[dict[str, Any]]:
    return [{"uses": "actions/checkout@v4", "with": {"fetch-depth": 0, "persist-credentials": False}}]


def _check() -> list[dict[str, Any]]:
    return [
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.12"}},
        {"run": "pip install monolith-decompose"},
        {"name": "Nothing new crosses a boundary", "run": "decompose check . --format github"},
    ]


def _login() -> list[dict[str, Any]]:
    role = {"role-to-assume": "${{ vars.AWS_DEPLOY_ROLE }}", "aws-region": "${{ vars.AWS_REGION }}"}
    return [
        {
            "name": "A role for this run alone, no stored keys",
            "uses": "aws-actions/configure-aws-credentials@v4",
            "with": role,
        },
        {"id": "ecr", "uses": "aws-actions/amazon-ecr-login@v2"},
    ]


def _build(service: Service) -> list[dict[str, Any]]:
    steps = []
    if any(item.part.compute is not Compute.LAMBDA for item in service.workloads):
        steps += _image(service, "Dockerfile", "Image")
    if service.functions:
        steps += _image(service, "Dockerfile.lambda", "FunctionImage")
    return steps


def _image(service: Service, dockerfile: str, parameter: str) -> list[dict[str, Any]]:
    tag = f"${{{{ github.sha }}}}{IMAGES[parameter]}"
    image = f"${{{{ steps.ecr.outputs.registry }}}}/$REPOSITORY:{tag}"
    folder = f"$TEMPLATES/services/{service.slug}"
    of = f'--repository-name "$REPOSITORY" --image-id "imageTag={tag}"'
    known = f'aws ecr describe-images --repository-name "$REPOSITORY" --image-ids "imageTag={tag}"'
    build = f'docker build --file "{folder}/{dockerfile}" --build-context "templates={folder}" --tag "{image}" .'
    counts = "imageScanFindings.findingSeverityCounts.[CRITICAL, HIGH]"
    return [
        {"name": f"Build {dockerfile}", "run": build},
        {"name": "Push it, if it is not there", "run": f'{known} > /dev/null 2>&1 || docker push "{image}"'},
        {"name": "Scan it", "run": f"aws ecr start-image-scan {of} || true\naws ecr wait image-scan-complete {of}"},
        {
            "name": "Stop at serious weaknesses",
            "run": f"found=$(aws ecr describe-image-scan-findings {of} --query '{counts}' --output text)\n"
            'echo "critical and high: $found"\n'
            "! echo \"$found\" | grep -q '[1-9]'",
        },
    ]


def _deploy(service: Service, template: Template) -> dict[str, Any]:
    """Parameters that are no image keep the values of the first deployment, which people make."""
    values = [
        f'{name}="${{{{ steps.ecr.outputs.registry }}}}/$REPOSITORY:${{{{ github.sha }}}}{IMAGES[name]}"'
        for name in asked(template)
        if name in IMAGES
    ]
    values.insert(0, 'Environment="$ENVIRONMENT"')
    rights = "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND" if "Transform" in template.document else "CAPABILITY_IAM"
    words = [
        "aws cloudformation deploy --no-fail-on-empty-changeset",
        f'--stack-name "{service.system.slug}-$ENVIRONMENT-{template.stack}"',
        f'--template-file "$TEMPLATES/{template.path}" --s3-bucket "$ARTIFACTS"',
        f"--capabilities {rights}",
        f'--tags System={service.system.slug} Environment="$ENVIRONMENT" Service={service.slug}',
        f"--parameter-overrides {' '.join(values)}",
    ]
    return {"name": f"Deploy {template.stack}", "env": {"ARTIFACTS": "${{ vars.ARTIFACTS }}"}, "run": " ".join(words)}
