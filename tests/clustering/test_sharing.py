"""What belongs in the shared library, and what does not."""

from __future__ import annotations

import pytest
from snippets import counted, graph

from decompose.clustering.evidence.material import Material
from decompose.clustering.sharing import shared_units, uses
from decompose.extractors.graph import EntryKind, EntryPoint
from decompose.extractors.places import Place


def everyone(kind: str, target: str) -> list[str]:
    return [f"{service}.f {kind} {target}" for service in "abcd"]


def shared(edges: list[str], forced: tuple[str, ...] = (), **more: object) -> set[str]:
    code = graph(*edges, *[f"{service}.f calls {service}.g" for service in "abcd"], **more)  # type: ignore[arg-type]
    services = {unit.name: unit.name.split(".")[0] for unit in code.units}
    services = {name: "a" if service == "lib" else service for name, service in services.items()}
    return set(shared_units(uses(Material(code)), services, forced))


@pytest.mark.parametrize("kind", ["calls", "imports", "inherits"])
def test_what_all_services_use_is_shared(kind: str) -> None:
    assert shared(everyone(kind, "lib.money")) == {"lib.money"}


@pytest.mark.parametrize(
    "edges",
    [
        ["a.f calls lib.money", "a.g calls lib.money"],
        [*everyone("calls", "lib.money"), *(f"a.x{n} calls lib.money" for n in range(9))],
        [*everyone("calls", "lib.money"), "lib.money reads t"],
        [*everyone("calls", "lib.money"), "lib.money calls b.g"],
    ],
    ids=["one user", "one main user", "touches data", "depends on a service"],
)
def test_what_is_not_shared(edges: list[str]) -> None:
    assert shared(edges) == set()


@pytest.mark.parametrize(("kind", "known"), [("hook", {"lib.money"}), ("middleware", {"lib.money"}), ("task", set())])
def test_what_templates_and_requests_run_in_passing_may_be_shared(kind: str, known: set[str]) -> None:
    point = EntryPoint("lib.money", EntryKind(kind), "lib.money", "lib.money", Place("lib.py", 1))
    assert shared(everyone("calls", "lib.money"), points=(point,)) == known


def test_a_toolbox_that_all_services_use_is_shared_whole() -> None:
    tools = [
        f"{service}.f calls lib.{tool}"
        for service, tool in zip("abcd", ("money", "dates", "text", "text"), strict=True)
    ]
    stateless = [f"{service}.{name} calls {service}.f" for service in "abcd" for name in "hijk"]
    assert shared([*tools, *stateless]) == {"lib.money", "lib.dates", "lib.text"}


def test_a_subsystem_with_fewer_users_than_units_is_no_toolbox() -> None:
    tools = [f"{service}.f calls lib.{tool}" for service, tool in zip("abc", ("start", "stop", "start"), strict=True)]
    inside = [f"lib.start calls lib.part{number}" for number in range(4)]
    stateless = [f"{service}.{name} calls {service}.f" for service in "abcd" for name in "hijklm"]
    assert shared([*tools, *inside, *stateless]) == set()


def test_a_drawer_that_also_holds_data_is_no_toolbox() -> None:
    tools = [
        f"{service}.f calls lib.{tool}"
        for service, tool in zip("abcd", ("money", "dates", "text", "text"), strict=True)
    ]
    stateless = [f"{service}.{name} calls {service}.f" for service in "abcd" for name in "hijk"]
    assert shared([*tools, *stateless, "lib.rates reads t"]) == set()


def test_where_nothing_is_known_of_data_nobody_is_stateless() -> None:
    without = graph(*everyone("calls", "lib.money"), "b.f calls b.g 2")
    assert not uses(Material(counted(without))).stateless
    assert "lib.money" in uses(Material(without)).stateless
    assert "lib.money" in uses(Material(counted(graph(*everyone("calls", "lib.money"), "a.f reads t")))).stateless


def test_helpers_of_shared_units_are_shared_too() -> None:
    edges = [*everyone("calls", "lib.money"), "lib.money calls lib._round", "lib._round calls lib._digits"]
    assert shared(edges) == {"lib.money", "lib._round", "lib._digits"}


def test_a_class_that_maps_a_table_is_not_shared() -> None:
    assert shared(everyone("inherits", "lib.Base"), models={"t": ("lib.Base",)}) == set()


def test_what_the_user_puts_there_stays() -> None:
    assert shared(["lib.money reads t"], forced=("lib.money",)) == {"lib.money"}


def test_one_service_has_nothing_to_share() -> None:
    code = graph("a.f calls lib.x", "a.g calls lib.x")
    assert not shared_units(uses(Material(code)), dict.fromkeys(("a.f", "a.g", "lib.x"), "a"), ())
