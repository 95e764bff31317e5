"""Structurizr: the C4 model: context, services as containers, their packages as components, where they run on AWS."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.reports.analysed import Analysed
from decompose.reports.formats._c4 import Container, Model, model
from decompose.reports.formats._naming import quoted

FILE = "workspace.dsl"
SUFFIXES = (".dsl",)
_STYLES = {
    "Person": "shape person\nbackground #0b4884\ncolor #ffffff",
    "Software System": "background #1168bd\ncolor #ffffff",
    "External": "background #8a8a8a\ncolor #ffffff",
    "Container": "background #438dd5\ncolor #ffffff",
    "Component": "background #85bbf0\ncolor #000000",
    "Database": "shape cylinder\nbackground #b37400",
    "Queue": "shape pipe\nbackground #00805c",
}


def render(analysed: Analysed) -> str:
    """A workspace with a model and all views of it."""
    found = model(analysed)
    return "\n".join(_indented(_lines(found))) + "\n"


def _lines(found: Model) -> Iterator[str]:
    yield f"workspace {quoted(found.name)} {quoted('Services proposed from the code')} {{"
    yield "model {"
    yield from _elements(found)
    for one in found.relations:
        technology = f" {quoted(one.technology)}" if one.technology else ""
        yield f"{one.source} -> {one.target} {quoted(one.text)}{technology}"
    yield from _deployment(found)
    yield "}"
    yield "views {"
    yield from _views(found)
    yield "}"
    yield "}"


def _elements(found: Model) -> Iterator[str]:
    yield f"user = person {quoted('User')}"
    yield f"system = softwareSystem {quoted(found.name)} {quoted(found.about)} {{"
    for container in found.containers:
        yield from _container(container)
    yield "}"
    for id_, name in found.externals:
        yield f"{id_} = softwareSystem {quoted(name)} {quoted('Asked by the code')} {quoted('External')}"


def _container(container: Container) -> Iterator[str]:
    words = (container.name, container.about, container.technology, container.tag)
    head = f"{container.id} = container {' '.join(map(quoted, words))}"
    if not container.components:
        yield head
        return
    yield f"{head} {{"
    for one in container.components:
        yield f"{one.id} = component {quoted(one.name)} {quoted(one.about)} {quoted('Python')}"
    yield "}"


def _deployment(found: Model) -> Iterator[str]:
    if not found.platforms:
        return
    yield f"deploymentEnvironment {quoted('AWS')} {{"
    yield f"deploymentNode {quoted('Amazon Web Services')} {{"
    for platform, nodes in found.platforms:
        yield f"deploymentNode {quoted(platform)} {{"
        for node in nodes:
            yield f"deploymentNode {quoted(node.name)} {quoted(node.about)} {quoted(platform)} {{"
            yield f"containerInstance {node.container}"
            yield "}"
        yield "}"
    yield "}"
    yield "}"


def _views(found: Model) -> Iterator[str]:
    yield from _view("systemContext system", "context", "What is around the system")
    yield from _view("container system", "services", "The proposed services")
    for container in found.containers:
        if container.components:
            yield from _view(f"component {container.id}", f"inside_{container.id}", f"Inside {container.name}")
    if found.platforms:
        # every instance of one would have a line to every instance of the other
        yield from _view(f"deployment system {quoted('AWS')}", "aws", "Where it would run", 'exclude "*->*"')
    yield "styles {"
    for tag, looks in _STYLES.items():
        yield f"element {quoted(tag)} {{"
        yield from looks.splitlines()
        yield "}"
    yield "}"


def _view(head: str, key: str, title: str, *without: str) -> Iterator[str]:
    yield f"{head} {quoted(key)} {{"
    yield "include *"
    yield from without
    yield "autoLayout lr"
    yield f"title {quoted(title)}"
    yield "}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    depth = 0
    for line in lines:
        depth -= line == "}"
        yield "  " * depth + line
        depth += line.endswith("{")
