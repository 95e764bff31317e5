"""All templates of a system with every part pass the tools of others, and stand up in moto."""

from __future__ import annotations

from functools import lru_cache

import linters
import pytest
from architectures import rich
from moto_stacks import deploy

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


NOT_IN_MOTO = {
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DocDB::DBSubnetGroup",
    "AWS::ECS::CapacityProvider",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::OpenSearchService::Domain",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
    "AWS::SecretsManager::Secret",
    "AWS::ServiceDiscovery::HttpNamespace",
}


@pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")
def test_stacks_stand_up_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        deployed = deploy({f"shop-{template.stack}": template.document for template in made().values()})
    assert set(deployed.status.values()) == {"CREATE_COMPLETE"}
    assert deployed.missing == set()
    assert deployed.skipped == NOT_IN_MOTO
