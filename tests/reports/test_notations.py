"""The services in the notations of other tools."""

from __future__ import annotations

import re

import pytest
import yaml
from analysed import HOSTILE, analysis
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer.analysis import Analysis
from decompose.reports.formats import report_format
from decompose.reports.formats._naming import identifiers, quoted

PLAIN = ("orders", "billing", "stock")
NOTATIONS = ("backstage", "cml", "structurizr")


def rendered(name: str, analysed: Analysis) -> str:
    return report_format(name).render(analysed)


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_texts_are_balanced_and_the_same_each_time(name: str, names: tuple[str, ...]) -> None:
    text = rendered(name, analysis(names))
    assert text == rendered(name, analysis(names))
    if name != "backstage":
        bare = re.sub(r'"[^"\n]*"', "", text)
        assert '"' not in bare
        assert bare.count("{") == bare.count("}")


def test_every_service_is_in_every_format() -> None:
    for name in NOTATIONS:
        text = rendered(name, analysis(PLAIN))
        assert all(service.name in text for service in analysis(PLAIN).decomposition.services)


def test_a_context_map_names_contexts_once() -> None:
    text = rendered("cml", analysis(PLAIN))
    contexts = re.findall(r"^BoundedContext (\w+)", text, re.MULTILINE)
    (contained,) = re.findall(r"^  contains (.+)$", text, re.MULTILINE)
    assert contained.split(", ") == contexts
    assert len(set(contexts)) == len(contexts)


def test_what_structurizr_relates_it_declares() -> None:
    text = rendered("structurizr", analysis(PLAIN))
    declared = set(re.findall(r"^ *(\w+) = ", text, re.MULTILINE))
    for source, target in re.findall(r"^ *(\w+) -> (\w+) ", text, re.MULTILINE):
        assert {source, target} <= declared


@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_entries_of_the_catalog_refer_to_entries(names: tuple[str, ...]) -> None:
    entries = list(yaml.safe_load_all(rendered("backstage", analysis(names))))
    known = {f"{entry['kind'].lower()}:{entry['metadata']['name']}" for entry in entries}
    assert len(known) == len(entries)
    for entry in entries:
        assert re.fullmatch(r"[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?", entry["metadata"]["name"])
        assert set(entry["spec"].get("dependsOn", ())) <= known


@given(st.lists(st.text(max_size=90), unique=True))
def test_identifiers_are_apart(names: list[str]) -> None:
    made = identifiers(names)
    assert len({name.lower() for name in made.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in made.values())


@given(st.text())
def test_a_quoted_text_stays_in_its_quotes(text: str) -> None:
    made = quoted(text)
    assert made.count('"') == 2
    assert "\n" not in made
