"""What the code of a service is given: environment variables, secrets, permissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret that code reads from an environment variable.

    Attributes:
        variable: its name.
        arn: of the secret.
        key: within the secret, where that is a JSON object; empty for the whole.
    """

    variable: str
    arn: Any
    key: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing that a service's code is given.

    Attributes:
        name: letters and digits, unique within the service.
        environment: variables.
        secrets: variables that hold secrets.
        actions: of IAM.
        resources: what they may be done to.
        condition: of the policy's statement; empty without.
    """

    name: str
    environment: tuple[tuple[str, Any], ...] = ()
    secrets: tuple[SecretKey, ...] = ()
    actions: tuple[str, ...] = ()
    resources: tuple[Any, ...] = ()


def allow(sid: str, actions: Sequence[str], resources: Sequence[Any], **more: Any) -> dict[str, Any]:
    """A statement that allows something."""
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources), **more}


def policy(statements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Statements as a document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(*services: str) -> dict[str, Any]:
    """Who may take a role: services of AWS, called in this account only where they say for whom."""
    return policy(
        [{"Effect": "Allow", "Principal": {"Service": list(services)}, "Action": "sts:AssumeRole"}],
    )


def statements(given: Iterable[Grant]) -> list[dict[str, Any]]:
    """What is granted, as statements."""
    return [allow(grant.name, grant.actions, grant.resources) for grant in given if grant.actions]


def environment(given: Sequence[Grant]) -> dict[str, Any]:
    """Variables of all, but those that hold secrets."""
    hidden = {secret.variable for secret in secrets(given)}
    return {name: value for grant in given for name, value in grant.environment if name not in hidden}


def secrets(given: Iterable[Grant]) -> tuple[SecretKey, ...]:
    """Secrets of all, the first for each variable."""
    found: dict[str, SecretKey] = {}
    for grant in given:
        for secret in grant.secrets:
            found.setdefault(secret.variable, secret)
    return tuple(found.values())
