"""Repositories as discovery sees them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.repository import Repository, Role

TEST = "def test_it(): pass\n"
Tree = Mapping[str, str]


@pytest.fixture
def plant(tmp_path: Path) -> Callable[[Tree | str], Path]:
    """Write files below a folder: a mapping of path to text, or paths separated by blanks."""

    def write(tree: Tree | str) -> Path:
        root = tmp_path / "repo"
        for path, text in (dict.fromkeys(tree.split(), "") if isinstance(tree, str) else tree).items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text))
        return root

    return write


Plant = Callable[[Tree | str], Path]


def modules(repository: Repository) -> dict[str, str]:
    return {source.path: source.module for source in repository.sources}


def roles(repository: Repository) -> dict[str, Role]:
    return {source.path: source.role for source in repository.sources}


def codes(repository: Repository) -> list[str]:
    return [diagnostic.code for diagnostic in repository.diagnostics]


def pyproject(text: str) -> str:
    return f"[project]\nname='x'\n{text}"


@pytest.mark.parametrize(
    ("tree", "expected", "roots"),
    [
        pytest.param(
            {"shop/__init__.py": "", "shop/orders/__init__.py": "", "shop/orders/models.py": ""},
            {"shop/__init__.py": "shop", "shop/orders/models.py": "shop.orders.models"},
            (".",),
            id="package at the top",
        ),
        pytest.param({"main.py": "", "lib.py": ""}, {"main.py": "main"}, (".",), id="modules at the top"),
        pytest.param(
            {"setup.py": "", "src/shop/__init__.py": "", "src/shop/a.py": "", "tests/test_a.py": TEST},
            {"src/shop/a.py": "shop.a", "tests/test_a.py": "tests.test_a"},
            ("src",),
            id="src layout",
        ),
        pytest.param(
            {"pyproject.toml": pyproject(""), "src/__init__.py": "", "src/a.py": "", "run.py": "import src.a"},
            {"src/a.py": "src.a"},
            (".",),
            id="src is a package",
        ),
        pytest.param(
            {"pyproject.toml": pyproject(""), "src/app/__init__.py": "", "src/app/a.py": "from src.app import b"},
            {"src/app/a.py": "src.app.a"},
            (".",),
            id="src is a namespace package",
        ),
        pytest.param(
            {
                "src/shop/a.py": "from shop.b import c",
                "src/shop/b.py": "",
                "setup.cfg": "[options]\npackage_dir=\n  =src",
            },
            {"src/shop/a.py": "shop.a"},
            ("src",),
            id="setup.cfg, package without __init__",
        ),
        pytest.param(
            {"lib/shop/__init__.py": "", "setup.py": "from setuptools import *\nsetup(package_dir={'': 'lib'})"},
            {"lib/shop/__init__.py": "shop"},
            ("lib",),
            id="setup.py",
        ),
        pytest.param(
            {"lib/shop/__init__.py": "", "setup.py": "setup(packages=find_packages(where='lib'))"},
            {"lib/shop/__init__.py": "shop"},
            ("lib",),
            id="find_packages",
        ),
        pytest.param(
            {"py/shop/__init__.py": "", "pyproject.toml": pyproject("[tool.setuptools.packages.find]\nwhere=['py']")},
            {"py/shop/__init__.py": "shop"},
            ("py",),
            id="setuptools in pyproject",
        ),
        pytest.param(
            {"a/b.py": "", "pyproject.toml": pyproject("[tool.setuptools.package-dir]\n'shop.core' = 'a'")},
            {"a/b.py": "shop.core.b"},
            ("a",),
            id="a folder mapped to a package",
        ),
        pytest.param(
            {"py/x/a.py": "", "pyproject.toml": "[tool.poetry]\npackages = [{include='x', from='py'}]"},
            {"py/x/a.py": "x.a"},
            ("py",),
            id="poetry",
        ),
        pytest.param(
            {"py/x/a.py": "", "pyproject.toml": "[tool.hatch.build.targets.wheel]\npackages = ['py/x']"},
            {"py/x/a.py": "x.a"},
            ("py",),
            id="hatch",
        ),
        pytest.param(
            {"backend/manage.py": "", "backend/shop/__init__.py": "", "backend/shop/urls.py": ""},
            {"backend/shop/urls.py": "shop.urls", "backend/manage.py": "manage"},
            ("backend",),
            id="manage.py",
        ),
        pytest.param(
            {
                "manage.py": """
                    import sys, os
                    BASE = os.path.dirname(os.path.abspath(__file__))
                    sys.path.insert(0, os.path.join(BASE, 'apps'))
                    """,
                "apps/cart/__init__.py": "",
                "apps/cart/models.py": "",
            },
            {"apps/cart/models.py": "cart.models"},
            (".", "apps"),
            id="sys.path in manage.py",
        ),
        pytest.param(
            {
                "site/settings.py": """
                    import sys
                    from pathlib import Path
                    ROOT = Path(__file__).resolve().parent.parent
                    sys.path.append(str(ROOT / "lib"))
                    """,
                "lib/helper.py": "",
            },
            {"lib/helper.py": "helper"},
            (".", "lib"),
            id="sys.path through pathlib",
        ),
        pytest.param(
            {"manage.py": "", "apps/cart/__init__.py": "", "apps/cart/a.py": "from apps.cart import b"},
            {"apps/cart/a.py": "apps.cart.a"},
            (".",),
            id="namespace package, as its imports say",
        ),
        pytest.param(
            {"manage.py": "", "apps/cart/__init__.py": "", "apps/cart/a.py": "from cart import b"},
            {"apps/cart/a.py": "cart.a"},
            (".", "apps"),
            id="folder of packages, as its imports say",
        ),
        pytest.param(
            {"shop/__init__.py": "", "scripts/clean.py": "import common", "scripts/common.py": ""},
            {"scripts/clean.py": "clean"},
            (".", "scripts"),
            id="scripts that import each other",
        ),
        pytest.param(
            {"shop/__init__.py": "", "scripts/clean.py": "import shop", "tools/clean.py": ""},
            {"scripts/clean.py": "scripts.clean", "tools/clean.py": "tools.clean"},
            (".",),
            id="scripts by themselves",
        ),
        pytest.param(
            {"shop/__init__.py": "", "shop/plugins/mail/__init__.py": "", "shop/plugins/mail/a.py": ""},
            {"shop/plugins/mail/a.py": "shop.plugins.mail.a"},
            (".",),
            id="folder without __init__ inside a package",
        ),
        pytest.param(
            {
                "a/pyproject.toml": pyproject(""),
                "a/src/first/__init__.py": "",
                "b/setup.py": "",
                "b/second/__init__.py": "",
            },
            {"a/src/first/__init__.py": "first", "b/second/__init__.py": "second"},
            ("a/src", "b"),
            id="several distributions",
        ),
    ],
)
def test_module_names(plant: Plant, tree: Tree, expected: Tree, roots: tuple[str, ...]) -> None:
    repository = discover(plant(tree))
    assert expected.items() <= modules(repository).items()
    assert repository.import_roots == roots
    assert not repository.diagnostics


@pytest.mark.parametrize(
    ("inside", "expected", "root"),
    [
        ("src/shop", {"__init__.py": "shop", "cart/a.py": "shop.cart.a"}, ".."),
        ("src/shop/cart", {"__init__.py": "shop.cart", "a.py": "shop.cart.a"}, "../.."),
        ("src/shop/cart/a.py", {"a.py": "shop.cart.a"}, "../.."),
        ("src/shop/cart/__init__.py", {"__init__.py": "shop.cart"}, "../.."),
        ("src", {"shop/cart/a.py": "shop.cart.a"}, "."),
        ("run.py", {"run.py": "run"}, "."),
    ],
)
def test_a_part_of_a_repository(plant: Plant, inside: str, expected: Tree, root: str) -> None:
    top = plant("pyproject.toml src/shop/__init__.py src/shop/cart/__init__.py src/shop/cart/a.py run.py")
    repository = discover(top / inside)
    assert expected.items() <= modules(repository).items()
    assert repository.import_roots == (root,)
    assert Path(repository.root).is_dir()


def test_two_packages_of_one_name_stay_apart(plant: Plant) -> None:
    tree = "one/setup.py one/app/__init__.py one/app/a.py two/setup.py two/app/__init__.py two/app/a.py two/app/b.py"
    repository = discover(plant(tree))
    names = modules(repository)
    assert names["one/app/a.py"] == "app.a"
    assert names["two/app/a.py"] == "two.app.a"
    assert names["two/app/b.py"] == "two.app.b"
    assert codes(repository) == ["same-module"]


def test_a_package_hides_the_module_beside_it(plant: Plant) -> None:
    names = modules(discover(plant("a.py a/__init__.py")))
    assert names == {"a.py": "a__hidden", "a/__init__.py": "a"}


def test_roots_asked_for(plant: Plant) -> None:
    root = plant("apps/cart/__init__.py lib/x.py")
    repository = discover(root, DiscoveryOptions(roots=("./apps/", "../elsewhere", "missing")))
    assert modules(repository) == {"apps/cart/__init__.py": "cart", "lib/x.py": "lib.x"}
    assert codes(repository) == ["root-missing", "root-missing"]


GENERATED = "# -*- coding: utf-8 -*-\n# Generated by the protocol buffer compiler.  DO NOT EDIT!\n"


@pytest.mark.parametrize(
    ("tree", "role"),
    [
        ({"shop/models.py": ""}, Role.CODE),
        ({"tests/test_a.py": TEST}, Role.TEST),
        ({"tests/factories.py": "", "tests/unit/test_a.py": TEST}, Role.TEST),
        ({"shop/tests.py": ""}, Role.TEST),
        ({"shop/test.py": "import testtools"}, Role.TEST),
        ({"shop/conftest.py": ""}, Role.TEST),
        ({"shop/test_cart.py": TEST}, Role.TEST),
        ({"shop/cart_test.py": "class CartTest(TestCase): pass"}, Role.TEST),
        ({"shop/test_drive.py": "class TestDrive: pass"}, Role.CODE),
        ({"shop/ab_test.py": "def assign(): pass"}, Role.CODE),
        ({"lab/tests/models.py": "", "lab/tests/apps.py": ""}, Role.CODE),
        ({"lab/tests/models.py": "", "lab/tests/test_models.py": TEST}, Role.TEST),
        ({"shop/contest/models.py": ""}, Role.CODE),
        ({"shop/lab_test/lab_test.py": "", "shop/lab_test/test_lab_test.py": TEST}, Role.CODE),
        ({"shop/cart_tests/factories.py": "", "shop/cart_tests/test_cart.py": TEST}, Role.TEST),
        ({"shop/patches/v1/rename.py": "", "shop/patches.txt": "shop.patches.v1.rename"}, Role.MIGRATION),
        ({"shop/patches/rename.py": ""}, Role.CODE),
        ({"shop/migrations/0001_initial.py": ""}, Role.MIGRATION),
        ({"shop/migrations/__init__.py": ""}, Role.MIGRATION),
        ({"alembic/env.py": "", "alembic/versions/1a2b3c4d5e6f_add.py": ""}, Role.MIGRATION),
        ({"db/revisions/env.py": "", "db/revisions/script.py.mako": ""}, Role.MIGRATION),
        ({"db/migrate_repo/versions/001_a.py": "", "db/migrate_repo/migrate.cfg": ""}, Role.MIGRATION),
        ({"birds/migrations/routes.py": "", "birds/migrations/__init__.py": ""}, Role.CODE),
        ({"shop/_vendor/six.py": ""}, Role.VENDORED),
        ({"third_party/a/b.py": ""}, Role.VENDORED),
        ({"shop/vendor/markdown.py": ""}, Role.VENDORED),
        ({"shop/vendor/models.py": "", "shop/vendor/views.py": ""}, Role.CODE),
        ({"shop/order_pb2.py": ""}, Role.GENERATED),
        ({"shop/client.py": GENERATED}, Role.GENERATED),
        ({"shop/client.py": "# @generated\n"}, Role.GENERATED),
        ({"shop/client.py": '"""Generated by: openapi-generator. Do not edit the class."""'}, Role.GENERATED),
        ({"shop/settings.py": '"""Generated by \'django-admin startproject\'."""'}, Role.CODE),
        ({"shop/writer.py": 'print("# Generated by me. DO NOT EDIT")'}, Role.CODE),
        ({"shop/data.py": f"X = '{'x' * 2_100_000}'"}, Role.GENERATED),
        ({"setup.py": ""}, Role.SETUP),
        ({"shop/setup.py": "", "shop/__init__.py": ""}, Role.CODE),
        ({"noxfile.py": ""}, Role.SETUP),
        ({"tasks.py": "from invoke import task"}, Role.SETUP),
        ({"tasks.py": "from celery import shared_task"}, Role.CODE),
        ({"manual/conf.py": "", "manual/index.rst": ""}, Role.SETUP),
        ({"docs/make.py": "", "setup.py": ""}, Role.SETUP),
        ({"docs/models.py": ""}, Role.CODE),
        ({"{{cookiecutter.name}}/a.py": ""}, Role.SETUP),
        ({"tests/app/migrations/0001_initial.py": "", "tests/test_a.py": TEST}, Role.TEST),
    ],
)  # fmt: skip
def test_roles(plant: Plant, tree: Tree, role: Role) -> None:
    found = roles(discover(plant(tree)))
    assert found[next(iter(tree))] is role


def test_the_user_knows_better(plant: Plant) -> None:
    root = plant("tests/a.py shop/vendor/b.py shop/c.py shop/d.py")
    options = DiscoveryOptions(exclude=("d.py",), include=("tests/", "shop/vendor/b.py"))
    assert roles(discover(root, options)) == dict.fromkeys(["shop/c.py", "shop/vendor/b.py", "tests/a.py"], Role.CODE)


@pytest.mark.parametrize(
    ("tree", "left"),
    [
        ({".gitignore": "a.py\n"}, {"b/c.py"}),
        ({".gitignore": "/a.py\n"}, {"b/a.py", "b/c.py"}),
        ({".gitignore": "b/\n"}, {"a.py"}),
        ({".gitignore": "*.py\n!c.py\n"}, {"b/c.py"}),
        ({".gitignore": "*.py\n", "b/.gitignore": "!a.py\n"}, {"b/a.py"}),
        ({".gitignore": "b/\n", "b/.gitignore": "!a.py\n"}, {"a.py"}),
        ({"b/.gitignore": "/a.py\n"}, {"a.py", "b/c.py"}),
        ({".git/info/exclude": "a.py\n"}, {"b/c.py"}),
        ({".gitignore": "\\\n!\n[z-a].py\n**b\n"}, {"a.py"}),
        ({".gitignore": "b/*\n!b/c.py"}, {"a.py", "b/c.py"}),
    ],
)
def test_ignore_files(plant: Plant, tree: Tree, left: set[str]) -> None:
    root = plant({"a.py": "", "b/a.py": "", "b/c.py": "", **tree})
    assert set(modules(discover(root))) == left
    everything = discover(root, DiscoveryOptions(gitignore=False))
    assert set(modules(everything)) == {"a.py", "b/a.py", "b/c.py"}


def test_ignore_files_above_the_analysed_folder(plant: Plant) -> None:
    root = plant(
        {".git/HEAD": "", ".gitignore": "/app/a.py\n/other\n", "app/a.py": "", "app/b.py": "", "other/c.py": ""}
    )
    assert set(modules(discover(root / "app"))) == {"b.py"}
    assert set(modules(discover(root / "other"))) == {"c.py"}


def test_tracked_files_are_code_although_ignored(plant: Plant) -> None:
    root = plant({".gitignore": "lib/\n", "lib/kept.py": "", "lib/stray.py": "", "a.py": ""})
    for command in (["init", "-q"], ["add", "-f", "lib/kept.py"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    assert set(modules(discover(root))) == {"a.py", "lib/kept.py"}


def test_what_is_not_the_repositorys(plant: Plant) -> None:
    root = plant(
        "a.py .hidden/b.py .c.py node_modules/d/e.py env3/pyvenv.cfg env3/lib/f.py __pycache__/g.py"
        " x.egg-info/h.py build/lib/a.py lib/site-packages/i.py"
    )
    repository = discover(root)
    assert set(modules(repository)) == {"a.py"}
    assert codes(repository) == ["build-output", "installed-packages", "installed-packages", "installed-packages"]


def test_links(plant: Plant, tmp_path: Path) -> None:
    root = plant("a.py shop/b.py")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.py").write_text("")
    for link, target in {
        "out": tmp_path / "outside",
        "secret.py": tmp_path / "outside" / "secret.py",
        "shop/loop": root,
        "self.py": root / "self.py",
        "alias.py": root / "a.py",
        "gone.py": root / "gone_too.py",
    }.items():
        (root / link).symlink_to(target)
    repository = discover(root)
    assert set(modules(repository)) == {"a.py", "shop/b.py"}
    assert {str(found.place) for found in repository.diagnostics if found.code == "link-out"} == {"out", "secret.py"}
    assert {found.place.path for found in repository.diagnostics if found.code == "link"} == {
        "shop/loop",
        "self.py",
        "alias.py",
        "gone.py",
    }


def test_odd_names(plant: Plant) -> None:
    root = plant("a.py")
    for name in (b"new\nline.py", b"latin-\xe9.py", b"bell\x07.py"):
        (root / os.fsdecode(name)).write_text("")
    (root / "grün.py").write_text("")
    (root / "with blank.py").write_text("")
    repository = discover(root)
    assert set(modules(repository)) == {"a.py", "grün.py", "with blank.py"}
    assert codes(repository) == ["odd-name"] * 3
    assert all(str(found).isprintable() for found in repository.diagnostics)


def test_what_cannot_be_read(plant: Plant, tmp_path: Path) -> None:
    missing = discover(tmp_path / "missing")
    assert (missing.sources, codes(missing)) == ((), ["folder-unreadable"])
    root = plant("a.py")
    os.mkfifo(root / "pipe.py")
    (root / "pyproject.toml").mkdir()
    (root / ".gitignore").mkdir()
    assert set(modules(discover(root))) == {"a.py"}


def test_a_very_deep_folder(tmp_path: Path) -> None:
    folder = tmp_path
    start = Path.cwd()
    try:
        for _ in range(1500):
            os.chdir(folder)
            folder = Path("d")
            folder.mkdir()
        Path("a.py").write_text("")
    finally:
        os.chdir(start)
    found = discover(tmp_path).sources
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # too deep for pytest to clear away
    assert len(found) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        "[tool\n",
        "tool = 1\n",
        "[tool]\nsetuptools = []\npoetry = 1\n",
        "[tool.hatch]\nbuild=1",
        '[tool.pdm]\npackage-dir="../x"',
    ],
)
def test_broken_metadata_says_nothing(plant: Plant, metadata: str) -> None:
    root = plant({"pyproject.toml": metadata, "setup.cfg": metadata, "setup.py": metadata, "shop/__init__.py": ""})
    assert modules(discover(root))["shop/__init__.py"] == "shop"


def test_scripts_without_ending(plant: Plant) -> None:
    root = plant({"bin/serve": "#!/usr/bin/env python3\n", "bin/go": "#!/bin/sh\n", "lib/x": "#!/usr/bin/python\n"})
    assert modules(discover(root)) == {"bin/serve": "bin.serve"}


def test_resources(plant: Plant) -> None:
    root = plant(
        "a.py db/schema.sql pyproject.toml shop/t.html erp/doctype/item/item.json erp/x.json"
        " tests/test_a.py tests/x.sql node_modules/y.sql third_party/z.sql image.png Procfile"
    )
    assert discover(root).resources == (
        "Procfile",
        "db/schema.sql",
        "erp/doctype/item/item.json",
        "pyproject.toml",
        "shop/t.html",
    )


parts = st.sampled_from(
    ["a", "b", "src", "tests", "vendor", "migrations", "docs", "__init__", "setup", "manage", "x-y"]
)
paths = st.lists(st.lists(parts, min_size=1, max_size=4).map("/".join), max_size=12)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(paths)
def test_every_file_has_a_name_of_its_own(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    root = tmp_path_factory.mktemp("repo")
    for path in paths:
        file = root / f"{path}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("from a import b\nimport src.b\n")
    repository = discover(root)
    assert len(repository.sources) == len(set(paths))
    assert len({source.module for source in repository.sources}) == len(repository.sources)
    assert all(source.module for source in repository.sources)
    assert list(repository.sources) == sorted(repository.sources)
    assert discover(root) == repository


@pytest.mark.parametrize(
    ("imports", "module"),
    [("from orders import a", "orders.a"), ("from repo.orders import a", "repo.orders.a"), ("", "repo.orders.a")],
)
def test_a_package_as_root_is_named_as_its_code_imports_it(plant: Plant, imports: str, module: str) -> None:
    root = plant({"__init__.py": "", "main.py": imports, "orders/__init__.py": "", "orders/a.py": ""})
    assert modules(discover(root))["orders/a.py"] == module
