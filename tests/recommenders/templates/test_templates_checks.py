"""The package's own checks: what each of them finds."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from architectures import small

from decompose.recommenders.architecture import Architecture
from decompose.recommenders.templates import File, check_templates, write_templates
from decompose.recommenders.templates.checks.machines import check_machine

SERVICE = "services/orders/service.json"
MESSAGING = "services/orders/messaging.json"


def broken(path: str, where: str, value: Any) -> tuple[str, ...]:
    """What is found after one value of a template is replaced; ``None`` takes it out."""
    files = {file.path: file for file in write_templates(small())}
    document = json.loads(files[path].text)
    *way, last = where.split("/")
    within = document
    for key in way:
        within = within[int(key)] if isinstance(within, list) else within[key]
    if value is None:
        del within[last]
    else:
        within[last] = value
    files[path] = File(path, json.dumps(document))
    return check_templates(files.values())


@pytest.mark.parametrize(
    ("path", "where", "value", "found"),
    [
        (SERVICE, "Resources/WebTask/Properties/Memory", "9999", "Fargate has no size of 512 units"),
        (SERVICE, "Resources/WebTask/Properties/TaskRoleArn", {"Ref": "Nobody"}, "Nobody is referred to"),
        (SERVICE, "Resources/WebTask/Properties/TaskRoleArn", {"Fn::GetAtt": ["Image", "Arn"]}, "no such resource"),
        (SERVICE, "Resources/WebTask/Properties/Family", {"Fn::Sub": "a-${Ghost.Name}"}, "Ghost.Name is asked for"),
        (SERVICE, "Resources/TaskRole/DependsOn", "WebService", "resources wait for each other"),
        (SERVICE, "Resources/TaskRole/DependsOn", ["Ghost"], "waits for Ghost, which does not exist"),
        (SERVICE, "Parameters/Idle", {"Type": "String"}, "parameter Idle is used by nothing"),
        (SERVICE, "Resources/WebRule1/Properties/Priority", 50001, "priority 50001"),
        (SERVICE, "Resources/WebRule1/Properties/Conditions/0/PathPatternConfig/Values", ["/a"] * 6, "6 paths"),
        (SERVICE, "Resources/Under_score", {"Type": "AWS::SNS::Topic"}, "not a logical id"),
        (SERVICE, "Description", "x" * 1025, "description is too long"),
        (SERVICE, "Resources/WebTask/Condition", "Never", "condition Never does not exist"),
        (SERVICE, "Conditions", {"Idle": {"Fn::Equals": ["a", "a"]}}, "condition Idle is used by nothing"),
        (MESSAGING, "Resources/TaskMailQueue/Properties/VisibilityTimeout", 43201, "VisibilityTimeout 43201"),
        (MESSAGING, "Outputs/TaskMailQueue", None, "nothing exports ${Environment}-shop-orders-messaging-TaskMail"),
        ("shared/network.json", "Resources/Vpc/Properties/CidrBlock",
         {"Fn::ImportValue": {"Fn::Sub": "${Environment}-shop-orders-data-DatabaseHost"}}, "not deployed before it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(path: str, where: str, value: Any, found: str) -> None:
    assert any(found in wrong for wrong in broken(path, where, value))


def test_nothing_is_wrong_with_what_is_made() -> None:
    assert check_templates(write_templates(small())) == ()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "a"}, "allows s3:*"),
        ({"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "a"}, "allows s3:Get*"),
        ({"Effect": "Allow", "Action": ["s3:GetObject"], "Principal": "*"}, "allows everyone"),
        ({"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": []}, "allows something to nothing"),
    ],
)
def test_too_much_is_not_allowed(statement: dict[str, Any], found: str) -> None:
    way = "Resources/TaskRole/Properties/Policies/0/PolicyDocument/Statement"
    assert any(found in wrong for wrong in broken(SERVICE, way, [statement]))


@pytest.mark.parametrize("path", ["/etc/passwd", "../out.json", "a/../../b", "a//b", "", "a\\b", "services/é"])
def test_paths_stay_in_the_folder(path: str) -> None:
    assert check_templates([File(path, "")])


PASS = {"Type": "Pass", "Next": "End"}
END = {"Type": "Succeed"}


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ({"StartAt": "Nowhere", "States": {"End": END}}, "starts at Nowhere"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}, "leads to B, which does not exist"),
        ({"StartAt": "A", "States": {"A": PASS, "End": END, "C": PASS}}, "C is never reached"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}, "A leads nowhere"),
        ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}, "no state ends it"),
        ({"StartAt": "A", "States": {"A": PASS | {"Catch": [{"Next": "X"}]}, "End": END}}, "leads to X"),
        ({"StartAt": "A", "States": {"A": PASS | {"Retry": [{"BackoffRate": 2}]}, "End": END}}, "no float"),
        ({"StartAt": "A" * 81, "States": {"A" * 81: END}}, "too long"),
        ({"StartAt": "A", "States": {"A": PASS, "End": END}}, None),
        ({"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Next": "End"}], "Default": "End"},
                                     "End": END}}, None),
    ],
)  # fmt: skip
def test_state_machines(definition: dict[str, Any], found: str | None) -> None:
    wrong = list(check_machine(definition))
    assert any(found in each for each in wrong) if found else wrong == []


def test_what_outgrows_a_stack_is_told_beside_the_templates() -> None:
    many = msgspec.structs.replace(Architecture(), services=tuple(f"service-{number}" for number in range(230)))
    files = {file.path: file.text for file in write_templates(many)}
    assert "shared/network.json: 2" in files["PROBLEMS.md"]
    assert "outputs, 200 at most" in files["PROBLEMS.md"]
    assert "PROBLEMS.md" not in {file.path for file in write_templates(small())}
