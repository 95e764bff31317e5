"""Metrics of the field: one module per family, each found by its presence here."""
