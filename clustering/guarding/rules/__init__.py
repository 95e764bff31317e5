"""The rules of the check: one file per topic, found by its presence."""
