"""From an architecture to files: CloudFormation templates, images, pipelines, and how to use them.

``troposphere``, which builds the templates, is only imported when templates are written: it comes with
``pip install monolith-decompose[aws]``.
"""

from __future__ import annotations

from importlib.util import find_spec

from decompose.recommenders.architecture import Architecture
from decompose.recommenders.templates.checks import check_templates
from decompose.recommenders.templates.files import File

__all__ = ["File", "MissingPackageError", "check_templates", "write_templates"]

NEEDED = ("troposphere", "yaml")


class MissingPackageError(ImportError):
    """Templates need a package that is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"templates need {name}, install monolith-decompose[aws]", name=name)


def write_templates(architecture: Architecture) -> tuple[File, ...]:
    """Everything that is needed to build and deploy a system.

    Args:
        architecture: what the services become.

    Returns:
        the files, by path; the same architecture gives the same bytes.

    Raises:
        MissingPackageError: a package of the extra ``aws`` is not installed.
    """
    for package in NEEDED:
        if find_spec(package) is None:
            raise MissingPackageError(package)
    from decompose.recommenders.templates.writing import write

    return write(architecture)
