"""Golden files of all formats; run as a script (``make golden``), it writes them anew."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import goldens
from reports_to_render import FAILED, GREEN, SETTING

from decompose.clustering.guarding.codes import CODES
from decompose.reports.checks import format_names, render
from decompose.reports.checks.codes import explanation

FOLDER = Path(__file__).parent / "golden"
REPORTS = {"failed": FAILED, "green": GREEN}
_SUFFIXES = {"text": "txt", "github": "txt", "junit": "xml", "markdown": "md"}


def golden() -> dict[str, str]:
    """File name → what it should hold."""
    files = {
        f"{name}-{report}.{_SUFFIXES.get(name, 'json')}": render(REPORTS[report], name, SETTING)
        for name in format_names()
        for report in REPORTS
    }
    files["text-failed-80.txt"] = render(FAILED, "text", replace(SETTING, width=80))
    files["text-failed-color.txt"] = render(FAILED, "text", replace(SETTING, width=80, color="standard"))
    files["text-failed-ascii.txt"] = render(FAILED, "text", replace(SETTING, width=60, is_unicode=False))
    files["text-green-known.txt"] = render(GREEN, "text", replace(SETTING, shows_known=True))
    files["sarif-green-known.json"] = render(GREEN, "sarif", replace(SETTING, shows_known=True))
    files["explain-DC203.txt"] = explanation(CODES["DC203"], replace(SETTING, width=80))
    return files


if __name__ == "__main__":
    goldens.write(FOLDER, golden())
