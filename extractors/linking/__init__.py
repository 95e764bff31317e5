"""From the facts of all files to the linked program."""

from __future__ import annotations

from decompose.extractors.linking.program import link

__all__ = ["link"]
