"""Kubernetes: manifests, Helm charts, Kustomize; what their containers ask for, and when jobs run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.documents import Node, read_yaml
from decompose.extractors.surroundings.images import split_image
from decompose.extractors.surroundings.quantities import mebibytes, millis

_GROUPS = re.compile(
    r"v\d\w*|(?:apps|batch|autoscaling|policy|extensions|networking|rbac)/.*|[\w.]+\.k8s\.io/.*"
    r"|(?:.*\.)?(?:istio\.io|cert-manager\.io|traefik\.(?:io|containo\.us)|coreos\.com|keda\.sh|argoproj\.io|openshift\.io"
    r"|knative\.dev|linkerd\.io|toolkit\.fluxcd\.io|elastic\.co|external-secrets\.io)/.*"
)
_CLUSTER = re.compile(r"^apiVersion:", re.MULTILINE)
_KIND = re.compile(r"^kind:\s*[\"']?([A-Z]\w+)", re.MULTILINE)
_WELL_KNOWN = frozenset(
    {
        *("postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "valkey", "memcached", "rabbitmq"),
        *(
            "kafka",
            "cp-kafka",
            "zookeeper",
            "elasticsearch",
            "opensearch",
            "solr",
            "nginx",
            "traefik",
            "haproxy",
            "minio",
        ),
        *("consul", "etcd", "vault", "nats", "pgbouncer", "clickhouse-server", "cassandra"),
    }
)
"""Programs whose images are no one's own."""
_DEEPEST = 12


@tells(r"(?:.*/)?(?:Chart\.yaml|kustomization\.ya?ml|helmfile\.ya?ml|skaffold\.ya?ml|devspace\.ya?ml)")
def tools(file: Surrounding) -> Iterator[Mark]:
    """Charts and overlays, by the names of their files."""
    yield file.mark(MarkKind.KUBERNETES, file.name.partition(".")[0].lower())


@tells(r"(?:.*/)?[^/]+\.ya?ml")
def manifests(file: Surrounding) -> Iterator[Mark]:
    """Documents with ``apiVersion`` and ``kind``; templates of charts by their kind alone."""
    if not _CLUSTER.search(file.text):
        return
    if "{{" in file.text:
        for found in _KIND.finditer(file.text):
            line = file.text.count("\n", 0, found.start()) + 1
            yield file.mark(MarkKind.KUBERNETES, found.group(1), "", line)
        return
    for document in read_yaml(file.text):
        kind, name = document.get("kind"), document.get("metadata", "name").text
        if not kind.text or not _GROUPS.fullmatch(document.get("apiVersion").text):
            continue
        yield file.mark(MarkKind.KUBERNETES, kind.text, name, kind.line, name)
        if kind.text == "CronJob" and document.get("spec", "schedule"):
            yield _scheduled(file, name, document.get("spec"))
        yield from _in_pods(file, name, document.get("spec"), 0)


def _scheduled(file: Surrounding, name: str, spec: Node) -> Mark:
    when = spec.get("schedule")
    containers = spec.get("jobTemplate", "spec", "template", "spec", "containers").items
    command = " ".join(container.get(key).words() for container in containers[:1] for key in ("command", "args"))
    return file.mark(MarkKind.SCHEDULE, command.strip() or name, when.text, when.line, name)


def _in_pods(file: Surrounding, name: str, node: Node, depth: int) -> Iterator[Mark]:
    """What pods anywhere below ask for."""
    for key, value in node.entries() if depth < _DEEPEST else ():
        if key == "containers":
            for container in value.items:
                yield from _container(file, container.get("name").text or name, container)
        elif key in {"hostNetwork", "hostPID", "hostIPC"} and value.text == "true":
            yield file.mark(MarkKind.PRIVILEGE, key, "", value.line, name)
        else:
            yield from _in_pods(file, name, value, depth + 1)


def _container(file: Surrounding, name: str, container: Node) -> Iterator[Mark]:
    image = container.get("image")
    middleware, tag = split_image(image.text)
    is_known = middleware.rpartition("/")[2] in _WELL_KNOWN
    if is_known:
        yield file.mark(MarkKind.MIDDLEWARE, middleware, tag, image.line, name)
    command = " ".join(filter(None, (container.get(key).words() for key in ("command", "args"))))
    if command and not is_known:
        yield file.mark(MarkKind.PROCESS, name, command, container.line, name)
    for port in container.get("ports").items if not is_known else ():
        number = port.get("containerPort").text
        if number.isdigit():
            yield file.mark(MarkKind.PORT, port.get("protocol").text.lower(), number, port.line, name)
    if container.get("securityContext", "privileged").text == "true":
        line = container.get("securityContext", "privileged").line
        yield file.mark(MarkKind.PRIVILEGE, "privileged", "", line, name)
    asked, most = (container.get("resources", key) for key in ("requests", "limits"))
    for node in (asked.get("memory") or most.get("memory"),):
        if amount := mebibytes(node.text, decimal=True):
            yield file.mark(MarkKind.MEMORY, "memory", amount, node.line, name)
    for node in (asked.get("cpu") or most.get("cpu"),):
        if amount := millis(node.text):
            yield file.mark(MarkKind.MEMORY, "cpu", amount, node.line, name)
    for node in (most.get("nvidia.com/gpu"), most.get("amd.com/gpu")):
        if node:
            yield file.mark(MarkKind.PRIVILEGE, "gpu", node.text, node.line, name)
