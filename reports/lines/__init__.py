"""How text is laid out on a terminal: the one way for all commands.

Reports hand on what they say as blocks, lines and tables, whose pieces tell what may happen to them where there is
little room: sentences wrap under their own text, names lose their middle, places stay whole. ``inked`` makes text of
them for a ``Screen``: as wide as it is, in its colours, with its signs, and with links where it has them.
"""

from decompose.reports.lines.blocks import Block, Column, Line, Table, heading, line, section
from decompose.reports.lines.inking import inked
from decompose.reports.lines.pieces import Piece, at, evidence, file, name, service, told, words
from decompose.reports.lines.screen import Screen

__all__ = [
    "Block",
    "Column",
    "Line",
    "Piece",
    "Screen",
    "Table",
    "at",
    "evidence",
    "file",
    "heading",
    "inked",
    "line",
    "name",
    "section",
    "service",
    "told",
    "words",
]
