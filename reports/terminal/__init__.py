"""The text that commands print of an analysis, as blocks that ``lines`` lays out; one module for each section."""

from decompose.reports.terminal.comparison import comparison_blocks
from decompose.reports.terminal.explanation import explanation_blocks
from decompose.reports.terminal.summary import summary

__all__ = ["comparison_blocks", "explanation_blocks", "summary"]
