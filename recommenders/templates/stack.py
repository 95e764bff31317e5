"""A CloudFormation template in the making: tags, parameters, and names under which stacks find each other."""

from __future__ import annotations

import json
from typing import Any

from troposphere import Export, GetAtt, ImportValue, Output, Parameter, Ref, Sub, Tags, Template

from decompose.recommenders.templates.kinds import Kind
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.services import Service, System

ENVIRONMENT = "Environment"
"""The parameter of every stack that tells one copy of the system from another."""


class Stack:
    """A template in the making.

    Attributes:
        kind: of what kind.
        system: of which system.
        service: whose; None where it belongs to the system.
    """

    def __init__(self, kind: Kind, system: System, service: Service | None) -> None:
        self.kind = kind
        self.system = system
        self.service = service
        owner = f"service {plain(service.name, 80)}" if service else f"system {plain(system.architecture.name, 80)}"
        self._template = Template(Description=f"{owner}: {kind.says}")
        self._template.set_version()

    @property
    def path(self) -> str:
        """Of its file."""
        folder = f"services/{self.service.slug}" if self.service else "shared"
        return f"{folder}/{self.kind.name}.json"

    @property
    def name(self) -> str:
        """Of the stack, after those of the system and the environment."""
        return f"{self.service.slug}-{self.kind.name}" if self.service else self.kind.name

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self._template.resources

    def use_sam(self) -> None:
        """Let the Serverless Application Model write the template out."""
        self._template.set_transform("AWS::Serverless-2016-10-31")

    def add(self, resource: Any) -> Any:
        """Add a resource, with the tags by which costs are told apart where its type takes any."""
        wanted = resource.props.get("Tags", (None,))[0]
        by_name = getattr(wanted, "__name__", "") == "validate_tags_or_list"
        if "Tags" not in resource.properties and (by_name or wanted in {Tags, dict}):
            resource.Tags = self._tags() if wanted is dict else Tags(**self._tags())
        self.ref(
            ENVIRONMENT,
            "The copy of the system: part of the names by which stacks find each other.",
            Default="production",
            AllowedPattern="[a-z][a-z0-9-]{0,15}",
        )
        return _put(self._template.resources, resource)

    def ref(self, name: str, says: str, **options: Any) -> Any:
        """A reference to a parameter, which is declared at its first use. Without ``Default``, people must give it."""
        if name not in self._template.parameters:
            kind = options.pop("Type", "String")
            _put(self._template.parameters, Parameter(name, Type=kind, Description=plain(says, 1000), **options))
        return Ref(name)

    def condition(self, name: str, test: Any) -> str:
        """A condition that resources can have, by its name."""
        if name not in self._template.conditions:
            self._template.add_condition(name, test)
        return name

    def mapping(self, name: str, table: dict[str, dict[str, Any]]) -> None:
        """A table for ``FindInMap``."""
        if name not in self._template.mappings:
            self._template.add_mapping(name, table)

    def export(self, name: str, value: Any, says: str = "", condition: str = "") -> None:
        """Let other stacks use a value, with ``imported``."""
        options = {"Condition": condition} if condition else {}
        exported = Export(_export_name(self.system, self.service, self.kind.name, name))
        _put(
            self._template.outputs,
            Output(name, Value=value, Export=exported, **({"Description": plain(says)} if says else {}), **options),
        )

    def document(self) -> dict[str, Any]:
        """The template as it is written."""
        document: dict[str, Any] = json.loads(self._template.to_json(sort_keys=True))
        return document

    def _tags(self) -> dict[str, Any]:
        tags = {"System": self.system.slug, "Environment": Ref(ENVIRONMENT)}
        return {**tags, "Service": self.service.slug} if self.service else tags


def _put(section: dict[str, Any], item: Any) -> Any:
    """Add something of a name of its own. How many fit is for the checks to tell: here it would be an exception."""
    if item.title in section:
        raise KeyError(item.title)
    section[item.title] = item
    return item


def imported(owner: System | Service, kind: str, name: str) -> Any:
    """What the stack of that kind exports under that name."""
    system, service = (owner, None) if isinstance(owner, System) else (owner.system, owner)
    return ImportValue(_export_name(system, service, kind, name))


def _export_name(system: System, service: Service | None, kind: str, name: str) -> Any:
    parts = [system.slug, *([service.slug] if service else []), kind, name]
    return Sub(f"${{{ENVIRONMENT}}}-{'-'.join(parts)}")


def arn_of(resource: Any) -> Any:
    """The ARN of a resource."""
    return GetAtt(resource, "Arn")


def title(item: Named[Any], suffix: str) -> str:
    """A logical id."""
    return f"{item.id}{suffix}"
