"""Do two texts ask for the same thing? A measure learnt on pairs of questions that people have judged.

It reads which words two texts share, which only one has, and how rare these are: six shares and peaks, whatever the
length of the texts, weighed by a logistic regression. Its weights come from half of the pairs of
``tests/benchmarks/duplicates.py``; what is shown there is measured on the other half. People are shown what it
finds and decide: nothing is folded by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

# What is shared of both, the rarest word shared; what is shared of the one that shares less, and more; the rarest
# word of one alone: the smaller of the two, and the larger.
WEIGHTS = (7.83, 1.19, 0.36, -2.66, 2.66, -1.38)
INTERCEPT = -2.91
ALIKE = 0.7
Rarity = Callable[[str], float]


def compared(one: Collection[str], other: Collection[str], rarity: Rarity) -> tuple[float, ...]:
    """Return the six figures of two texts, given by their keys, each between 0 and 1, symmetric in the two.

    ``rarity`` of a key lies between 0, in every text, and 1, in hardly any.
    """
    left, right = set(one), set(other)
    shared = [rarity(key) for key in left & right]
    alone = [[rarity(key) for key in left - right], [rarity(key) for key in right - left]]
    lost = sorted((math.fsum(part) for part in alone), reverse=True)
    both = math.fsum(shared)
    parts = [both / whole if whole else 0.0 for whole in (both + sum(lost), both + lost[0], both + lost[1])]
    peaks = sorted(max(part, default=0.0) for part in alone)
    return (parts[0], max(shared, default=0.0), *parts[1:], *peaks)


def alikeness(one: Collection[str], other: Collection[str], rarity: Rarity) -> float:
    """Return how likely two texts ask for the same thing, between 0 and 1; from ``ALIKE`` on people are told.

    Example:
        >>> from cocreation.text.analyser import keys
        >>> one, other = "Publier le budget de la commune", "Que la commune publie son budget"
        >>> alikeness(keys(one, "fr"), keys(other, "fr"), lambda key: 0.2) > ALIKE
        True
    """
    figures = compared(one, other, rarity)
    return 1 / (1 + math.exp(-INTERCEPT - math.fsum(map(float.__mul__, WEIGHTS, figures))))
