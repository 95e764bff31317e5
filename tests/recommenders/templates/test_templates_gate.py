"""All templates of a system with every part pass the tools of others, and stand up in moto."""

from __future__ import annotations

from functools import lru_cache

import linters
import pytest
from architectures import rich
from moto_stacks import carry_out, deploy

from decompose.recommenders.templates import check_templates, write_templates
from decompose.recommenders.templates.building import Template, templates
from decompose.recommenders.templates.services import System


@lru_cache(maxsize=1)
def made() -> dict[str, Template]:
    return {template.path: template for template in templates(System(rich()))}


def test_own_checks_find_nothing() -> None:
    assert check_templates(write_templates(rich())) == ()


@pytest.mark.parametrize("path", sorted(made()))
def test_linters_find_nothing(path: str) -> None:
    document = made()[path].document
    assert linters.lint(document) == []
    if linters.is_sam(document):
        assert linters.lint(linters.translate(document)) == []


def test_state_machines_are_well_formed() -> None:
    machines = [
        resource["Properties"]["Definition"]
        for template in made().values()
        for resource in template.document["Resources"].values()
        if resource["Type"] == "AWS::StepFunctions::StateMachine"
    ]
    assert machines
    assert [linters.lint_machine(machine) for machine in machines] == [[] for _ in machines]


NOT_IN_MOTO = {
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Stage",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::Batch::ComputeEnvironment",
    "AWS::Batch::JobQueue",
    "AWS::CloudTrail::Trail",
    "AWS::CloudWatch::Alarm",
    "AWS::Config::ConfigRule",
    "AWS::Config::ConfigurationRecorder",
    "AWS::Config::DeliveryChannel",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DocDB::DBSubnetGroup",
    "AWS::ECS::CapacityProvider",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::EKS::PodIdentityAssociation",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Lambda::Url",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBProxy",
    "AWS::RDS::DBProxyTargetGroup",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
    "AWS::SecretsManager::Secret",
    "AWS::ServiceDiscovery::HttpNamespace",
}


def pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")


@pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")
def test_stacks_stand_up_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from moto import mock_aws

    pretend(monkeypatch)
    with mock_aws():
        deployed = deploy({f"shop-{template.stack}": template.document for template in made().values()})
    assert set(deployed.status.values()) == {"CREATE_COMPLETE"}
    assert deployed.missing == set()
    assert deployed.skipped == NOT_IN_MOTO


@pytest.mark.parametrize(
    ("answers", "status", "asked"),
    [
        ({}, "SUCCEEDED", ["PlaceOrder", "ChargeCard", "TakeStock"]),
        ({"PlaceOrder": "Rejected"}, "FAILED", ["PlaceOrder"]),
        ({"TakeStock": "Rejected"}, "FAILED", ["PlaceOrder", "ChargeCard", "TakeStock", "RefundCard", "CancelOrder"]),
        ({"ChargeCard": ""}, "FAILED", ["PlaceOrder", "ChargeCard", "RefundCard", "CancelOrder"]),
    ],
)
def test_sagas_undo_what_was_done_in_reverse(
    answers: dict[str, str], status: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from moto import mock_aws

    pretend(monkeypatch)
    document = made()["services/orders/sagas.json"].document
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        assert carry_out(document["Resources"]["CheckoutMachine"]["Properties"], answers) == (status, asked)
