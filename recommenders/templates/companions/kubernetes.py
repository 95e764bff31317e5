"""Manifests for services in Kubernetes, as ``envsubst`` and ``kubectl apply`` take them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from decompose.recommenders.architecture import Schedule, Workload, WorkloadKind
from decompose.recommenders.templates.building import Template
from decompose.recommenders.templates.commands import RUN_JOB, command, django_settings
from decompose.recommenders.templates.companions.images import UID
from decompose.recommenders.templates.files import File
from decompose.recommenders.templates.naming import Named, shortened
from decompose.recommenders.templates.scheduling import is_known
from decompose.recommenders.templates.services import Service, System, is_balanced, is_web
from decompose.recommenders.templates.stacks.schedules import job_command, scheduled

WITH_SECRETS = ("python", "-m", "with_secrets")
UNKNOWN = "echo 'nothing in the repository tells how this is started: put its command here'; exit 1"
RATES = {"minute": (59, "*/{} * * * *"), "hour": (23, "0 */{} * * *"), "day": (31, "0 0 */{} * *")}
"""Unit of a rate → the most that a field of cron can say, and how."""
LONGEST = 52
"""Characters of a CronJob's name: its jobs get eleven more."""


def files(system: System, made: tuple[Template, ...]) -> list[File]:
    """For each service with pods."""
    return [_file(service) for service in system.services if service.pods]


def _file(service: Service) -> File:
    text = yaml.safe_dump_all(manifests(service), sort_keys=False, width=1000, allow_unicode=False)
    return File(f"services/{service.slug}/kubernetes.yaml", text)


def manifests(service: Service) -> list[dict[str, Any]]:
    """An account for the pods, then what each workload needs."""
    found = [_of("v1", "ServiceAccount", service, service.slug, {})]
    for item in service.pods:
        if item.part.kind in {WorkloadKind.WEB, WorkloadKind.WORKER}:
            found += [_deployment(service, item), _scaling(service, item)]
        if is_web(item.part):
            found.append(_service(service, item))
        if is_balanced(item.part):
            found.append(_binding(service, item))
    for job, workload in scheduled(service, service.pods):
        found.append(_cron_job(service, job, workload))
    return found


def _name(service: Service, slug: str, longest: int = 63) -> str:
    return shortened(f"{service.slug}-{slug}", longest)


def _of(version: str, kind: str, service: Service, name: str, rest: dict[str, Any]) -> dict[str, Any]:
    labels = {"app.kubernetes.io/part-of": service.system.slug, "app.kubernetes.io/name": service.slug}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "labels": labels}, **rest}


def _labels(service: Service, item: Named[Workload]) -> dict[str, str]:
    return {"app.kubernetes.io/name": service.slug, "app.kubernetes.io/component": item.slug}


def _pod(service: Service, item: Named[Workload], words: list[str], **more: Any) -> dict[str, Any]:
    size = item.part.size
    wanted = {"cpu": f"{max(size.cpu, 256) * 1000 // 1024}m", "memory": f"{max(size.memory, 256)}Mi"}
    container: dict[str, Any] = {
        "name": "app",
        "image": "${IMAGE}",
        "command": [*WITH_SECRETS, *words],
        "envFrom": [{"configMapRef": {"name": f"{service.slug}-environment", "optional": True}}],
        "resources": {"requests": wanted, "limits": {"memory": wanted["memory"]}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    settings = django_settings(service.architecture.packaging)
    if settings:
        container["env"] = [{"name": "DJANGO_SETTINGS_MODULE", "value": settings}]
    if is_web(item.part):
        port = service.architecture.packaging.port
        health = service.architecture.packaging.health
        probe = {"httpGet": {"path": health, "port": port}} if health.startswith("/") else {"tcpSocket": {"port": port}}
        container["ports"] = [{"name": "web", "containerPort": port}]
        container["readinessProbe"] = probe
    return {
        "serviceAccountName": service.slug,
        "securityContext": {"runAsNonRoot": True, "runAsUser": UID, "seccompProfile": {"type": "RuntimeDefault"}},
        "terminationGracePeriodSeconds": 60,
        "containers": [container],
        **more,
    }


def _deployment(service: Service, item: Named[Workload]) -> dict[str, Any]:
    found = command(item.part, service.architecture.packaging)
    words = found if found is not None else ["sh", "-c", UNKNOWN]
    template = {"metadata": {"labels": _labels(service, item)}, "spec": _pod(service, item, words)}
    spec = {"selector": {"matchLabels": _labels(service, item)}, "template": template}
    return _of("apps/v1", "Deployment", service, _name(service, item.slug), {"spec": spec})


def _scaling(service: Service, item: Named[Workload]) -> dict[str, Any]:
    name = _name(service, item.slug)
    least = max(item.part.size.least, 1)
    target = {"type": "Utilization", "averageUtilization": 60}
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicas": least,
        "maxReplicas": max(item.part.size.most, least),
        "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": target}}],
    }
    return _of("autoscaling/v2", "HorizontalPodAutoscaler", service, name, {"spec": spec})


def _service(service: Service, item: Named[Workload]) -> dict[str, Any]:
    ports = [{"name": "web", "port": service.architecture.packaging.port, "targetPort": "web"}]
    spec = {"selector": _labels(service, item), "ports": ports}
    return _of("v1", "Service", service, _name(service, item.slug), {"spec": spec})


def _binding(service: Service, item: Named[Workload]) -> dict[str, Any]:
    """The pods become targets of the shared load balancer (AWS Load Balancer Controller)."""
    name = _name(service, item.slug)
    reference = {"name": name, "port": "web"}
    spec = {"serviceRef": reference, "targetType": "ip", "targetGroupARN": f"${{TARGETS_{item.variable}}}"}
    return _of("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", service, name, {"spec": spec})


def _cron_job(service: Service, job: Named[Schedule], workload: Named[Workload]) -> dict[str, Any]:
    words = job_command(job.part) or command(workload.part, service.architecture.packaging) or list(RUN_JOB)
    when = cron(job.part) if is_known(job.part) else ""
    pod = _pod(service, workload, words, restartPolicy="Never")
    spec = {
        "schedule": when or "0 0 * * *",
        "suspend": not when,
        "concurrencyPolicy": "Forbid",
        "jobTemplate": {"spec": {"backoffLimit": 2, "template": {"spec": pod}}},
    }
    return _of("batch/v1", "CronJob", service, _name(service, job.slug, LONGEST), {"spec": spec})


def cron(schedule: Schedule) -> str:
    """A schedule in five fields; empty where they cannot say it. Days of the week begin with 0 there, with 1 at AWS."""
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule.expression)
    if rate:
        number = int(rate[1])
        most, text = RATES[rate[2]]
        return text.format(number) if number <= most else ""
    fields = re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) \*\)", schedule.expression)
    if not fields or any(mark in field for field in fields.groups() for mark in "LW#"):
        return ""
    minute, hour, day, month, weekday = (field.replace("?", "*") for field in fields.groups())
    shifted = re.sub(r"(?<!/)\d", lambda found: str(int(found[0]) - 1), weekday)
    return f"{minute} {hour} {day} {month} {shifted}"
