"""Pictures that any browser shows: what Graphviz makes of the drawing, where its program is installed."""

from __future__ import annotations

import subprocess

from decompose.reports.drawings import DrawingFailedError
from decompose.reports.drawings.drawing import Drawing
from decompose.reports.drawings.formats import dot

SUFFIXES = (".svg",)
SECONDS = (30, 120)
"""What Graphviz gets for a layout with clusters, with which some of its versions never end, and for one without."""
_ELSE = "use --format dot or graphml for another program, or a smaller view"


def render(drawing: Drawing) -> str:
    """The picture, without scripts; of a graph that takes too long otherwise without clusters.

    Raises:
        DrawingFailedError: there is no ``dot``, it fails, or it takes too long.
    """
    try:
        return _laid_out(dot.render(drawing), SECONDS[0])
    except subprocess.TimeoutExpired:
        pass
    try:
        return _laid_out(dot.written(drawing, is_clustered=False), SECONDS[1])
    except subprocess.TimeoutExpired as error:
        size = f"{len(drawing.nodes):,} nodes and {len(drawing.links):,} relations"
        raise DrawingFailedError(f"Graphviz does not lay out {size} within {sum(SECONDS)} s", _ELSE) from error


def _laid_out(text: str, seconds: int) -> str:
    try:
        done = subprocess.run(
            ["dot", "-Tsvg"],
            input=text.encode(errors="backslashreplace"),
            capture_output=True,
            check=True,
            timeout=seconds,
        )
    except FileNotFoundError as error:
        hint = "install graphviz, or use --format dot"
        raise DrawingFailedError("SVG needs Graphviz's dot program, which is not installed", hint) from error
    except subprocess.CalledProcessError as error:
        why = error.stderr.decode(errors="replace").strip().partition("\n")[0][:200]
        raise DrawingFailedError(f"Graphviz's dot failed: {why}", _ELSE) from error
    except OSError as error:
        raise DrawingFailedError(f"Graphviz's dot cannot be run: {error.strerror}", _ELSE) from error
    return done.stdout.decode()
