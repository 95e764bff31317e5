"""What version control says about files that change together: an optional input of the clustering."""

from __future__ import annotations

import msgspec


class CoChange(msgspec.Struct, frozen=True):
    """How strongly pairs of files change in the same commits.

    Attributes:
        pairs: ``(path a, path b)`` with a < b, relative to the analysed root → weight ≥ 0. A commit
            that touches k files should add about 1 / (k - 1) to each of its pairs, so that sweeping
            commits say little.
        commits: how many commits were read; 0 where there is no history.
    """

    pairs: dict[tuple[str, str], float] = {}
    commits: int = 0
