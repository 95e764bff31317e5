"""Continuous integration, and the steps of it that look for weaknesses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_SYSTEMS = {
    r"\.github/workflows/[^/]+\.ya?ml": "GitHub Actions",
    r"\.forgejo/workflows/[^/]+\.ya?ml": "Forgejo Actions",
    r"\.gitea/workflows/[^/]+\.ya?ml": "Gitea Actions",
    r"\.gitlab-ci\.ya?ml|\.gitlab/(?:ci/)?[^/]+\.ya?ml": "GitLab CI",
    r"\.circleci/config\.ya?ml": "CircleCI",
    r"\.travis\.ya?ml": "Travis CI",
    r"(?:.*/)?Jenkinsfile(?:[.-][\w.-]+)?": "Jenkins",
    r"(?:\.azure-pipelines/[^/]+|azure-pipelines[\w.-]*)\.ya?ml": "Azure Pipelines",
    r"bitbucket-pipelines\.ya?ml": "Bitbucket Pipelines",
    r"\.drone\.(?:ya?ml|jsonnet)": "Drone",
    r"\.woodpecker(?:/[^/]+)?\.ya?ml": "Woodpecker",
    r"\.buildkite/[^/]+\.ya?ml": "Buildkite",
    r"\.semaphore/[^/]+\.ya?ml": "Semaphore",
    r"(?:.*/)?buildspec[\w.-]*\.ya?ml": "AWS CodeBuild",
    r"(?:.*/)?cloudbuild[\w.-]*\.ya?ml": "Google Cloud Build",
    r"\.?appveyor\.ya?ml": "AppVeyor",
    r"\.?zuul\.ya?ml|\.?zuul\.d/[^/]+\.ya?ml": "Zuul",
    r"\.tekton/[^/]+\.ya?ml": "Tekton",
    r"\.?cirrus\.ya?ml": "Cirrus CI",
}
_COMPILED = {re.compile(pattern): system for pattern, system in _SYSTEMS.items()}
_SCANNERS = {
    "bandit": r"\bbandit\b",
    "safety": r"\bsafety\s+(?:check|scan)\b|pyupio/safety",
    "pip-audit": r"\bpip-audit\b",
    "trivy": r"\btrivy\b",
    "snyk": r"\bsnyk\b",
    "CodeQL": r"\bcodeql(?:-action)?\b",
    "semgrep": r"\bsemgrep\b",
    "gitleaks": r"\bgitleaks\b",
    "trufflehog": r"\btrufflehog\b",
    "detect-secrets": r"\bdetect-secrets\b",
    "grype": r"\bgrype\b|anchore/scan-action",
    "dependency-review": r"\bdependency-review-action\b",
    "SonarQube": r"\bsonar(?:qube|cloud|-scanner)\b",
    "checkov": r"\bcheckov\b",
    "tfsec": r"\btfsec\b",
    "zizmor": r"\bzizmor\b",
    "osv-scanner": r"\bosv-scanner\b",
    "OWASP dependency-check": r"\bdependency-check\b",
    "GitLab scanning": r"Security/(?:SAST|Secret-Detection|Dependency-Scanning|Container-Scanning|DAST)",
}
_TOOLS = {tool: re.compile(pattern, re.IGNORECASE) for tool, pattern in _SCANNERS.items()}
_STEP = re.compile(r"(?:-\s*)?(?:uses|run|script|id|repo|entry|image|template|command)\s*:|[-|>]|\s*\w")
_SILENT = re.compile(r"(?:-\s*)?(?:branches|paths|tags|on|permissions|name|description|ignore|exclude|skip)\s*:")


def _tell(file: Surrounding) -> Iterator[Mark]:
    system = next(system for pattern, system in _COMPILED.items() if pattern.fullmatch(file.path))
    title = next((line.partition(":")[2].strip(" \"'") for line in file.lines if line.startswith("name:")), "")
    yield file.mark(MarkKind.PIPELINE, system, title)
    yield from _scanners(file)


for _pattern in _SYSTEMS:
    tells(_pattern)(_tell)


@tells(r"\.pre-commit-config\.ya?ml")
def hooks(file: Surrounding) -> Iterator[Mark]:
    """Hooks that run before each commit, and often in the pipeline too."""
    yield from _scanners(file)


def _scanners(file: Surrounding) -> Iterator[Mark]:
    """Tools that lines name which are no comments; each once a file."""
    seen = set()
    for number, line in enumerate(file.lines, 1):
        text = re.split(r"(?:^|\s)(?:#|//)", line)[0].strip()
        if not text or _SILENT.match(text) or not _STEP.match(text):
            continue
        for tool, pattern in _TOOLS.items():
            if tool not in seen and pattern.search(text):
                seen.add(tool)
                yield file.mark(MarkKind.SCANNER, tool, "", number)
