from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from decompose.analyzer.config import find_configuration, load_configuration
from decompose.analyzer.configuration import Configuration, Output, Plan
from decompose.analyzer.errors import UserError
from decompose.clustering.guarding.options import Rules
from decompose.clustering.options import Evidence, Weights
from decompose.recommenders.options import CostOptions, RecommendOptions

DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"


def configuration(folder: Path, text: str, name: str = "decompose.toml") -> Configuration:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return load_configuration(path)


def problems(folder: Path, text: str, name: str = "decompose.toml") -> list[str]:
    with pytest.raises(UserError) as caught:
        configuration(folder, text, name)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_every_key_is_read(tmp_path: Path) -> None:
    read = configuration(
        tmp_path,
        """
        roots = ["src"]
        exclude = ["attic/"]
        include = ["generated/client.py"]
        must-link = [["a.B", "a.C"]]
        cannot-link = [["a.B", "d.E"]]
        shared = ["common.*"]
        services = 7
        evidence = ["calls", "data"]

        [pins]
        "orders.models.*" = "orders"

        [weights]
        shared-data = 2

        [output]
        folder = "build/decompose"
        formats = ["json"]
        """,
    )
    assert read == Configuration(
        roots=("src",),
        exclude=("attic/",),
        include=("generated/client.py",),
        pins={"orders.models.*": "orders"},
        must_link=(("a.B", "a.C"),),
        cannot_link=(("a.B", "d.E"),),
        shared=("common.*",),
        weights=Weights(shared_data=2.0),
        services=7,
        evidence=(Evidence.CALLS, Evidence.DATA),
        output=Output("build/decompose", ("json",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "\nservice = 3",
            'error: unknown key "service", decompose.toml:2, did you mean "services"?',
        ),
        (
            "[weights]\n# why\nshared_data = 1",
            'error: unknown key "weights.shared_data", decompose.toml:3, did you mean "shared-data"?',
        ),
        (
            "weights = { chatiness = 1 }",
            'error: unknown key "weights.chatiness", decompose.toml:1, did you mean "chattiness"?',
        ),
        (
            'shared = "common"',
            'error: wrong value for "shared", decompose.toml:1, expected list, got string',
        ),
        (
            'shared = [\n  "a",\n  1,\n]',
            'error: wrong value for "shared", decompose.toml:1, expected string, got whole number (at [1])',
        ),
        ("services = 0", 'error: wrong value for "services", decompose.toml:1, give a number of 1 or more'),
        (
            "[weights]\nchattiness = -1",
            'error: wrong value for "weights.chattiness", decompose.toml:2, give a number of 0 or more',
        ),
        (
            "[weights]\nchattiness = nan",
            'error: wrong value for "weights.chattiness", decompose.toml:2, give a number of 0 or more',
        ),
        (
            '[output]\nfolder = "../elsewhere"',
            (
                'error: wrong value for "output.folder", decompose.toml:2, '
                "give a folder inside the analysed root, relative to it"
            ),
        ),
        (
            '[output]\nweb-base = "javascript:alert(1)"',
            'error: wrong value for "output.web-base", decompose.toml:2, give an address that begins with https://',
        ),
        (
            'evidence = ["calls", "gossip"]',
            (
                "error: wrong value for \"evidence\", decompose.toml:1, invalid enum value 'gossip'; known: "
                "calls, data, transactions, entrypoints, inheritance, imports, vocabulary, history, folders "
                "(at [1])"
            ),
        ),
        (
            "[plan.rates]\ntable = [2, 1]",
            (
                'error: wrong value for "plan.rates.table", decompose.toml:2, '
                "give two numbers of 0 or more, the lower one first, as in [1.0, 3.0]"
            ),
        ),
        ("a = ", "error: not valid TOML: Invalid value, decompose.toml:1"),
    ],
)
def test_an_error_names_key_line_and_mending(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [expected]


def test_all_errors_are_reported_together(tmp_path: Path) -> None:
    found = problems(tmp_path, 'rots = []\nservices = "many"\n[output]\nformat = ["json"]\n')
    assert [line.split(", ")[1] for line in found] == [
        "decompose.toml:1",
        "decompose.toml:2",
        "decompose.toml:4",
    ]


def test_pyproject_is_read_below_tool_decompose(tmp_path: Path) -> None:
    text = '[project]\nname = "services"\n\n[tool.decompose]\nservices = 3\n'
    assert configuration(tmp_path, text, "pyproject.toml").services == 3
    assert find_configuration(tmp_path) == tmp_path / "pyproject.toml"
    text += '[tool.decompose.pins]\n"a" = 1\n'
    assert problems(tmp_path, text, "pyproject.toml") == [
        'error: wrong value for "pins.a", pyproject.toml:7, expected string, got whole number'
    ]


def test_own_file_comes_first_and_a_foreign_pyproject_does_not_count(tmp_path: Path) -> None:
    assert find_configuration(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text("[broken", encoding="utf-8")
    assert find_configuration(tmp_path) is None
    (tmp_path / "decompose.toml").write_text("", encoding="utf-8")
    assert find_configuration(tmp_path) == tmp_path / "decompose.toml"
    assert load_configuration(tmp_path / "decompose.toml") == Configuration()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"roots = []\n\xff", "not valid UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"pins = 3\x00", "not valid TOML"),
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "decompose.toml"
    path.write_bytes(data)
    with pytest.raises(UserError, match=expected) as caught:
        load_configuration(path)
    assert "\n" not in str(caught.value)


def test_the_manual_and_the_code_agree() -> None:
    documented = re.findall(r"^\| `([\w.-]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    keys: list[str] = []
    for field in msgspec.structs.fields(Configuration):
        groups = (Weights, Output, Rules, RecommendOptions, CostOptions, Plan)
        if field.type in groups:
            inner = [entry.name for entry in msgspec.structs.fields(field.type)]
            keys += [f"{field.name}.{name}".replace("_", "-") for name in inner]
        else:
            keys.append(field.name.replace("_", "-"))
    assert sorted(documented) == sorted(keys)
