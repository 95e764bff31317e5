"""Everything that is referred to exists, nothing waits for itself, nothing is declared for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from decompose.recommenders.templates.checks.reading import Read, references, walk


def check(template: Read) -> Iterator[str]:
    """Dangling references, circles, unused parameters and conditions."""
    resources, parameters = template.section("Resources"), template.section("Parameters")
    used = {name for name, _ in references(template.document)}
    for name, attribute in sorted(set(references(template.document))):
        if name.startswith("AWS::"):
            continue
        if attribute and name not in resources and not _generated(name, resources):
            yield f"{name}.{attribute} is asked for, but there is no such resource"
        elif name not in resources and name not in parameters and not _generated(name, resources):
            yield f"{name} is referred to, but does not exist"
    yield from (f"parameter {name} is used by nothing" for name in sorted(parameters) if name not in used)
    yield from _conditions(template)
    yield from _circles(resources)


def _generated(name: str, resources: dict[str, Any]) -> bool:
    """Whether the Serverless Application Model makes a resource of that name."""
    return any(
        name.startswith(each) and resource["Type"].startswith("AWS::Serverless::")
        for each, resource in resources.items()
    )


def _conditions(template: Read) -> Iterator[str]:
    declared = set(template.section("Conditions"))
    used = {
        resource["Condition"]
        for section in ("Resources", "Outputs")
        for resource in template.section(section).values()
        if "Condition" in resource
    }
    for each in walk(template.document):
        if isinstance(each, dict) and isinstance(each.get("Fn::If"), list):
            used.add(each["Fn::If"][0])
        if isinstance(each, dict) and len(each) == 1 and isinstance(each.get("Condition"), str):
            used.add(each["Condition"])
    yield from (f"condition {name} does not exist" for name in sorted(used - declared))
    yield from (f"condition {name} is used by nothing" for name in sorted(declared - used))


def _circles(resources: dict[str, Any]) -> Iterator[str]:
    graph: dict[str, set[str]] = {}
    for name, resource in sorted(resources.items()):
        explicit = resource.get("DependsOn", [])
        after = {explicit} if isinstance(explicit, str) else set(explicit)
        yield from (f"{name} waits for {each}, which does not exist" for each in sorted(after - set(resources)))
        after |= {each for each, _ in references(resource.get("Properties", {}))}
        graph[name] = after & set(resources)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"resources wait for each other: {' → '.join(error.args[1])}"
