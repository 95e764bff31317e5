"""What files beside the code tell of how it is built and run: small files in, marks out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.analyzer.pipeline import Run, link_program
from decompose.extractors.declarations import DeclaringFile
from decompose.extractors.discovery import discover
from decompose.extractors.marks import Mark
from decompose.extractors.surroundings import read_marks, tells_of_surroundings

Told = tuple[str, str, str]


def marks_of(path: str, text: str) -> list[Mark]:
    assert tells_of_surroundings(path)
    return list(read_marks([DeclaringFile(path, text.encode())]))


def told(path: str, text: str) -> set[Told]:
    return {(mark.kind.value, mark.name, mark.value) for mark in marks_of(path, text)}


REQUIREMENTS = ("manifest", "requirements.txt", "")
CASES = [
    pytest.param(
        "requirements.txt",
        "# core\nDjango>=4.2,<5 ; python_version>'3.8'\nruamel_yaml[jinja2] == 0.18  # pinned\n-r base.txt\n"
        "--hash=sha256:x\n"
        "git+https://github.com/x/y.git#egg=Thing\nrequests==2.31.0 \\\n    --hash=sha256:abc\nnot a requirement!\n",
        {
            REQUIREMENTS,
            ("requirement", "django", ">=4.2,<5"),
            ("requirement", "ruamel-yaml", "==0.18"),
            ("requirement", "thing", ""),
            ("requirement", "requests", "==2.31.0"),
        },
        id="requirements",
    ),
    pytest.param("requirements/dev.txt", "pytest\n", set(), id="requirements of developers"),
    pytest.param(
        "pyproject.toml",
        '[project]\nrequires-python = ">=3.11"\ndependencies = ["fastapi~=0.110", "uvicorn[standard]"]\n'
        '[project.optional-dependencies]\ntest = ["pytest"]\n',
        {
            ("manifest", "pyproject.toml", ""),
            ("python", "requires-python", ">=3.11"),
            ("requirement", "fastapi", "~=0.110"),
            ("requirement", "uvicorn", ""),
        },
        id="pyproject",
    ),
    pytest.param(
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = "^3.10"\nredis = {version = "^5", extras = ["hiredis"]}\n'
        'ldap3 = {version = "*", optional = true}\npillow = "*"\n',
        {
            ("manifest", "pyproject.toml", ""),
            ("python", "python", "^3.10"),
            ("requirement", "redis", "^5"),
            ("requirement", "pillow", ""),
        },
        id="poetry",
    ),
    pytest.param("pyproject.toml", "[tool.ruff]\nline-length = 100\n", set(), id="a pyproject that is only for tools"),
    pytest.param(
        "setup.py",
        "from setuptools import setup\nNEEDED = ['six', 'lxml>=4']\nprint('never run')\n"
        "setup(name='x', python_requires='>=3.8', install_requires=NEEDED, extras_require={'a': ['b']})\n",
        {
            ("manifest", "setup.py", ""),
            ("python", "python_requires", ">=3.8"),
            ("requirement", "six", ""),
            ("requirement", "lxml", ">=4"),
        },
        id="setup.py",
    ),
    pytest.param(
        "setup.cfg",
        "[options]\npython_requires = >=3.9\ninstall_requires =\n    attrs\n    click>=8\n",
        {
            ("manifest", "setup.cfg", ""),
            ("python", "python_requires", ">=3.9"),
            ("requirement", "attrs", ""),
            ("requirement", "click", ">=8"),
        },
        id="setup.cfg",
    ),
    pytest.param(
        "Pipfile",
        '[packages]\nflask = "*"\n[dev-packages]\nblack = "*"\n[requires]\npython_version = "3.12"\n',
        {("manifest", "Pipfile", ""), ("python", "python_version", "3.12"), ("requirement", "flask", "")},
        id="Pipfile",
    ),
    pytest.param("poetry.lock", "[[package]]\n", {("manifest", "poetry.lock", "")}, id="a lock"),
    pytest.param("runtime.txt", "python-3.11.4\n", {("python", "runtime.txt", "3.11.4")}, id="runtime.txt"),
    pytest.param(".python-version", "3.12\n", {("python", ".python-version", "3.12")}, id="pyenv"),
    pytest.param(".tool-versions", "nodejs 20\npython 3.12.1\n", {("python", ".tool-versions", "3.12.1")}, id="asdf"),
    pytest.param(
        "docker/Dockerfile",
        "# syntax=docker/dockerfile:1\nARG PY=3.12\nFROM python:${PY}-slim AS build\nRUN apt-get update && \\\n"
        "    # tools\n    apt-get install -y --no-install-recommends gcc libpq-dev=15.1 ; rm -rf /x\n"
        "FROM build AS tests\nCMD pytest\nFROM docker.io/library/alpine:3.19\nCOPY --from=build /x /x\n"
        "RUN apk add --no-cache --virtual .tmp ffmpeg $EXTRA\nENV SECRET_KEY=s3cr3tvalue PORT=8000\n"
        "EXPOSE $PORT/tcp 9000\n"
        'ENTRYPOINT ["gunicorn"]\nCMD ["shop.wsgi", "-w", "4"]\n',
        {
            ("base image", "python", "3.12-slim"),
            ("python", "base image", "3.12"),
            ("system package", "gcc", ""),
            ("system package", "libpq-dev", "15.1"),
            ("base image", "alpine", "3.19"),
            ("system package", "ffmpeg", ""),
            ("secret", "SECRET_KEY", ""),
            ("port", "tcp", "8000"),
            ("port", "", "9000"),
            ("process", "ENTRYPOINT", "gunicorn"),
            ("process", "CMD", "shop.wsgi -w 4"),
        },
        id="Dockerfile",
    ),
    pytest.param(
        "Dockerfile",
        "FROM python:3.12\nRUN <<EOF\napt-get install -y git\nyum install jq\nEOF\nCMD python app.py\n",
        {
            ("base image", "python", "3.12"),
            ("python", "base image", "3.12"),
            ("system package", "git", ""),
            ("system package", "jq", ""),
            ("process", "CMD", "python app.py"),
        },
        id="a here-document",
    ),
    pytest.param("Dockerfile", "FROM ${BASE}\nFROM scratch\n", set(), id="an image that no one names"),
    pytest.param(
        "docker-compose.yml",
        "x-common: &common\n  mem_limit: 512m\nservices:\n  web:\n    <<: *common\n    build: .\n    image: shop\n"
        "    command: gunicorn shop.wsgi\n    ports: ['80:8000', '127.0.0.1:9000:9000/udp']\n    cpus: 0.5\n"
        "    privileged: true\n    volumes: [/var/run/docker.sock:/var/run/docker.sock]\n"
        "    environment:\n      DATABASE_URL: postgres://shop:hunter22@db/shop\n      TOKEN: ${TOKEN}\n"
        "  worker:\n    image: shop\n  db:\n    image: postgres:${PG:-15}\n"
        "    environment: [POSTGRES_PASSWORD=hunter22]\n"
        "    deploy: {resources: {limits: {memory: 1G, cpus: '2'}}}\n  tool:\n    image: ${IMAGE}\n",
        {
            ("process", "web", "gunicorn shop.wsgi"),
            ("port", "", "8000"),
            ("port", "udp", "9000"),
            ("privilege", "privileged", ""),
            ("privilege", "docker socket", ""),
            ("memory", "memory", "512"),
            ("memory", "cpu", "500"),
            ("secret", "DATABASE_URL", ""),
            ("middleware", "postgres", "15"),
            ("secret", "POSTGRES_PASSWORD", ""),
            ("memory", "memory", "1024"),
            ("memory", "cpu", "2000"),
        },
        id="compose",
    ),
    pytest.param("compose.test.yaml", "services: {db: {image: postgres}}", set(), id="compose for tests"),
    pytest.param(
        "compose.yaml",
        "services: {app: {image: 'python:3.12', command: [python, app.py]}}",
        {("process", "app", "python app.py")},
        id="an image that runs what is mounted",
    ),
    pytest.param(
        "Procfile",
        "# comment\nweb: gunicorn shop.wsgi --log-file -\nworker: celery -A shop worker\n",
        {("process", "web", "gunicorn shop.wsgi --log-file -"), ("process", "worker", "celery -A shop worker")},
        id="Procfile",
    ),
    pytest.param(
        "k8s/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
        "      hostNetwork: true\n"
        "      containers:\n      - name: app\n        image: registry.example.com/shop:1\n"
        "        command: [gunicorn]\n"
        "        args: [shop.wsgi]\n        ports: [{containerPort: 8000}]\n        resources:\n"
        "          requests: {memory: 256Mi, cpu: 250m}\n          limits: {memory: 1G, nvidia.com/gpu: 1}\n"
        "      - {name: cache, image: 'redis:7'}\n---\napiVersion: batch/v1\nkind: CronJob\n"
        "metadata: {name: nightly}\n"
        "spec:\n  schedule: '0 3 * * *'\n"
        "  jobTemplate: {spec: {template: {spec: {containers: [{name: n, command: [run, it]}]}}}}\n",
        {
            ("kubernetes", "Deployment", "web"),
            ("privilege", "hostNetwork", ""),
            ("process", "app", "gunicorn shop.wsgi"),
            ("port", "", "8000"),
            ("memory", "memory", "256"),
            ("memory", "cpu", "250"),
            ("privilege", "gpu", "1"),
            ("middleware", "redis", "7"),
            ("kubernetes", "CronJob", "nightly"),
            ("schedule", "run it", "0 3 * * *"),
            ("process", "n", "run it"),
        },
        id="kubernetes",
    ),
    pytest.param(
        "chart/templates/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n",
        {("kubernetes", "Deployment", "")},
        id="a template of a chart",
    ),
    pytest.param("chart/Chart.yaml", "name: shop\n", {("kubernetes", "chart", "")}, id="a chart"),
    pytest.param("catalog.yaml", "apiVersion: backstage.io/v1\nkind: Component\n", set(), id="no cluster's manifest"),
    pytest.param(
        ".github/workflows/ci.yml",
        "name: Tests\non: [push]\njobs:\n  scan:\n    steps:\n    # - uses: snyk/actions\n"
        "    - uses: github/codeql-action/init@v3\n"
        "    - run: |\n        pip install bandit\n        bandit -r shop\n",
        {
            ("pipeline", "GitHub Actions", "Tests"),
            ("scanner", "CodeQL", ""),
            ("scanner", "bandit", ""),
        },
        id="GitHub Actions",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        "include:\n  - template: Security/SAST.gitlab-ci.yml\n",
        {("pipeline", "GitLab CI", ""), ("scanner", "GitLab scanning", "")},
        id="GitLab",
    ),
    pytest.param("ci/Jenkinsfile", "pipeline {}\n", {("pipeline", "Jenkins", "")}, id="Jenkins"),
    pytest.param(
        ".pre-commit-config.yaml",
        "repos:\n- repo: https://github.com/gitleaks/gitleaks\n",
        {("scanner", "gitleaks", "")},
        id="hooks",
    ),
    pytest.param("infra/main.tf", "", {("infrastructure", "terraform", "infra/main.tf")}, id="terraform"),
    pytest.param("serverless.yml", "", {("infrastructure", "serverless", "serverless.yml")}, id="serverless"),
    pytest.param(
        "template.yaml",
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: AWS::Serverless::Function}\n",
        {("infrastructure", "AWS SAM", "template.yaml")},
        id="SAM",
    ),
    pytest.param(
        "site.yml",
        "---\n- name: web\n  hosts: all\n  tasks: []\n",
        {("infrastructure", "ansible", "site.yml")},
        id="a playbook",
    ),
    pytest.param("x.yml", "- name: a\n- other: hosts\n", set(), id="a list that is no playbook"),
    pytest.param(
        "fabfile.py", "from fabric.api import run\n", {("infrastructure", "fabric", "fabfile.py")}, id="fabric"
    ),
    pytest.param(
        ".github/CODEOWNERS",
        "# who\n*  @shop/all\n/shop/orders/ @shop/orders dev@example.com # they\n",
        {("owners", "*", "@shop/all"), ("owners", "/shop/orders/", "@shop/orders dev@example.com")},
        id="owners",
    ),
    pytest.param(
        "frontend/package.json",
        '{"dependencies": {"react": "^18"}, "scripts": {"build": "vite build"}}',
        {("frontend", "frontend", "react")},
        id="a user interface",
    ),
    pytest.param("package.json", '{"devDependencies": {"prettier": "3"}, "scripts": {}}', set(), id="tools of node"),
    pytest.param(
        "api/openapi.yaml",
        "openapi: 3.0.3\ninfo: {}\n",
        {("openapi", "api/openapi.yaml", "openapi 3.0.3")},
        id="openapi",
    ),
    pytest.param(
        "deploy/crontab",
        "MAILTO=x\n# m h\n*/5 * * * * /app/manage.py poll\n@daily root backup\n0 25 words are no line\n",
        {("schedule", "/app/manage.py poll", "*/5 * * * *"), ("schedule", "backup", "@daily")},
        id="crontab",
    ),
    pytest.param(
        ".env",
        "DEBUG=1\nSECRET_KEY='k3y-with-entropy'\nAPI_TOKEN=\nDB_PASSWORD=changeme\nSTRIPE_API_KEY=${KEY}\n"
        "REDIS_URL=redis://:p4ssw0rd@cache/0\n",
        {("secret", "SECRET_KEY", ""), ("secret", "REDIS_URL", "")},
        id="variables",
    ),
    pytest.param(".env.example", "SECRET_KEY=k3y-with-entropy\n", set(), id="an example of variables"),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_what_files_tell(path: str, text: str, expected: set[Told]) -> None:
    assert told(path, text) == expected


def test_marks_say_where_and_of_what() -> None:
    text = "services:\n  cache:\n    image: redis:7\n"
    assert [(str(mark.place), mark.subject) for mark in marks_of("compose.yml", text)] == [("compose.yml:3", "cache")]


def test_secrets_never_travel() -> None:
    text = "services:\n  a:\n    build: .\n    command: run --db postgres://u:hunter22@h/d --password=hunter22\n"
    assert "hunter22" not in repr(marks_of("compose.yml", text))


BOMB = "\n".join(["a: &a [x, x]", *(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]" for n in range(9))])
HOSTILE = [
    pytest.param("docker-compose.yml", BOMB, id="aliases of aliases"),
    pytest.param("docker-compose.yml", "[" * 200_000, id="deep brackets"),
    pytest.param("docker-compose.yml", "- " * 100_000, id="deep lists"),
    pytest.param("k8s.yaml", "apiVersion: v1\nkind: " + "{a: " * 50_000, id="deep mappings"),
    pytest.param("package.json", "[" * 100_000, id="deep JSON"),
    pytest.param("pyproject.toml", "a = " + "[" * 100_000, id="deep TOML"),
    pytest.param("setup.py", "x = " + "(" * 5_000, id="deep Python"),
    pytest.param("docker-compose.yml", "services: &s\n  a: *s\n", id="an alias of itself"),
    pytest.param("Dockerfile", "FROM a\\\n" * 5_000, id="a line without end"),
    pytest.param("requirements.txt", "a" * 100_000 + "\n" + "a>=" * 10_000, id="a long requirement"),
]


@pytest.mark.parametrize(("path", "text"), HOSTILE)
def test_hostile_files_tell_little_and_end_soon(path: str, text: str) -> None:
    assert len(marks_of(path, text)) <= 2


PATHS = sorted({case.values[0] for case in CASES})  # type: ignore[type-var]


@settings(deadline=None)
@given(st.sampled_from(PATHS), st.binary(max_size=400))
def test_any_bytes_are_read(path: str, data: bytes) -> None:
    read_marks([DeclaringFile(path, data)])


@settings(deadline=None)
@given(
    st.sampled_from(CASES),
    st.integers(0, 600),
    st.integers(0, 40),
    st.text(alphabet="\n :-{}[]&*!|>\"'$<\\,#a=/", max_size=8),
)
def test_damaged_files_are_read(case: object, start: int, length: int, inserted: str) -> None:
    path, text, _ = case.values  # type: ignore[attr-defined]
    damaged = text[:start] + inserted + text[start + length :]
    for mark in read_marks([DeclaringFile(path, damaged.encode())]):
        assert mark.place.path == path
        assert 1 <= mark.place.line <= damaged.count("\n") + 1


def test_hidden_files_are_found_where_they_tell_something(tmp_path: Path) -> None:
    for name, text in {
        "shop/views.py": "def f(): ...\n",
        "Dockerfile": "FROM python:3.12\n",
        ".github/workflows/ci.yml": "name: CI\n",
        ".github/scripts/release.py": "def release(): ...\n",
        ".python-version": "3.12\n",
        ".env": "SECRET_KEY=abcdef12345\n",
        ".gitignore": ".env\n",
        "tests/Dockerfile": "FROM postgres\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    repository = discover(tmp_path)
    assert repository.surroundings == (".github/workflows/ci.yml", ".python-version", "Dockerfile")
    assert [source.path for source in repository.sources] == ["shop/views.py"]
    marks = link_program(tmp_path, Run()).graph.marks
    assert [(mark.kind.value, mark.name) for mark in marks] == [
        ("base image", "python"),
        ("pipeline", "GitHub Actions"),
        ("python", ".python-version"),
        ("python", "base image"),
    ]
