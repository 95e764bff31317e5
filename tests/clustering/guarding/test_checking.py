"""What the check says of small graphs."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from decompose.clustering.guarding.codes import CODE_OF, CODES
from decompose.clustering.guarding.findings import Level
from decompose.clustering.guarding.options import Allowed, Boundaries, Boundary, Forbidden, Override, Rules
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.places import Confidence, Diagnostic, Place
from tests.clustering.guarding.checks import SERVICES, TODAY, Checked, codes
from tests.clustering.snippets import graph

INSIDE = (
    "app.shop.f calls app.shop.g",
    "app.shop.f writes orders",
    "app.club.f writes members",
    "app.text.f calls app.text.h",
)


@pytest.mark.parametrize(
    ("edge", "code", "says"),
    [
        ("app.shop.f calls app.club.f", "DC101", "app.shop.f of shop calls app.club.f of club"),
        ("app.shop.f imports app.club.f", "DC102", "app.shop.f of shop uses app.club.f of club"),
        ("app.shop.f inherits app.club.f", "DC103", "inherits from"),
        ("app.shop.f event app.club.f", "DC104", "sets off"),
        ("app.shop.f reads members", "DC201", "reads table members, which club owns"),
        ("app.shop.f writes members", "DC202", "writes table members, which club owns"),
        ("orders joins members", "DC203", "with table members, which club owns"),
        ("orders foreign_key members", "DC204", "refers to table members, which club owns, by a foreign key"),
        ("app.text.f calls app.club.f", "DC101", "app.text.f of the shared library calls"),
    ],
)
def test_each_kind_of_new_coupling_is_found(edge: str, code: str, says: str) -> None:
    report = Checked().of(graph(*INSIDE, edge))
    found = [finding for finding in report.findings if finding.kind]
    assert [finding.code for finding in found] == [code]
    assert says in found[0].message
    assert found[0].why
    assert found[0].ways_out
    assert found[0].level is Level.ERROR


def test_a_transaction_over_two_services_comes_with_its_way() -> None:
    code = graph(
        *INSIDE,
        "app.shop.f calls app.shop.h",
        "app.shop.h calls app.club.f",
        scopes={"app.shop.f": ("orders", "members")},
    )
    found = next(finding for finding in Checked().of(code).findings if finding.code == "DC205")
    assert [step.action for step in found.chain] == ["calls app.shop.h", "calls app.club.f", "writes members"]


@pytest.mark.parametrize(
    "edge", ["app.shop.f calls app.shop.h", "app.shop.f calls app.text.f", "app.shop.f reads orders"]
)
def test_what_stays_inside_or_uses_the_library_is_no_finding(edge: str) -> None:
    assert codes(Checked().of(graph(*INSIDE, edge))) == []


def test_every_kind_has_a_code_that_is_explained() -> None:
    assert set(CODE_OF) == set(EdgeKind) - {EdgeKind.HANDLES}
    assert all(CODES[code].why and CODES[code].ways_out for code in CODE_OF.values())


def test_the_baseline_tolerates_what_it_names_and_nothing_else() -> None:
    code = graph(*INSIDE, "app.shop.f reads members", "app.shop.g reads members")
    report = Checked(baseline=["reads app.shop.f -> members  # a report"]).of(code)
    assert [(found.source, found.code) for found in report.findings] == [("app.shop.g", "DC201")]
    assert [(known.by, known.reason) for known in report.known] == [("baseline", "a report")]


def test_what_was_there_before_is_known_whatever_its_line() -> None:
    edges = [*INSIDE, "app.shop.f reads members"]
    later = [*INSIDE, "app.shop.f calls app.shop.h", "app.shop.f reads members"]
    report = Checked(before=graph(*edges)).of(graph(*later))
    assert (codes(report), len(report.known), report.gone) == ([], 1, ())


def test_what_is_gone_is_told_and_a_stale_line_is_a_warning() -> None:
    report = Checked(before=graph(*INSIDE, "app.shop.f reads members")).of(graph(*INSIDE))
    assert [(gone.source, gone.target) for gone in report.gone] == [("app.shop.f", "members")]
    stale = Checked(baseline=["reads app.shop.f -> members"]).of(graph(*INSIDE))
    assert codes(stale, Level.WARN) == ["DC905"]
    strict = Checked(baseline=["reads app.shop.f -> members"], rules=Rules(stale=Level.ERROR)).of(graph(*INSIDE))
    assert codes(strict, Level.ERROR) == ["DC905"]


def test_an_expired_line_fails() -> None:
    code = graph(*INSIDE, "app.shop.f reads members")
    line = "reads app.shop.f -> members  # until=2026-11-20 a report"
    assert codes(Checked(baseline=[line]).of(code)) == ["DC906"]
    assert codes(Checked(baseline=[line], today=datetime.date(2026, 11, 20)).of(code)) == []


def test_a_baseline_that_grows_without_a_reason_fails() -> None:
    code = graph(*INSIDE, "app.shop.f reads members")
    line = "reads app.shop.f -> members"
    assert codes(Checked(baseline=[line], baseline_before=[]).of(code)) == ["DC907"]
    assert codes(Checked(baseline=[f"{line}  # a report"], baseline_before=[]).of(code)) == []
    assert codes(Checked(baseline=[line], baseline_before=[line]).of(code)) == []


class TestRenames:
    """A rename is moved, not new."""

    before = graph(
        *INSIDE, "app.shop.f calls app.club.f", "app.shop.f reads members", "orders foreign_key members",
        "app.shop.g calls app.club.k", "app.club.k calls app.club.f",
    )  # fmt: skip

    def renamed(self, old: str, new: str) -> DependencyGraph:
        return msgspec.json.decode(
            msgspec.json.encode(self.before).replace(old.encode(), new.encode()), type=DependencyGraph
        )

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("app.shop.", "app.store."),
            ("app.club.", "app.members."),
            ("app.shop.f", "app.shop.other.f"),
            ("app.", "web."),
        ],
    )
    def test_a_folder_or_file_by_another_name_brings_nothing_new(self, old: str, new: str) -> None:
        report = Checked(before=self.before).of(self.renamed(f'"{old}', f'"{new}'))
        assert codes(report, Level.ERROR) == []
        assert len(report.moved) + len(report.known) == 4
        assert not report.gone

    @pytest.mark.parametrize(("old", "new"), [("app.shop.", "app.store."), ("app.club.", "app.members.")])
    def test_the_same_with_a_baseline_alone(self, old: str, new: str) -> None:
        lines = ["calls app.shop.f -> app.club.f", "reads app.shop.f -> members", "foreign_key orders -> members"]
        lines += ["calls app.shop.g -> app.club.k"]
        report = Checked(baseline=lines).of(self.renamed(f'"{old}', f'"{new}'))
        assert codes(report, Level.ERROR) == []

    @pytest.mark.parametrize("lines", [["calls app.shop.f -> app.club.f", "calls app.shop.g -> app.club.k"], None])
    @pytest.mark.parametrize("is_declared_anew", [True, False])
    def test_a_wider_name_of_another_service_does_not_take_what_is_renamed(
        self, lines: list[str] | None, is_declared_anew: bool
    ) -> None:
        code = (*INSIDE, "app.shop.f calls app.club.f", "app.shop.g calls app.club.k", "app.shop.h calls app.shop.f")
        code = (*code, "app.misc.x calls app.misc.y")
        later = graph(*(edge.replace("app.shop", "app.store") for edge in code))
        shop = "app.store" if is_declared_anew else "app.shop"
        wide = Boundaries({**SERVICES.services, "shop": Boundary((shop,), ("orders",)), "rest": Boundary(("app",))})
        before = graph(*code) if lines is None else None
        report = Checked(boundaries=wide, before=before, baseline=lines or ()).of(later)
        assert codes(report, Level.ERROR) == []
        assert len(report.moved) == 2

    def test_a_part_of_a_function_that_becomes_a_function_takes_its_couplings_along(self) -> None:
        later = graph(*INSIDE, "app.shop.f calls app.shop.part", "app.shop.part calls app.club.f",
                      "app.shop.f reads members", "orders foreign_key members",
                      "app.shop.g calls app.club.k", "app.club.k calls app.club.f")  # fmt: skip
        report = Checked(before=self.before).of(later)
        assert codes(report) == []
        assert [moved.source for moved in report.moved] == ["app.shop.f"]

    def test_another_function_of_the_same_service_is_new(self) -> None:
        later = graph(*INSIDE, "app.shop.f calls app.club.g", "app.club.g calls app.club.f",
                      "app.shop.f reads members", "orders foreign_key members")  # fmt: skip
        assert codes(Checked(before=self.before).of(later)) == ["DC101"]

    def test_code_that_moves_into_another_service_brings_what_then_crosses(self) -> None:
        before = graph(*INSIDE, "app.shop.helper calls app.shop.g")
        later = graph(*INSIDE, "app.club.helper calls app.shop.g")
        assert codes(Checked(before=before).of(later)) == ["DC101"]


class TestRules:
    """What the configuration says."""

    code = graph(*INSIDE, "app.shop.f calls app.club.f", "app.shop.f reads members")

    @pytest.mark.parametrize(
        ("rules", "errors", "warnings"),
        [
            (Rules(), ["DC101", "DC201"], []),
            (Rules(levels={"DC101": Level.WARN, "DC201": Level.OFF}), [], ["DC101"]),
            (Rules(kinds=msgspec.structs.replace(Rules().kinds, reads=Level.OFF)), ["DC101"], []),
            (Rules(allow=(Allowed("shop", "club", ("calls",)),)), ["DC201"], []),
            (Rules(allow=(Allowed("shop", "*", until=TODAY),)), [], []),
            (Rules(allow=(Allowed("*", "club", until=datetime.date(2026, 1, 1)),)), ["DC101", "DC201", "DC305"], []),
            (Rules(allow=(Allowed("club", "shop"),)), ["DC101", "DC201"], []),
            (Rules(allow=(Allowed("*", "*"),), forbid=(Forbidden("shop", "club", ("calls",)),)), ["DC301"], []),
            (Rules(layers=(("shop",), ("club",))), ["DC101", "DC201"], []),
            (Rules(layers=(("club",), ("shop",))), ["DC302", "DC302"], []),
            (Rules(layers=(("club", "shop"),)), ["DC302", "DC302"], []),
            (Rules(max_new_calls=1), ["DC201"], ["DC101"]),
            (Rules(budgets={"all": 2}), [], ["DC101", "DC201"]),
            (Rules(budgets={"all": 1}), ["DC101", "DC201", "DC304"], []),
            (Rules(overrides=(Override(("*.py",), Level.WARN),)), [], ["DC101", "DC201"]),
            (Rules(overrides=(Override(("code.py",), Level.OFF, ("DC201",)),)), ["DC101"], []),
            (Rules(overrides=(Override(("legacy/",), Level.OFF),)), ["DC101", "DC201"], []),
        ],
    )
    def test_levels(self, rules: Rules, errors: list[str], warnings: list[str]) -> None:
        report = Checked(rules=rules).of(self.code)
        assert (codes(report, Level.ERROR), codes(report, Level.WARN)) == (errors, warnings)

    def test_a_guess_is_a_warning(self) -> None:
        guess = tuple(msgspec.structs.replace(edge, confidence=Confidence.HEURISTIC) for edge in self.code.edges)
        guessed = msgspec.structs.replace(self.code, edges=guess)
        assert codes(Checked().of(guessed), Level.WARN) == ["DC101", "DC201"]
        sure = Rules(confidence=Confidence.HEURISTIC)
        assert codes(Checked(rules=sure).of(guessed), Level.ERROR) == ["DC101", "DC201"]

    def test_only_the_public_interface_may_be_called(self) -> None:
        public = Boundaries({**SERVICES.services, "club": Boundary(("app.club",), ("members",), ("app.club.g",))})
        code = graph(*INSIDE, "app.shop.f calls app.club.f", "app.shop.f calls app.club.g")
        rules = Rules(allow=(Allowed("*", "*", ("calls",)),))
        beside = Checked(boundaries=public).of(code)
        assert codes(beside) == ["DC101", "DC105"]
        assert codes(Checked(boundaries=public, rules=rules).of(code)) == ["DC105"]

    def test_reference_tables_may_be_read_and_joined_but_not_written(self) -> None:
        reference = Boundaries(SERVICES.services, {"mem*": "ISO list"})
        code = graph(*INSIDE, "app.shop.f reads members", "orders joins members", "app.shop.g writes members")
        report = Checked(boundaries=reference).of(code)
        assert codes(report) == ["DC202"]
        assert {known.reason for known in report.known} == {"ISO list"}

    def test_a_new_circle_is_told_once(self) -> None:
        before = graph(*INSIDE, "app.club.f calls app.shop.g")
        later = graph(
            *INSIDE, "app.club.f calls app.shop.g", "app.shop.f calls app.club.f", "app.shop.g calls app.club.f"
        )
        found = [finding for finding in Checked(before=before).of(later).findings if finding.code == "DC303"]
        assert [finding.message for finding in found] == [
            "shop depends on club, which closes a circle: shop -> club -> shop"
        ]

    def test_drift_is_told_where_it_is_asked_for(self) -> None:
        report = Checked(before=graph(*INSIDE), rules=Rules(drift=Level.ERROR)).of(self.code)
        assert codes(report).count("DC306") == 3  # chattiness, shared data, couplings
        assert {change.name for change in report.drift if change.after > change.before} == {
            "chattiness", "shared data", "couplings",
        }  # fmt: skip


class TestPlacement:
    """What belongs to nobody, or to two."""

    def test_new_code_is_judged_as_part_of_what_it_is_tied_to(self) -> None:
        code = graph(*INSIDE, "new.mod.f writes members", "new.mod.f calls app.club.f", "new.mod.f reads orders")
        report = Checked().of(code)
        assert codes(report, Level.ERROR) == ["DC201"]
        assert codes(report, Level.WARN) == ["DC803"]
        told = next(finding for finding in report.findings if finding.code == "DC803")
        assert "judged as part of club" in told.message
        assert told.ways_out[0].startswith('add "new.mod" to `units` of [boundaries.club]')

    def test_a_new_table_too(self) -> None:
        code = graph(*INSIDE, "app.club.f writes badges", "app.shop.f reads badges")
        report = Checked().of(code)
        assert codes(report) == ["DC201", "DC804"]

    def test_what_was_homeless_before_is_not_told_again(self) -> None:
        code = graph(*INSIDE, "new.mod.f writes members")
        assert codes(Checked(before=code).of(code)) == []

    def test_two_claims_on_one_table(self) -> None:
        both = Boundaries({**SERVICES.services, "shop": Boundary(("app.shop",), ("orders", "members"))})
        assert codes(Checked(boundaries=both).of(graph(*INSIDE)), Level.ERROR)[-1] == "DC805"

    def test_a_name_that_matches_nothing(self) -> None:
        stale = Boundaries({**SERVICES.services, "shop": Boundary(("app.shop", "app.gone"), ("orders",))})
        code = graph(*INSIDE, "app.shop.f calls app.text.f")
        assert codes(Checked(boundaries=stale).of(code), Level.WARN) == ["DC806"]


def test_a_name_that_is_imported_for_a_call_is_one_finding() -> None:
    code = graph(*INSIDE, "app.shop.f imports app.club.f", "app.shop.f calls app.club.f")
    assert codes(Checked().of(code)) == ["DC101"]


@pytest.mark.parametrize(
    ("confidence", "calls", "expected"),
    [
        (Confidence.EXACT, Level.ERROR, ["DC101"]),
        (Confidence.INFERRED, Level.ERROR, ["DC101"]),
        (Confidence.HEURISTIC, Level.ERROR, ["DC101", "DC102"]),
        (Confidence.EXACT, Level.WARN, ["DC101", "DC102"]),
        (Confidence.EXACT, Level.OFF, ["DC102"]),
    ],
)
def test_an_import_does_not_hide_behind_a_call_that_weighs_less(
    confidence: Confidence, calls: Level, expected: list[str]
) -> None:
    code = graph(*INSIDE, "app.shop.f imports app.club.f", "app.shop.f calls app.club.f")
    edges = tuple(
        msgspec.structs.replace(edge, confidence=confidence)
        if edge.target == "app.club.f" and edge.kind == "calls"
        else edge
        for edge in code.edges
    )
    rules = Rules(kinds=msgspec.structs.replace(Rules().kinds, calls=calls))
    assert codes(Checked(rules=rules).of(msgspec.structs.replace(code, edges=edges))) == expected


@pytest.mark.parametrize("table", ["members", "orders"])
def test_a_reference_table_may_be_joined_whichever_table_is_named_first(table: str) -> None:
    code = graph(*INSIDE, "members joins orders")
    edges = tuple(
        msgspec.structs.replace(edge, source_symbol="app.shop.f:members") if edge.kind == "joins" else edge
        for edge in code.edges
    )
    report = Checked(boundaries=Boundaries(SERVICES.services, {table: "ISO list"})).of(
        msgspec.structs.replace(code, edges=edges)
    )
    assert codes(report) == ([] if table == "members" else ["DC203"])


def test_what_cannot_be_read_is_counted_and_fails_where_that_is_asked_for() -> None:
    broken = Diagnostic(Place("app/shop.py", 3), "syntax-error", "cannot be read")
    code = msgspec.structs.replace(graph(*INSIDE), diagnostics=(broken,))
    assert codes(Checked().of(code)) == []
    assert codes(Checked(before=graph(*INSIDE)).of(code), Level.WARN) == ["DC801"]
    assert codes(Checked(before=code).of(code)) == []
    assert codes(Checked(rules=Rules(strict_coverage=True)).of(code), Level.ERROR) == ["DC801"]


class TestSuppressions:
    """Comments in the code."""

    code = graph(
        "app.shop.f reads members",
        "app.club.f writes members",
        "app.shop.g writes orders",
        "app.text.f calls app.text.h",
    )

    @pytest.mark.parametrize(
        ("comment", "errors", "warnings"),
        [
            ("# decompose: allow[DC201] a report", [], []),
            ("# decompose: allow[DC201, DC101] until=2026-11-21 a report", [], []),
            ("# decompose: allow[DC201]", [], ["DC903"]),
            ("# decompose: allow[DC202] a report", ["DC201"], ["DC901"]),
            ("# decompose: allow[DC201] until=2026-11-20 a report", ["DC201", "DC902"], []),
            ("# decompose: allow[DC999] a report", ["DC201", "DC904"], []),
            ("# decompose: allow a report", ["DC201", "DC904"], []),
            ("# decompose: allow[DC201] until=soon a report", ["DC201", "DC904"], []),
        ],
    )
    def test_a_comment_behind_the_line(self, comment: str, errors: list[str], warnings: list[str]) -> None:
        report = Checked(texts={"code.py": f"read()  {comment}\nwrite()\n"}).of(self.code)
        assert (codes(report, Level.ERROR), codes(report, Level.WARN)) == (errors, warnings)

    def test_a_comment_allows_the_code_that_it_names_and_no_other(self) -> None:
        layers = Rules(layers=(("club",), ("shop",)))
        for comment, rules, expected in (
            ("DC302", Rules(), ["DC201"]),
            ("DC201", layers, ["DC302"]),
            ("DC302", layers, []),
        ):
            text = {"code.py": f"read()  # decompose: allow[{comment}] a report\nwrite()\n"}
            assert codes(Checked(texts=text, rules=rules).of(self.code), Level.ERROR) == expected

    def test_a_comment_on_a_known_coupling_is_used(self) -> None:
        text = {"code.py": "read()  # decompose: allow[DC201] a report\nwrite()\n"}
        assert codes(Checked(texts=text, baseline=["reads app.shop.f -> members"]).of(self.code)) == []


def test_fingerprints_are_unique_and_do_not_depend_on_lines() -> None:
    edges = [
        "app.shop.f calls app.club.f",
        "app.shop.g calls app.club.f",
        "app.shop.f reads members",
        "new.a.f calls new.a.g",
    ]
    one = Checked().of(graph(*INSIDE, *edges))
    other = Checked().of(graph(*edges, *INSIDE))
    prints = [finding.fingerprint for finding in one.findings]
    assert len(set(prints)) == len(prints)
    assert sorted(prints) == sorted(finding.fingerprint for finding in other.findings)


def test_what_stood_in_a_file_that_cannot_be_read_is_not_gone() -> None:
    broken = Diagnostic(Place("src/app/shop.py", 3), "syntax-error", "cannot be read")
    code = msgspec.structs.replace(graph(*INSIDE), diagnostics=(broken,))
    lines = ["reads app.shop.x -> members", "reads app.text.x -> members"]
    report = Checked(baseline=lines).of(code)
    assert [gone.source for gone in report.gone] == ["app.text.x"]


@pytest.mark.parametrize(
    ("changed", "confidence", "level"),
    [
        (["other.py"], Confidence.INFERRED, Level.WARN),
        (["other.py"], Confidence.EXACT, Level.ERROR),
        (["app/shop.py"], Confidence.INFERRED, Level.ERROR),
        (["app/club.py"], Confidence.INFERRED, Level.ERROR),
        (["code.py"], Confidence.INFERRED, Level.ERROR),
        (None, Confidence.INFERRED, Level.ERROR),
    ],
)
def test_nobody_fails_for_what_comes_about_elsewhere(
    changed: list[str] | None, confidence: Confidence, level: Level
) -> None:
    code = graph(*INSIDE, "app.shop.f calls app.club.f")
    edges = tuple(msgspec.structs.replace(edge, confidence=confidence) for edge in code.edges)
    report = Checked(changed=changed).of(msgspec.structs.replace(code, edges=edges))
    assert [(found.code, found.level) for found in report.findings] == [("DC101", level)]
