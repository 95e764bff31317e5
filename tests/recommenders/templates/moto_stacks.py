"""Stacks made in moto, in the order in which people deploy them."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linters import REGION, is_sam, translate

ANSWERS = {
    "Image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1",
    "RepositoryArn": "arn:aws:ecr:eu-central-1:123456789012:repository/shop",
    "DatabaseEngine": "postgres",
}
"""What people must say, by parameter; other ones get a word."""


BEYOND = frozenset({"AWS::ApiGateway::Deployment", "AWS::Batch::ComputeEnvironment", "AWS::Batch::JobQueue"})
"""Types that moto makes, but not of an API that is described in its ``Body``, as SAM does, or without a role that AWS
makes by itself."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What became of stacks.

    Attributes:
        status: of each.
        skipped: types that moto cannot make and leaves out.
        missing: logical ids of what it can make, and did not.
    """

    status: dict[str, str]
    skipped: set[str]
    missing: set[str]


def answers(document: dict[str, Any], given: Mapping[str, str]) -> list[dict[str, str]]:
    """A value for each parameter without a default."""
    asked = (name for name, each in document.get("Parameters", {}).items() if "Default" not in each)
    return [{"ParameterKey": name, "ParameterValue": given.get(name, "arn:aws:s3:::some")} for name in asked]


def deploy(templates: Mapping[str, dict[str, Any]]) -> Deployed:
    """Deploy each, in this order."""
    import boto3
    from moto.cloudformation.parsing import resource_class_from_type

    client = boto3.client("cloudformation", region_name=REGION)
    certificate = boto3.client("acm", region_name=REGION).request_certificate(DomainName="shop.example")
    given = {**ANSWERS, "CertificateArn": certificate["CertificateArn"]}
    deployed = Deployed({}, set(), set())
    for name, document in templates.items():
        plain = _for_moto(translate(document) if is_sam(document) else document)
        makable = {key: each for key, each in plain["Resources"].items() if each["Type"] not in BEYOND}
        body = json.dumps({**plain, "Resources": makable})
        client.create_stack(StackName=name, TemplateBody=body, Parameters=answers(document, given))
        deployed.status[name] = client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        made = client.describe_stack_resources(StackName=name)["StackResources"]
        known = {each["LogicalResourceId"] for each in made if each.get("LogicalResourceId")}
        for key, resource in plain["Resources"].items():
            if resource["Type"] in BEYOND or resource_class_from_type(resource["Type"]) is None:
                deployed.skipped.add(resource["Type"])
            elif key not in known and "Condition" not in resource:
                deployed.missing.add(f"{name}/{key}")
    return deployed


def _for_moto(document: dict[str, Any]) -> dict[str, Any]:
    """Moto reads state machines as text alone, and knows neither all types nor all attributes."""
    from moto.cloudformation.parsing import resource_class_from_type

    plain = copy.deepcopy(document)
    for resource in plain["Resources"].values():
        if resource["Type"] == "AWS::SSM::Parameter":
            del resource["Properties"]["Tags"]  # a mapping, where moto wants a list
        if resource["Type"] == "AWS::StepFunctions::StateMachine" and "Definition" in resource["Properties"]:
            properties = resource["Properties"]
            text = json.dumps(properties.pop("Definition"))
            properties["DefinitionString"] = {"Fn::Sub": [text, properties.pop("DefinitionSubstitutions", {})]}

    def known(name: str, attribute: str) -> bool:
        type_ = plain["Resources"][name]["Type"]
        model = resource_class_from_type(type_)
        if model is None or type_ in BEYOND or not attribute:
            return model is not None and type_ not in BEYOND
        return hasattr(model, "get_cfn_attribute") and bool(model.has_cfn_attr(attribute))

    def standing_in(value: Any) -> Any:
        match value:
            case {"Fn::GetAtt": [str(name), str(attribute)]} if not known(name, attribute):
                return f"unmade-{name}-{attribute}"
            case {"Ref": str(name)} if name in plain["Resources"] and not known(name, ""):
                return f"unmade-{name}"
            case dict():
                return {key: standing_in(each) for key, each in value.items()}
            case list():
                return [standing_in(each) for each in value]
        return value

    replaced: dict[str, Any] = standing_in(plain)
    return replaced


def carry_out(machine: dict[str, Any], answers: Mapping[str, str]) -> tuple[str, list[str]]:
    """Run a state machine whose steps are asked for by queues.

    Args:
        machine: its properties.
        answers: the error with which a step answers, empty for no answer at all; the others succeed.

    Returns:
        how it ended, and the steps in the order in which they were asked for.
    """
    import boto3

    sqs, states = (boto3.client(name, region_name=REGION) for name in ("sqs", "stepfunctions"))
    text, urls = json.dumps(machine["Definition"]).replace('"TimeoutSeconds": 900', '"TimeoutSeconds": 1'), []
    for name in machine["DefinitionSubstitutions"]:
        urls.append(sqs.create_queue(QueueName=name)["QueueUrl"])
        text = text.replace(f"${{{name}}}", urls[-1])
    role = "arn:aws:iam::123456789012:role/saga"
    arn = states.create_state_machine(name="saga", definition=text, roleArn=role)["stateMachineArn"]
    run = states.start_execution(stateMachineArn=arn, input='{"order": 1}')["executionArn"]
    asked: list[str] = []
    for _ in range(400):
        status = states.describe_execution(executionArn=run)["status"]
        if status != "RUNNING":
            return status, asked
        for url in urls:
            for message in sqs.receive_message(QueueUrl=url).get("Messages", []):
                body = json.loads(message["Body"])
                asked.append(body["step"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                error, token = answers.get(body["step"]), body["taskToken"]
                if error:
                    states.send_task_failure(taskToken=token, error=error, cause="as told")
                elif error is None:
                    states.send_task_success(taskToken=token, output="{}")
        time.sleep(0.02)
    raise TimeoutError(asked)
