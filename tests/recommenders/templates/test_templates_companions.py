"""Images and instructions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import yaml
from architectures import rich, small

import decompose.recommenders.templates as package
from decompose.recommenders.architecture import Packaging, Workload, WorkloadKind
from decompose.recommenders.templates import MissingPackageError, write_templates
from decompose.recommenders.templates.commands import command
from decompose.recommenders.templates.companions.images import dockerfile
from decompose.recommenders.templates.companions.kubernetes import cron
from decompose.recommenders.templates.companions.readmes import KNOWN
from decompose.recommenders.templates.shipped import run_job


def test_dockerfile_fits_what_was_found() -> None:
    text = dockerfile(rich().packaging)
    assert "FROM python:3.12-slim\n" in text
    assert "apt-get install -y --no-install-recommends gettext libpq5 " in text
    assert "RUN pip install -r requirements.txt gunicorn\n" in text
    assert "\nUSER 10001\n" in text
    last = text.splitlines()[-1]
    assert json.loads(last.removeprefix("CMD ")) [:2] == ["gunicorn", "shop.wsgi:application"]  # fmt: skip


@pytest.mark.parametrize(
    ("packaging", "line"),
    [
        (Packaging(), "# Nothing in the repository tells which Python it needs: set it here."),
        (Packaging(manifest="pyproject.toml"), "RUN pip install ."),
        (Packaging(manifest="src/setup.py"), "RUN pip install ./src"),
        (Packaging(manifest="Pipfile"), "RUN pip install pipenv && pipenv install --system --deploy"),
        (Packaging(manifest="../x.txt"), "# No list of requirements was found that pip reads: install them here."),
        (Packaging(manifest="a.txt\nRUN b"), "# No list of requirements was found that pip reads: install them here."),
        (Packaging(application="app.main:app", is_asynchronous=True), "RUN pip install uvicorn"),
        (Packaging(port=9000), "EXPOSE 9000"),
        (Packaging(python="3.11.4"), "FROM python:3.11-slim"),
        (Packaging(application='x"]\nRUN evil'), 'CMD ["python", "-m", "run_job"]'),
    ],
)
def test_dockerfiles(packaging: Packaging, line: str) -> None:
    assert line in dockerfile(packaging).splitlines()


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (WorkloadKind.WORKER, "celery -A shop worker", ["celery", "-A", "shop", "worker"]),
        (WorkloadKind.WEB, "gunicorn -b :$PORT shop", ["sh", "-c", "exec gunicorn -b :$PORT shop"]),
        (WorkloadKind.WEB, "migrate && serve", ["sh", "-c", "migrate && serve"]),
        (WorkloadKind.COMMAND, "say 'it", ["sh", "-c", "say 'it"]),
        (WorkloadKind.WORKER, "", None),
        (WorkloadKind.JOB, "", ["python", "-m", "run_job"]),
    ],
)
def test_commands(kind: WorkloadKind, written: str, words: list[str] | None) -> None:
    workload = msgspec.structs.replace(small().workloads[0], kind=kind, command=written)
    assert isinstance(workload, Workload)
    assert command(workload, Packaging()) == words


def test_readme_has_every_stack_in_order_and_every_question() -> None:
    files = {file.path: file.text for file in write_templates(rich())}
    readme = files["README.md"]
    order = [
        readme.index(f"--template-file {path} ")
        for path in (
            "shared/network.json",
            "shared/events.json",
            "services/orders/data.json",
            "services/billing/messaging.json",
        )
    ]
    assert order == sorted(order)
    for path, text in files.items():
        if path.endswith(".json") and "Resources" in json.loads(text):
            asked = [name for name, each in json.loads(text).get("Parameters", {}).items() if "Default" not in each]
            assert all(f"`{name}`" in readme for name in asked if name not in KNOWN)
            everywhere = readme + files.get(path.rpartition("/")[0] + "/README.md", "")
            assert f"--template-file {path} " in everywhere
    assert "s3:*: not granted" in files["services/orders/README.md"]
    assert "does not tell when sometimes runs" in files["services/catalog/README.md"]  # fmt: skip


def test_no_secret_is_written() -> None:
    texts = "".join(file.text for file in write_templates(rich()))
    assert 'SecretString": "' not in texts
    assert '"MasterUserPassword": "' not in texts


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    here = Path(__file__).parent
    code = (
        f"import sys, hashlib; sys.path.insert(0, {str(here)!r}); from architectures import rich\n"
        "from decompose.recommenders.templates import write_templates\n"
        "print(hashlib.sha256(repr(write_templates(rich())).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(seen) == 1


def test_builders_are_only_imported_when_templates_are_written() -> None:
    code = (
        "import sys, decompose.recommenders.templates; sys.exit('troposphere' in sys.modules or 'yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_package_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "find_spec", lambda name: None)
    with pytest.raises(MissingPackageError, match="templates need troposphere, install monolith-decompose\\[aws\\]"):
        write_templates(small())


def test_jobs_are_found_by_their_dotted_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shopjobs").mkdir()
    (tmp_path / "shopjobs" / "__init__.py").write_text("")
    (tmp_path / "shopjobs" / "nightly.py").write_text(
        "def run(): return 'ran'\n"
        "class Job:\n"
        "    def go(self): return 'went'\n"
        "    @staticmethod\n"
        "    def still(): return 'still'\n"
    )
    (tmp_path / "shopjobs" / "broken.py").write_text("import nothing_like_this\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    assert run_job.run("shopjobs.nightly.run") == "ran"
    assert run_job.run("shopjobs.nightly.Job.go") == "went"
    assert run_job.run("shopjobs.nightly.Job.still") == "still"
    with pytest.raises(ModuleNotFoundError, match="no module of absent"):
        run_job.run("absent.module.run")
    with pytest.raises(ModuleNotFoundError, match="nothing_like_this"):
        run_job.run("shopjobs.broken.run")


def test_pipelines_check_build_scan_and_deploy() -> None:
    files = {file.path: file.text for file in write_templates(rich())}
    made = yaml.safe_load(files["services/media-files/deploy-media-files.yml"])
    assert made["permissions"] == {"contents": "read", "id-token": "write"}
    assert made["jobs"]["deploy"]["needs"] == "boundaries"
    assert any("decompose check" in step.get("run", "") for step in made["jobs"]["boundaries"]["steps"])
    runs = [step.get("run", "") for step in made["jobs"]["deploy"]["steps"]]
    for path in ("services/media-files/functions.json", "services/media-files/dashboard.json"):
        assert any(f'"$TEMPLATES/{path}"' in run for run in runs)
    assert any('FunctionImage="${{ steps.ecr.outputs.registry }}/$REPOSITORY:${{ github.sha }}-lambda"' in run
               for run in runs)  # fmt: skip


def test_images_of_functions_say_what_they_handle() -> None:
    files = {file.path: file.text for file in write_templates(rich())}
    handled = json.loads(files["services/media-files/lambda_handlers.json"])
    assert handled["jobs"] == ["shop.media.clean", "shop.media.odd"]
    assert handled["tasks"] == ["shop.media.clean", "shop.media.resize"]
    assert handled["events"] == {"catalog-price-changed": [], "orders-placed": ["shop.media.resize"]}
    assert 'ENTRYPOINT ["python", "-m", "awslambdaric"]' in files["services/media-files/Dockerfile.lambda"]
    assert "services/media-files/Dockerfile" not in files


def test_dashboards_are_json_after_their_holes_are_filled() -> None:
    files = {file.path: file.text for file in write_templates(rich())}
    text, values = json.loads(files["services/orders/dashboard.json"])["Resources"]["Dashboard"]["Properties"][
        "DashboardBody"
    ]["Fn::Sub"]
    widgets = json.loads(text)["widgets"]
    assert all(f"${{{name}}}" in text for name in values)
    titles = [widget["properties"]["title"] for widget in widgets]
    assert "web: requests and failures" in titles
    assert "mail: waiting, dead" in titles
    assert "database: free bytes" in titles


def test_manifests_run_each_workload_and_job() -> None:
    files = {file.path: file.text for file in write_templates(rich())}
    text = files["services/stock/kubernetes.yaml"]
    found = {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(text)}
    assert set(found) == {
        ("ServiceAccount", "stock"), ("Deployment", "stock-web"), ("HorizontalPodAutoscaler", "stock-web"),
        ("Service", "stock-web"), ("TargetGroupBinding", "stock-web"), ("Deployment", "stock-worker"),
        ("HorizontalPodAutoscaler", "stock-worker"), ("CronJob", "stock-count"),
    }  # fmt: skip
    pod = found["Deployment", "stock-worker"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["command"] == ["python", "-m", "with_secrets", "python", "-m", "stock"]
    assert found["CronJob", "stock-count"]["spec"]["schedule"] == "30 2 * * *"
    assert found["CronJob", "stock-count"]["spec"]["suspend"] is False
    assert "&id" not in text


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("cron(30 2 * * ? *)", "30 2 * * *"),
        ("cron(0 0 ? * 2-6 *)", "0 0 * * 1-5"),
        ("cron(0 0 ? * MON *)", "0 0 * * MON"),
        ("cron(0/5 * * * ? *)", "0/5 * * * *"),
        ("rate(5 minutes)", "*/5 * * * *"),
        ("rate(1 day)", "0 0 */1 * *"),
        ("rate(90 minutes)", ""),
        ("cron(0 0 L * ? *)", ""),
        ("cron(0 0 1 1 ? 2030)", ""),
    ],
)
def test_schedules_as_kubernetes_writes_them(expression: str, fields: str) -> None:
    assert cron(msgspec.structs.replace(rich().schedules[0], expression=expression)) == fields
