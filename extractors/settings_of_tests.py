"""What a reusable Django application leaves to those who install it, as the settings of its tests choose it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from decompose.extractors.repository import Role

_SETTINGS = re.compile(r"(?:^|/)(?:\w*settings\w*|conftest|run_?tests?)\.py$|(?:^|/)settings/\w+\.py$")
_USER_MODEL = re.compile(rb"^[ \t]*[\"']?AUTH_USER_MODEL[\"']?[ \t]*[=:][ \t]*[\"'](\w+\.\w+)[\"']", re.MULTILINE)
_MOST_BYTES = 200_000


def user_model_of_tests(root: Path, roles: Mapping[str, Role]) -> str:
    """The user model (``label.Model``) that settings outside of the code name; empty without.

    Args:
        root: the repository.
        roles: its Python files and what each is for.
    """
    for path in sorted(roles):
        if roles[path] in {Role.TEST, Role.SETUP} and _SETTINGS.search(path):
            try:
                with (root / path).open("rb") as stream:
                    found = _USER_MODEL.search(stream.read(_MOST_BYTES))
            except OSError:
                continue
            if found is not None:
                return found.group(1).decode("ascii", "replace")
    return ""
