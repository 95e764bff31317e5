"""Compose files: the programs beside the code, what is started, and what containers ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.documents import Node, read_yaml
from decompose.extractors.surroundings.images import filled, split_image
from decompose.extractors.surroundings.quantities import mebibytes, millis
from decompose.extractors.surroundings.secrets import is_secret

_PORT = re.compile(r".*?(\d+)(?:/(tcp|udp))?")
_FOR_TESTS = re.compile(r"test|(?:^|[-_./])ci(?:[-_./]|$)")
_RUNTIMES = frozenset({"python", "node", "ruby", "php", "golang", "alpine", "ubuntu", "debian", "busybox", "openjdk"})
"""Images that run what is mounted into them."""


@tells(r"(?:.*/)?(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml")
def compose(file: Surrounding) -> Iterator[Mark]:
    """Its services; files that are for tests are passed over."""
    if _FOR_TESTS.search(file.path):
        return
    for document in read_yaml(file.text):
        services = list(document.get("services").entries())
        built = {service.get("image").text for _, service in services if service.get("build")} - {""}
        for name, service in services:
            yield from _image(file, name, service, built)
            yield from _process(file, name, service)
            yield from _privileges(file, name, service)
            yield from _amounts(file, name, service)
            yield from _secrets(file, name, service)


def _image(file: Surrounding, name: str, service: Node, built: set[str]) -> Iterator[Mark]:
    image = service.get("image")
    written = filled(image.text, {})
    if not image or service.get("build") or image.text in built or "$" in written.partition(":")[0]:
        return
    middleware, tag = split_image(written)
    if middleware in _RUNTIMES:
        return
    yield file.mark(MarkKind.MIDDLEWARE, middleware, "" if "$" in tag else tag, image.line, name)


def _process(file: Surrounding, name: str, service: Node) -> Iterator[Mark]:
    command = service.get("command")
    is_own = service.get("build") or split_image(service.get("image").text)[0] in {"", *_RUNTIMES}
    if command and is_own:
        yield file.mark(MarkKind.PROCESS, name, command.words(), command.line, name)
    for port in service.get("ports").items if service.get("build") else ():
        written = port.get("target").text or filled(port.text, {})
        found = _PORT.fullmatch(written)
        if found is not None:
            yield file.mark(MarkKind.PORT, found.group(2) or "", found.group(1), port.line, name)


def _privileges(file: Surrounding, name: str, service: Node) -> Iterator[Mark]:
    asked = service.get("privileged")
    if asked.text.lower() in {"true", "yes"}:
        yield file.mark(MarkKind.PRIVILEGE, "privileged", "", asked.line, name)
    for key, wanted in (("network_mode", "host"), ("pid", "host"), ("ipc", "host")):
        if service.get(key).text == wanted:
            yield file.mark(MarkKind.PRIVILEGE, f"{key} host", "", service.get(key).line, name)
    for key in ("devices", "cap_add"):
        for item in service.get(key).items:
            yield file.mark(MarkKind.PRIVILEGE, key, item.text, item.line, name)
    for item in service.get("deploy", "resources", "reservations", "devices").items:
        if any(word.text == "gpu" for word in item.get("capabilities").items):
            yield file.mark(MarkKind.PRIVILEGE, "gpu", "", item.line, name)
    for volume in service.get("volumes").items:
        if "docker.sock" in (volume.text or volume.get("source").text):
            yield file.mark(MarkKind.PRIVILEGE, "docker socket", "", volume.line, name)


def _amounts(file: Surrounding, name: str, service: Node) -> Iterator[Mark]:
    resources = service.get("deploy", "resources")
    memory = (service.get("mem_limit"), resources.get("limits", "memory"), resources.get("reservations", "memory"))
    cpu = (service.get("cpus"), resources.get("limits", "cpus"), resources.get("reservations", "cpus"))
    for kind, nodes, read in (("memory", memory, mebibytes), ("cpu", cpu, millis)):
        for node in [node for node in nodes if node and read(node.text)][:1]:
            yield file.mark(MarkKind.MEMORY, kind, read(node.text), node.line, name)


def _secrets(file: Surrounding, name: str, service: Node) -> Iterator[Mark]:
    environment = service.get("environment")
    pairs = list(environment.entries())
    pairs += [(item.text.partition("=")[0], Node(item.line, item.text.partition("=")[2])) for item in environment.items]
    for variable, value in pairs:
        if is_secret(variable, value.text):
            yield file.mark(MarkKind.SECRET, variable, "", value.line, name)
