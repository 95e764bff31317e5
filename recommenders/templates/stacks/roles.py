"""What the code of a service may do: what it was given, and what it does with AWS already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from troposphere import Sub

from decompose.recommenders.architecture import Permission
from decompose.recommenders.templates.grants import allow, statements
from decompose.recommenders.templates.registry import grants_of
from decompose.recommenders.templates.services import Service
from decompose.recommenders.templates.stack import Stack

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9*-]*:[0-9*]*:[\w+=,.@/:*-]+", re.ASCII)
_WITHOUT_REGION = frozenset({"s3", "iam", "cloudfront", "route53"})


def code_statements(stack: Stack, service: Service) -> list[dict[str, Any]]:
    """All that the code of a service may do. Where code does not tell to what, people must."""
    return [*statements(grants_of(service)), *_seen(stack, service)]


def _seen(stack: Stack, service: Service) -> Iterable[dict[str, Any]]:
    for number, permission in enumerate(service.permissions, 1):
        actions = plain_actions(permission)
        if not actions:
            continue
        of = actions[0].partition(":")[0]
        if _ARN.fullmatch(permission.resource):
            resources: Any = [_complete(permission.resource)]
        else:
            says = f"To what {', '.join(actions)} may be done (ARNs): the code does not tell."
            resources = stack.ref(f"Resources{number}", says, Type="CommaDelimitedList")
        yield {**allow(f"Seen{number}{''.join(filter(str.isalnum, of))}", actions, ()), "Resource": resources}


def plain_actions(permission: Permission) -> tuple[str, ...]:
    """Its actions without those that stand for many: these are for people to spell out."""
    return tuple(sorted({action for action in permission.actions if _ACTION.fullmatch(action)}))


def unclear_actions(permission: Permission) -> tuple[str, ...]:
    """Actions that stand for many, or that are none."""
    return tuple(sorted(set(permission.actions) - set(plain_actions(permission))))


def _complete(arn: str) -> Any:
    """An ARN of this partition, region and account, where it names none."""
    _, _, of, region, account, resource = arn.split(":", 5)
    if of in _WITHOUT_REGION:
        return Sub(f"arn:${{AWS::Partition}}:{of}:::{resource}")
    region = region if region not in {"", "*"} else "${AWS::Region}"
    account = account if account not in {"", "*"} else "${AWS::AccountId}"
    return Sub(f"arn:${{AWS::Partition}}:{of}:{region}:{account}:{resource}")
