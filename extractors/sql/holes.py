"""The mark for what is unknown in a text that Python code puts together."""

HOLE = "\ue000"
"""Stands in SQL text for an unknown part (a character of Unicode's private use area)."""
