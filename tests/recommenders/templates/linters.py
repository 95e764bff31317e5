"""The tools of others that templates must pass: cfn-lint, the SAM translator, statelint."""

from __future__ import annotations

import copy
import json
import logging
import warnings
from typing import Any

REGION = "eu-central-1"


def is_sam(document: dict[str, Any]) -> bool:
    return "Transform" in document


def lint(document: dict[str, Any]) -> list[str]:
    """What cfn-lint finds: errors and warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from cfnlint.api import ManualArgs
        from cfnlint.api import lint as run

        found = run(json.dumps(document), config=ManualArgs(regions=[REGION]))
    return sorted(f"{match.rule.id} {match.message} at {_place(match)}" for match in found)


def _place(match: Any) -> str:
    """Where in the template; what cannot be read at all has none."""
    return "/".join(map(str, getattr(match, "path", None) or []))


def translate(document: dict[str, Any]) -> dict[str, Any]:
    """A template of the Serverless Application Model as the plain one that it stands for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import boto3
        from samtranslator.parser.parser import Parser
        from samtranslator.translator.translator import Translator

        session = boto3.Session(region_name=REGION, aws_access_key_id="none", aws_secret_access_key="none")
        logging.getLogger("samtranslator").setLevel(logging.ERROR)
        plain: dict[str, Any] = Translator({}, Parser(), boto_session=session).translate(copy.deepcopy(document), {})
    return plain


def lint_machine(definition: dict[str, Any]) -> list[str]:
    """What statelint finds in a state machine."""
    from statelint.linter import Linter

    return [str(problem) for problem in Linter.validate(json.dumps(definition))]
