"""Which terminals make links of OSC 8 sequences; the others are spared them."""

from __future__ import annotations

from collections.abc import Mapping

_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "zed", "Hyper", "Tabby", "rio", "WarpTerminal"})
_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio", "tmux")
_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID")
_VTE = 5002
"""VTE from 0.50.2 on; the versions right before crash."""


def has_links(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to write links; ``FORCE_HYPERLINK`` decides where it is set, ``0`` against them.

    Args:
        environment: the variables.
        is_terminal: whether a terminal reads what is written.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced != "0"
    if not is_terminal or environment.get("NO_COLOR") or environment.get("CI"):
        return False
    term = environment.get("TERM", "")
    if term == "dumb":
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM", "") in _PROGRAMS
        or term.startswith(_TERMS)
        or any(environment.get(variable) for variable in _VARIABLES)
        or (vte.isdigit() and int(vte) >= _VTE)
        or environment.get("COLORTERM") == "xfce4-terminal"
    )
