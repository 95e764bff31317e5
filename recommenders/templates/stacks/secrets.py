"""Secrets of a service: places for them, never what is in them."""

from __future__ import annotations

from troposphere import Ref, secretsmanager

from decompose.recommenders.architecture import Secret
from decompose.recommenders.templates.grants import Grant, SecretKey
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.registry import grants, part_of_service
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack, imported


@part_of_service("data")
def places(stack: Stack, service: Service) -> None:
    """A secret for each setting that holds one; people put the value in."""
    for item in service.secrets:
        made = stack.add(
            secretsmanager.Secret(
                f"{item.id}Secret",
                DeletionPolicy="Retain",
                UpdateReplacePolicy="Retain",
                Description=f"Value of the setting {plain(item.part.name)}",
            )
        )
        stack.export(f"{item.id}Secret", Ref(made))


@grants
def secrets_access(service: Service) -> list[Grant]:
    """Each in a variable that is called like its setting."""
    return [_access(service, item) for item in service.secrets]


def _access(service: Service, item: Named[Secret]) -> Grant:
    key = SecretKey(item.variable, imported(service, "data", f"{item.id}Secret"))
    return Grant(f"Secret{item.id}", secrets=(key,))
