"""How the image of a service is built: its Dockerfile, what stays out of it, and what is added to it."""

from __future__ import annotations

import json
import re
from importlib.resources import files as resources

from decompose.recommenders.architecture import Compute, Packaging
from decompose.recommenders.templates.building import Template
from decompose.recommenders.templates.commands import server_package, serving
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.services import Service, System

NEWEST = "3.13"
"""Where nothing tells the version of Python."""

UID = 10001

IGNORED = """\
.git
.github
.decompose
.venv
venv
node_modules
**/__pycache__
**/*.pyc
**/.env
**/.env.*
**/*.pem
**/*.key
**/*.sqlite3
.pytest_cache
.mypy_cache
.coverage
"""
"""Version control, environments, caches, and what may hold secrets."""


def files(system: System, made: tuple[Template, ...]) -> list[File]:
    """For each service with containers."""
    return [file for service in system.services if _has_containers(service) for file in _of(service)]


def _has_containers(service: Service) -> bool:
    return any(item.part.compute is not Compute.LAMBDA for item in service.workloads)


def _of(service: Service) -> list[File]:
    folder = f"services/{service.slug}"
    return [
        File(f"{folder}/Dockerfile", dockerfile(service.architecture.packaging, in_pods=bool(service.pods))),
        File(f"{folder}/Dockerfile.dockerignore", IGNORED),
        File(f"{folder}/run_job.py", shipped("run_job")),
        *([File(f"{folder}/with_secrets.py", shipped("with_secrets"))] if service.pods else []),
    ]


def shipped(name: str) -> str:
    """The text of a module that is copied into images."""
    return (resources("decompose.recommenders.templates.shipped") / f"{name}.py").read_text(encoding="utf-8")


def dockerfile(packaging: Packaging, *, in_pods: bool = False) -> str:
    """The image of a service, built from the root of the repository with the service's folder beside it.

    Args:
        packaging: what the repository tells.
        in_pods: it has to read its secrets itself.
    """
    lines = [
        *head(packaging),
        *(["RUN pip install boto3"] if in_pods else []),
        f"COPY --from=templates run_job.py{' with_secrets.py' if in_pods else ''} ./",
        f"USER {UID}",
        f"EXPOSE {packaging.port}",
        "STOPSIGNAL SIGTERM",
        f"CMD {json.dumps(serving(packaging) or ['python', '-m', 'run_job'])}",
    ]
    return "\n".join(lines) + "\n"


def head(packaging: Packaging) -> list[str]:
    """What all images of the code begin with: Python, packages of the system, requirements, code, a user."""
    version = python_version(packaging)
    return [
        "# syntax=docker/dockerfile:1",
        *([] if version else ["# Nothing in the repository tells which Python it needs: set it here."]),
        f"FROM python:{version or NEWEST}-slim",
        "ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1",
        "WORKDIR /app",
        *_system_packages(packaging),
        *_requirements(packaging),
        f"RUN useradd --system --uid {UID} --no-create-home app",
    ]


def python_version(packaging: Packaging) -> str:
    """The version of Python, where it is told: ``3.12``."""
    found = re.fullmatch(r"([23]\.[0-9]{1,2})(\.[0-9]+)?", packaging.python)
    return found[1] if found else ""


def system_packages(packaging: Packaging) -> list[str]:
    """Those that can be names of Debian's packages."""
    return sorted({name for name in packaging.system_packages if re.fullmatch(r"[a-z0-9][a-z0-9+.-]{1,80}", name)})


def _system_packages(packaging: Packaging) -> list[str]:
    names = system_packages(packaging)
    if not names:
        return []
    return [
        "# As the repository installs them; in this release of Debian some may have other names.",
        "RUN apt-get update \\",
        f"    && apt-get install -y --no-install-recommends {' '.join(names)} \\",
        "    && rm -rf /var/lib/apt/lists/*",
    ]


def manifest(packaging: Packaging) -> str:
    """The file with the requirements, where its path is plain."""
    plain = re.fullmatch(r"[\w.-]+(/[\w.-]+)*", packaging.manifest, re.ASCII)
    return packaging.manifest if plain and ".." not in packaging.manifest.split("/") else ""


def _requirements(packaging: Packaging) -> list[str]:
    """Requirements first where they stand alone: they change less often than code."""
    path = manifest(packaging)
    server = server_package(packaging)
    more = f" {server}" if server else ""
    if path.endswith(".txt"):
        return [f"COPY {path} {path}", f"RUN pip install -r {path}{more}", "COPY . ."]
    if path.endswith(("pyproject.toml", "setup.py", "setup.cfg")):
        folder = path.rpartition("/")[0] or "."
        return ["COPY . .", f"RUN pip install {'./' if folder != '.' else ''}{folder}{more}"]
    if path.endswith(("Pipfile", "Pipfile.lock")):
        folder = path.rpartition("/")[0] or "."
        within = "" if folder == "." else f"cd {folder} && "
        last = [f"RUN pip install {server}"] if server else []
        return ["COPY . .", f"RUN pip install pipenv && {within}pipenv install --system --deploy", *last]
    note = "# No list of requirements was found that pip reads: install them here."
    return ["COPY . .", note, *([f"RUN pip install {server}"] if server else [])]
