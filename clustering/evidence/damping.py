"""Hubs damped, so that a logger neither glues everything together nor is dragged about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from decompose.clustering.evidence.relation import Link

USERS = 0.75
"""The power of the number of users: what everybody uses says next to nothing of any of them …"""
USED = 0.5
"""… and who uses many things (a script, an import job) says little of each, but more than that."""


def damped(links: Iterable[Link]) -> list[Link]:
    """Each link, from the user to what it uses, divided by powers of the numbers of users and of things used.

    With powers of 0.5 this would be the weighting of the normalised Laplacian (Chung, "Spectral Graph
    Theory", 1997), where a hub still holds the square root of its number of links. How often two ends of a
    link belong together falls faster than that with the number of users.
    """
    held = list(links)
    users, used = Counter(link.b for link in held), Counter(link.a for link in held)
    return [Link(a, b, weight / (users[b] ** USERS * used[a] ** USED)) for a, b, weight in held]
