"""An analysis in any format: those of a report, drawings of its graph, text as on the terminal, and itself."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from decompose.analyzer.errors import Problem, UserError
from decompose.reports.drawings import DrawingFailedError, draw, drawing_format, drawing_formats
from decompose.reports.formats import report_format, report_formats

if TYPE_CHECKING:
    from decompose.analyzer.analysis import Analysis
    from decompose.reports.drawings.drawing import Drawing

JSON, TEXT = "json", "text"
_OWN_FILES = {JSON: "analysis.json", TEXT: "summary.txt"}


class DrawnView(StrEnum):
    """What of an analysis is drawn."""

    SERVICES = "services"
    UNITS = "units"
    TABLES = "tables"


def format_names() -> tuple[str, ...]:
    """All formats, without loading them."""
    return tuple(sorted({JSON, TEXT, *report_formats(), *drawing_formats()}))


def check_format(name: str, names: Sequence[str], where: str = "--format") -> str:
    """The name, if there is such a format.

    Raises:
        UserError: there is not.
    """
    if name not in names:
        near = get_close_matches(name, names, 1)
        mend = f"did you mean {near[0]}?" if near else f"formats are {', '.join(names)}"
        raise UserError(Problem(f"no such format: {name}", where, mend))
    return name


def file_of(name: str) -> str:
    """What the file of a format is usually called."""
    if name in _OWN_FILES:
        return _OWN_FILES[name]
    if name in report_formats():
        return report_format(name).FILE
    return f"{DrawnView.SERVICES.value}{drawing_format(name).SUFFIXES[0]}"


def format_of(file: Path) -> str | None:
    """The format that a file's name asks for: that of a file usually called so, or that of its suffix."""
    names = format_names()
    for name in names:
        if file.name == file_of(name):
            return name
    suffix = file.suffix.lower()
    return next((name for name in names if suffix in _suffixes(name)), None)


def _suffixes(name: str) -> tuple[str, ...]:
    if name in _OWN_FILES:
        return (Path(_OWN_FILES[name]).suffix,)
    return report_format(name).SUFFIXES if name in report_formats() else drawing_format(name).SUFFIXES


def rendered(analysis: Analysis, name: str, view: DrawnView | None = None) -> bytes:
    """An analysis in a format, as a file has it.

    Args:
        analysis: what is rendered.
        name: of ``format_names()``.
        view: what a drawing shows; the services if nothing is said. What else there is by that name (couplings as CSV)
            is meant only without a view.

    Raises:
        UserError: it could not be drawn, or the format shows no view.
    """
    if name in drawing_formats() and (view is not None or name not in report_formats()):
        return drawn(_drawing(analysis, view or DrawnView.SERVICES), name)
    if view is not None:
        names = ", ".join(drawing_formats())
        raise UserError(Problem(f"{name} is no drawing", f"--view {view.value}", f"drawings are {names}"))
    match name:
        case "json":
            from decompose.analyzer.documents import encode

            return encode(analysis)
        case "text":
            return _as_text(analysis)
        case _:
            return report_format(name).render(analysis).encode(errors="backslashreplace")


def drawn(drawing: Drawing, name: str) -> bytes:
    """A drawing in a format, as a file has it.

    Raises:
        UserError: it could not be drawn.
    """
    try:
        return draw(drawing, name).encode(errors="backslashreplace")
    except DrawingFailedError as error:
        raise UserError(Problem(str(error), f"--format {name}", error.hint)) from error


def _drawing(analysis: Analysis, view: DrawnView) -> Drawing:
    from decompose.reports.drawings.gathering import services_drawing, tables_drawing, units_drawing

    match view:
        case DrawnView.SERVICES:
            return services_drawing(analysis)
        case DrawnView.UNITS:
            return units_drawing(analysis.graph, analysis)
        case DrawnView.TABLES:
            return tables_drawing(analysis)


def _as_text(analysis: Analysis) -> bytes:
    """As on a terminal without colours."""
    from decompose.analyzer.printing import WIDTH_OF_FILES
    from decompose.reports.lines import Screen, inked
    from decompose.reports.terminal import summary

    text = inked(summary(analysis, source=_OWN_FILES[JSON]), Screen(WIDTH_OF_FILES, None, "utf-8", None))
    return text.encode(errors="backslashreplace")
