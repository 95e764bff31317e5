"""Which requests reach whom through the shared load balancer."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase

import msgspec
import pytest
from architectures import small, workload
from hypothesis import given
from hypothesis import strategies as st

from decompose.recommenders.architecture import Architecture, Connection, Front, WorkloadKind
from decompose.recommenders.templates import check_templates, write_templates
from decompose.recommenders.templates.routing import overlap, routes
from decompose.recommenders.templates.services import System


def system(paths: dict[str, tuple[str, ...]], remains: str = "") -> System:
    web = tuple(
        workload(name, "web", WorkloadKind.WEB, front=Front.ALB, paths=given) for name, given in sorted(paths.items())
    )
    return System(
        msgspec.structs.replace(Architecture(), services=tuple(sorted(paths)), workloads=web, remains=remains)
    )


def led(made: System, request: str) -> str:
    """The service that a request reaches; empty without."""
    for route in sorted(routes(made), key=lambda route: route.priority):
        if any(fnmatchcase(request, path) for path in route.paths):
            return route.service
    return ""


@pytest.mark.parametrize(
    ("request_", "service"),
    [
        ("/orders/7", "orders"),
        ("/orders/7/invoice", "billing"),
        ("/orders", "orders"),
        ("/help", "orders"),
        ("/billing/orders/1", "billing"),
    ],
)
def test_the_most_particular_path_wins(request_: str, service: str) -> None:
    made = system({"billing": ("/orders/*/invoice", "/billing/*"), "orders": ("/orders", "/orders/*")}, "orders")
    assert led(made, request_) == service


def test_without_what_remains_the_rest_is_not_found() -> None:
    assert led(system({"orders": ("/orders/*",)}), "/other") == ""


def test_paths_share_rules_where_their_order_does_not_matter() -> None:
    made = system({"a": ("/a", "/aa", "/aaa", "/aaaa", "/aaaaa", "/aaaaaa"), "b": ("/b", "/bbb")})
    assert [(route.service, len(route.paths)) for route in routes(made)] == [("a", 5), ("b", 2), ("a", 1)]


def test_a_service_without_paths_is_found_under_its_name() -> None:
    assert [route.paths for route in routes(System(msgspec.structs.replace(
        small(), remains="", workloads=(workload("orders", "web", WorkloadKind.WEB, front=Front.ALB),)
    )))] == [("/orders/*",)]  # fmt: skip


def test_what_others_have_all_paths_of_has_one_of_its_own() -> None:
    made = system({"a": ("/x",), "b": ("/x",)})
    assert {(route.service, route.paths) for route in routes(made)} == {("a", ("/x",)), ("b", ("/b/web/*",))}


PATTERNS = st.text(alphabet="ab*?/", max_size=6)


@given(PATTERNS, PATTERNS, st.text(alphabet="ab/", max_size=6))
def test_what_fits_both_patterns_makes_them_overlap(first: str, second: str, text: str) -> None:
    def fits(pattern: str) -> bool:
        return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text))

    assert overlap(first, second) == overlap(second, first)
    if fits(first) and fits(second):
        assert overlap(first, second)


@given(st.dictionaries(st.sampled_from("abc"), st.lists(PATTERNS, max_size=8).map(tuple), min_size=1))
def test_rules_keep_to_their_bounds_and_to_the_order(paths: dict[str, tuple[str, ...]]) -> None:
    found = routes(system(paths))
    assert len({route.priority for route in found}) == len(found)
    for route in found:
        assert len(route.paths) <= 5
        assert sum(path.count("*") + path.count("?") for path in route.paths) <= 5
    for number, route in enumerate(found):
        for later in found[number + 1 :]:
            for path in route.paths:
                for other in later.paths:
                    if overlap(path, other) and route.service != later.service and "web" not in path:
                        assert _written_out(path) >= _written_out(other)


def _written_out(path: str) -> int:
    return len(path) - path.count("*") - path.count("?")


@pytest.mark.parametrize(
    ("number", "pairs", "own", "network"),
    [
        (4, [(0, 1), (1, 0), (2, 0), (0, 0), (9, 0)], 3, 0),
        (55, [(each, 0) for each in range(1, 53)] + [(0, 1)], 1, 1),
        (20, [(one, two) for one in range(20) for two in range(20)], 0, 20),
    ],
)
def test_services_let_in_those_that_ask_them(number: int, pairs: list[tuple[int, int]], own: int, network: int) -> None:
    made = msgspec.structs.replace(
        Architecture(),
        services=tuple(f"s{each}" for each in range(number)),
        connections=tuple(Connection(f"s{asking}", f"s{target}") for asking, target in pairs),
    )
    files = {file.path: file.text for file in write_templates(made)}
    resources = json.loads(files["shared/network.json"])["Resources"].values()
    rules = [each["Properties"] for each in resources if each["Type"] == "AWS::EC2::SecurityGroupIngress"]
    assert sum("SourceSecurityGroupId" in rule for rule in rules) == own
    assert sum("CidrIp" in rule for rule in rules) == network
    assert check_templates(write_templates(made)) == ()
