"""Vocabulary: units that speak of the same things.

Cosine of TF-IDF vectors (Salton and Buckley, 1988) over the words of identifiers; each unit is linked
to its nearest few only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from math import log, log1p, sqrt

from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, unit
from decompose.clustering.options import Evidence
from decompose.clustering.wording import says_something
from decompose.extractors.lowering.words import vocabulary

NEAREST = 6
WORDS = 12
"""The most telling words of a unit; the rest adds cost and little meaning."""
COMMON = 0.02
"""Words in more than this share of the units tell no context from another."""
SIMILAR = 0.15
"""Below this cosine, likeness is chance."""

Vector = dict[str, float]


def links(material: Material) -> Iterable[Link]:
    """A link from each unit to those with the nearest vocabulary, weighted by the cosine.

    There are none where only the names of units are known: two or three words tell layers (``OrderAction``,
    ``AccountAction``) as well as subjects.
    """
    if not any(unit_.words.keys() - vocabulary([name]).keys() for name, unit_ in material.units.items()):
        return []
    vectors = tfidf({name: unit_.words for name, unit_ in material.units.items()})
    cosines = {tuple(sorted((name, other))): cosine for name, other, cosine in neighbours(vectors)}
    return damped(Link(unit(a), unit(b), cosines[a, b]) for a, b in sorted(cosines))


def tfidf(words: Mapping[str, Mapping[str, int]]) -> dict[str, Vector]:
    """Unit → its most telling words, as a vector of length 1; units without such words are left out."""
    document_frequency = Counter(word for counts in words.values() for word in counts)
    most = max(30.0, COMMON * len(words))
    vectors = {}
    for name, counts in words.items():
        weights = {
            word: log1p(count) * log(len(words) / document_frequency[word])
            for word, count in counts.items()
            if 2 <= document_frequency[word] <= most and count > 0 and says_something(word)
        }
        kept = nsmallest(WORDS, weights, key=lambda word: (-weights[word], word))
        length = sqrt(sum(weights[word] ** 2 for word in kept))
        if length:
            vectors[name] = {word: weights[word] / length for word in kept}
    return vectors


def neighbours(vectors: Mapping[str, Vector]) -> Iterable[tuple[str, str, float]]:
    """(unit, one of its nearest, cosine)."""
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, vector in vectors.items():
        for word, weight in vector.items():
            postings[word].append((name, weight))
    for name, vector in vectors.items():
        cosines: dict[str, float] = defaultdict(float)
        for word, weight in vector.items():
            for other, other_weight in postings[word]:
                cosines[other] += weight * other_weight
        cosines.pop(name)
        close = [other for other, cosine in cosines.items() if cosine >= SIMILAR]
        for other in nsmallest(NEAREST, close, key=lambda other: (-cosines[other], other)):
            yield name, other, cosines[other]


RELATIONS = (Relation(Evidence.VOCABULARY, Part.AFFINITY, 0.4, links),)
