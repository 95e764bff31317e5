"""Infrastructure as code and configuration management: which tools a repository has files of, one mark a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_BY_NAME = {
    r"(?:.*/)?[^/]+\.tf(?:\.json)?|(?:.*/)?terragrunt\.hcl": "terraform",
    r"(?:.*/)?cdk\.json": "AWS CDK",
    r"(?:.*/)?serverless\.(?:ya?ml|json)": "serverless",
    r"(?:.*/)?samconfig\.(?:toml|ya?ml)": "AWS SAM",
    r"(?:.*/)?Pulumi\.ya?ml": "pulumi",
    r"(?:.*/)?copilot/\.workspace": "AWS Copilot",
    r"\.ebextensions/[^/]+\.config": "Elastic Beanstalk",
    r"(?:.*/)?appspec\.ya?ml": "AWS CodeDeploy",
    r"(?:.*/)?zappa_settings\.(?:json|toml|ya?ml)": "zappa",
    r"(?:.*/)?\.chalice/config\.json": "chalice",
    r"(?:.*/)?ansible\.cfg|(?:.*/)?roles/[^/]+/tasks/main\.ya?ml": "ansible",
    r"(?:.*/)?(?:Berksfile|cookbooks/[^/]+/metadata\.rb|cookbooks/[^/]+/recipes/[^/]+\.rb)": "chef",
    r"(?:.*/)?(?:Puppetfile|manifests/[^/]+\.pp)": "puppet",
    r"(?:.*/)?Vagrantfile": "vagrant",
    r"(?:.*/)?heroku\.yml": "heroku",
    r"(?:.*/)?fly\.toml": "fly.io",
    r"(?:.*/)?render\.yaml": "render",
    r"(?:.*/)?[^/]+\.nomad(?:\.hcl)?": "nomad",
}
_COMPILED = {re.compile(pattern): tool for pattern, tool in _BY_NAME.items()}
_CLOUDFORMATION = re.compile(r"AWSTemplateFormatVersion|[\"']?Type[\"']?\s*:\s*[\"']?AWS::[A-Z]\w+::")
_SAM = re.compile(r"AWS::Serverless(?:-\d|::)")
_PLAY = re.compile(r"^- (?:name:.*\n(?:[ #].*\n)*?  )?hosts:", re.MULTILINE)
_FABRIC = re.compile(r"^\s*(?:from|import)\s+(?:fabric|fabric2|fabtools)\b", re.MULTILINE)


def _tell(file: Surrounding) -> Iterator[Mark]:
    for pattern, tool in _COMPILED.items():
        if pattern.fullmatch(file.path):
            yield file.mark(MarkKind.INFRASTRUCTURE, tool, file.path)


for _pattern in _BY_NAME:
    tells(_pattern)(_tell)


@tells(r"(?:.*/)?[^/]+\.(?:ya?ml|template)|(?:.*/)?(?:cloudformation|cfn|stacks?)/.*\.json|(?:.*/)?template\.json")
def templates(file: Surrounding) -> Iterator[Mark]:
    """Templates of CloudFormation and SAM, and Ansible's playbooks, by what they contain."""
    found = _SAM.search(file.text) or _CLOUDFORMATION.search(file.text)
    if found is not None:
        tool = "AWS SAM" if _SAM.search(file.text) else "cloudformation"
        yield file.mark(MarkKind.INFRASTRUCTURE, tool, file.path, file.text.count("\n", 0, found.start()) + 1)
    play = _PLAY.search(file.text)
    if play is not None:
        yield file.mark(MarkKind.INFRASTRUCTURE, "ansible", file.path, file.text.count("\n", 0, play.start()) + 1)


@tells(r"(?:.*/)?fabfile(?:/[^/]+)?\.py")
def fabric(file: Surrounding) -> Iterator[Mark]:
    """A script of Fabric, which runs commands on servers."""
    found = _FABRIC.search(file.text)
    if found is not None:
        yield file.mark(MarkKind.INFRASTRUCTURE, "fabric", file.path, file.text.count("\n", 0, found.end()) + 1)
