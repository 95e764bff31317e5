"""Every format of a check's answer: golden files, official schemas, hostile names."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).parent))

from golden import FOLDER, golden
from reports_to_render import FAILED, GREEN, HOSTILE_NAMES, SETTING, hostile, hostile_setting

from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.findings import CheckReport, Finding, Level, Outcome, PairChange, Spot
from decompose.reports.checks import format_names, formats, render
from decompose.reports.checks.codes import explanation, findings_page
from decompose.reports.checks.document import CheckDocument
from decompose.reports.checks.formats import github, markdown
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import delta
from decompose.reports.lines.cutting import visible

SCHEMAS = Path(__file__).parent / "schemas"
ROOT = Path(__file__).parents[3]
WANTED = golden()
EMPTY = CheckReport("empty")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text())


# -- all formats --


def test_each_file_is_a_format_and_says_what_it_is_for() -> None:
    assert format_names() == ("github", "gitlab", "json", "junit", "markdown", "sarif", "text")
    assert [found.name for found in formats().values()] == list(format_names())
    assert all(found.about.startswith("For ") for found in formats().values())


def test_there_is_no_such_format() -> None:
    with pytest.raises(KeyError):
        render(GREEN, "yaml")


@pytest.mark.parametrize("name", sorted(WANTED))
def test_golden_files(name: str) -> None:
    assert (FOLDER / name).read_text() == WANTED[name], "run `make golden` and look at the difference"


def test_no_golden_file_is_left_over() -> None:
    assert {file.name for file in FOLDER.iterdir()} == WANTED.keys()


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize("report", [EMPTY, GREEN, FAILED], ids=["empty", "green", "failed"])
def test_green_runs_tell_the_delta_and_renderings_are_text_that_can_be_stored(name: str, report: CheckReport) -> None:
    text = render(report, name, SETTING)
    assert text.endswith("\n")
    text.encode()
    if name not in {"gitlab", "json"}:  # GitLab's report has no place for it; JSON has figures
        assert str(delta(report)) in text


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize("hostile_name", HOSTILE_NAMES)
def test_hostile_names_are_data(name: str, hostile_name: str) -> None:
    report, setting = hostile(hostile_name), replace(hostile_setting(hostile_name), shows_known=True)
    text = render(report, name, setting)
    text.encode()
    assert text == render(report, name, setting)
    if name in {"text", "markdown", "sarif"}:  # the others have fields for a path as it is
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\u2066]", text)
    _READERS[name](text, report)


@settings(max_examples=25, deadline=None)
@given(name=st.text(st.characters(), max_size=40))
def test_any_name_is_data(name: str) -> None:
    report, setting = hostile(name), replace(hostile_setting(name), shows_known=True)
    for format_ in format_names():
        _READERS[format_](render(report, format_, setting), report)


# -- readers that know the formats from their specifications --


def read_text(text: str, report: CheckReport) -> None:
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "##[" not in text
    assert "\x1b" not in text
    assert str(delta(report)) in text


def read_github(text: str, report: CheckReport) -> list[tuple[str, dict[str, str], str]]:
    """Commands as the runner understands them."""
    commands = []
    for line in text.split("\n")[:-1]:
        assert "\r" not in line
        match = re.fullmatch(r"::(error|warning|notice) ?(.*?)::(.*)", line, re.DOTALL)
        assert match, line
        given_properties = dict(piece.split("=", 1) for piece in match[2].split(",") if piece)
        assert given_properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"}
        commands.append(
            (match[1], {key: unescaped(value) for key, value in given_properties.items()}, unescaped(match[3]))
        )
    return commands


def unescaped(text: str) -> str:
    """Percent-escapes of the runner: only these five are known to it, and ``%25`` is undone last."""
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def read_gitlab(text: str, report: CheckReport) -> list[dict[str, Any]]:
    issues = json.loads(text)
    validator = Draft4Validator(schema("gitlab-codequality.json"))
    for issue in issues:
        validator.validate(issue)
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)
    return list(issues)


def read_json(text: str, report: CheckReport) -> None:
    document = msgspec.json.decode(text, type=CheckDocument)
    assert len(document.report.findings) == len(report.findings)
    Draft202012Validator(json.loads((ROOT / "docs" / "check.schema.json").read_text())).validate(json.loads(text))


def read_junit(text: str, report: CheckReport) -> Xml.Element:
    root = Xml.fromstring(text)
    cases, failures = root.findall(".//testcase"), root.findall(".//failure")
    assert (root.get("tests"), root.get("failures")) == (str(len(cases)), str(len(failures)))
    assert len(failures) == report.errors
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    return root


def read_sarif(text: str, report: CheckReport) -> dict[str, Any]:
    log = json.loads(text)
    Draft4Validator(schema("sarif-2.1.0.json"), format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert len(rule.get("name", "")) <= 255
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII), uri
        links = re.findall(r"(?<!\\)\[.*?(?<!\\)\]\((\d+)\)", result["message"]["text"])
        assert {int(link) for link in links} <= {place["id"] for place in result.get("relatedLocations", ())}
    open_results = [result for result in run["results"] if not result.get("suppressions")]
    assert len(open_results) == len(report.findings)
    return dict(run)


def read_markdown(text: str, report: CheckReport) -> None:
    """As CommonMark with GitHub's tables: the only HTML is ours."""
    assert len(text) <= markdown.LONGEST
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    ours = re.compile(r"</?(?:details|summary|sub)>|<!-- (?:decompose check[^<>]*)?-->")
    tokens = [*parser.parse(text)]
    for token in tokens:
        assert token.type != "code_block"
        if token.type == "html_block":
            rest = re.sub(r"<summary>[\w\d, ]+</summary>|" + ours.pattern, "", token.content)
            assert "<" not in rest, token.content
        for child in token.children or ():
            if child.type == "html_inline":
                assert ours.fullmatch(child.content), child.content
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith(("https://e.org/", "https://example.org/"))
            assert child.type != "image"
    headings = [tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[0].partition(" ")[2].startswith("decompose check: ")
    mermaid = [token for token in tokens if token.type == "fence"]
    assert len(mermaid) == (1 if report.pairs else 0)
    outside = "\0".join(child.content for token in tokens for child in token.children or () if child.type == "text")
    assert not re.search(r"[@#]\w", outside)
    assert "://" not in outside


_READERS = {
    "text": read_text,
    "github": read_github,
    "gitlab": read_gitlab,
    "json": read_json,
    "junit": read_junit,
    "markdown": read_markdown,
    "sarif": read_sarif,
}


# -- text --


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("report", [FAILED, GREEN, *map(hostile, HOSTILE_NAMES)])
def test_text_fits_the_terminal(report: CheckReport, width: int) -> None:
    from rich.cells import cell_len

    for is_unicode in (True, False):
        text = render(report, "text", replace(SETTING, width=width, is_unicode=is_unicode))
        assert max(map(cell_len, text.splitlines())) <= width


def test_ours_is_ascii_where_unicode_cannot_be_shown() -> None:
    assert render(FAILED, "text", replace(SETTING, is_unicode=False)).isascii()


def test_colours_change_nothing_but_colours() -> None:
    plain = render(FAILED, "text", replace(SETTING, width=80))
    colored = render(FAILED, "text", replace(SETTING, width=80, color="truecolor"))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_in_a_log_the_first_line_of_a_finding_holds_all_of_it() -> None:
    lines = render(FAILED, "text", SETTING).splitlines()
    first = [line for line in lines if re.match(r"\S+:\d+:\d+: DC\d{3} (?:error|warn): .", line)]
    assert len(first) == len(FAILED.findings)


def test_paths_are_those_that_can_be_opened_from_here() -> None:
    assert "\n../shop/shop/orders/checkout.py:4:3: DC202" in render(FAILED, "text", replace(SETTING, here="../shop"))


@pytest.mark.parametrize(
    ("code", "spot", "marked"),
    [
        ("a = call(b)\n", Spot("f", 1, 5, 1, 12), "call(b)"),
        ("\ta = call(b)\n", Spot("f", 1, 6, 1, 13), "call(b)"),
        ("a = call(\n  b)\n", Spot("f", 1, 5, 2, 5), "call("),
        ("a = '漢字' + call(b)\n", Spot("f", 1, 12, 1, 19), "call(b)"),
        ("x = 1\n", Spot("f", 1, 3), "="),
        ("x = 1\n", Spot("f", 1, 99), "1"),
        ("x" * 9_000 + " + y\n", Spot("f", 1, 9_004, 1, 9_005), "y"),
    ],
)
def test_the_mark_stands_under_what_is_meant(code: str, spot: Spot, marked: str) -> None:
    from rich.cells import cell_len, set_cell_size

    finding = Finding(spot, "DC101", Level.ERROR, Outcome.NEW, "m")
    text = render(CheckReport("r", findings=(finding,)), "text", Setting(width=80, source=lambda _path: code))
    lines = text.splitlines()
    at = next(index for index, line in enumerate(lines) if set(line.split("│")[-1].strip()) == {"^"})
    indent = cell_len(lines[at].partition("^")[0])
    meant = lines[at - 1]
    before = next(index for index in range(len(meant) + 1) if cell_len(meant[:index]) == indent)
    assert meant[before : before + lines[at].count("^")].startswith(marked[: lines[at].count("^")])
    assert lines[at].count("^") == cell_len(marked)
    assert set_cell_size(lines[at], 1) == " "


@pytest.mark.parametrize("source", [None, lambda _path: None, lambda _path: "", lambda _path: "\n\n\n\n\n"])
def test_without_the_source_there_is_no_frame(source: Any) -> None:
    assert "│" not in render(FAILED, "text", replace(SETTING, source=source))


def test_of_very_many_findings_no_source_lines_are_shown() -> None:
    setting = Setting(source=lambda _path: "code\n" * 500)
    assert "│ code" in render(CheckReport("r", findings=many(200, Level.ERROR)), "text", setting)
    text = render(CheckReport("r", findings=many(201, Level.ERROR)), "text", setting)
    assert "│" not in text
    assert text.count("a.py:") == 201


# -- GitHub --


def test_annotations_round_trip() -> None:
    name = "a,b:c%.py"
    finding = Finding(
        Spot(name, 3, 2, 3, 9),
        "DC201",
        Level.ERROR,
        Outcome.NEW,
        "50%: a,b\nc",
        source_service="x:y",
        target_service="z,%0A",
    )
    commands = read_github(render(CheckReport("r", findings=(finding,)), "github", Setting(root="sub,dir")), GREEN)
    level, properties, message = commands[0]
    assert level == "error"
    assert properties == {
        "file": f"sub,dir/{name}",
        "line": "3",
        "col": "2",
        "endColumn": "8",
        "title": "DC201 foreign-read: x:y → z,%0A",
    }
    assert message == "50%: a,b\\nc"


def many(count: int, level: Level) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            Spot("a.py", line), "DC201", level, Outcome.NEW, f"m{line}", "w" * 200, ("out" * 50,), fingerprint=str(line)
        )
        for line in range(1, count + 1)
    )


def test_annotations_stop_at_what_github_takes() -> None:
    report = CheckReport("r", findings=(*many(25, Level.ERROR), *many(11, Level.WARN)))
    commands = read_github(render(report, "github"), report)
    levels = [level for level, _, _ in commands]
    assert levels.count("error") == levels.count("warning") == github.MOST
    messages = [message for _, _, message in commands]
    assert "15 errors more: see the log of this step" in messages
    assert "1 warning more: see the log of this step" in messages


# -- GitLab, SARIF, JUnit --


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_fingerprints_hold_no_line(name: str) -> None:
    def moved(finding: Finding) -> Finding:
        spot = msgspec.structs.replace(finding.spot, line=finding.spot.line + 100, end_line=0)
        return msgspec.structs.replace(finding, spot=spot)

    for fingerprinted in (
        FAILED,
        msgspec.structs.replace(
            FAILED, findings=tuple(msgspec.structs.replace(found, fingerprint="") for found in FAILED.findings)
        ),
    ):
        later = msgspec.structs.replace(fingerprinted, findings=tuple(map(moved, fingerprinted.findings)))
        pattern = r'"(?:fingerprint|primaryLocationLineHash|decomposeKey/v1)": "(\S+)"'
        before, after = (re.findall(pattern, render(report, name, SETTING)) for report in (fingerprinted, later))
        assert before
        assert before == after


def test_sarif_leads_along_the_chain() -> None:
    run = read_sarif(render(FAILED, "sarif", SETTING), FAILED)
    result = next(found for found in run["results"] if found["ruleId"] == "DC203")
    flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
    places = [step["location"]["physicalLocation"]["artifactLocation"]["uri"] for step in flow]
    assert places == ["shop/orders/reports.py", "shop/sql.py"]
    assert "[shop.sql.run joins invoice](2)" in result["message"]["text"]
    assert result["properties"]["precision"] == "high"


def test_sarif_leaves_known_couplings_out_unless_asked_for_them() -> None:
    assert read_sarif(render(GREEN, "sarif", SETTING), GREEN)["results"] == []
    results = read_sarif(render(GREEN, "sarif", replace(SETTING, shows_known=True)), GREEN)["results"]
    kinds = [result["suppressions"][0]["kind"] for result in results]
    assert kinds == ["external", "inSource"]
    assert {result["baselineState"] for result in results} == {"unchanged"}


def test_sarif_keeps_what_github_keeps() -> None:
    report = CheckReport("r", findings=many(5_003, Level.WARN))
    run = json.loads(render(report, "sarif"))["runs"][0]
    assert len(run["results"]) == 5_000
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any(note.startswith("3 more findings are left out") for note in notes)


def test_a_green_run_shows_the_rules_in_junit() -> None:
    root = read_junit(render(GREEN, "junit", SETTING), GREEN)
    names = [case.get("name") for suite in root if suite.get("name") == "orders → stock" for case in suite]
    assert "DC203 foreign-join" in names
    assert len(root.findall(".//testcase")) == len(CODES)


# -- Markdown --


def test_comments_keep_to_the_size_that_github_takes() -> None:
    report = CheckReport("r", findings=many(500, Level.ERROR))
    text = render(report, "markdown", SETTING)
    read_markdown(text, report)
    assert re.search(r"… and \d+ more findings; the log of the check lists all\.", text)
    assert text.count("<details>") == text.count("</details>")


def test_the_largest_changes_are_in_the_table() -> None:
    pairs = tuple(PairChange(f"s{index:02}", "t", 0, index) for index in range(1, 41))
    text = render(CheckReport("r", pairs=pairs), "markdown")
    assert "| `s40` | `t` | 0 | 40 | +40 |" in text
    assert "`s01`" not in text
    assert "and 20 more pairs of services" in text


def test_each_analysed_folder_has_its_own_comment() -> None:
    marks = {render(GREEN, "markdown", Setting(root=root)).partition("\n")[0] for root in ("", "a/b", "c--d")}
    assert marks == {"<!-- decompose check -->", "<!-- decompose check a/b -->", "<!-- decompose check c_d -->"}


# -- codes --


@pytest.mark.parametrize("code", CODES.values(), ids=str)
def test_codes_are_explained(code: Any) -> None:
    for text in (explanation(code), explanation(code, Setting(width=60))):
        assert text.startswith(f"{code.code} {code.name}  ({code.family})\n")
        flat = " ".join(text.split())
        assert all(" ".join(way.split()) in flat for way in (code.title, code.why, *code.ways_out))
    assert f"### {code.code} {code.name}\n" in findings_page()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("plain", "plain"), ("a\nb", "a\\nb"), ("\x1b[0m", "\\x1b[0m"), ("\u202e", "\\u202e"), ("abcdef", "ab…ef")],
)
def test_what_cannot_be_seen_is_escaped(raw: str, shown: str) -> None:
    assert visible(raw, 5 if raw == "abcdef" else 600) == shown
