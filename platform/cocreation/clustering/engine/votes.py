"""A second look at every idea: the groups its neighbours stand in count beside its own place.

Smoothed points say where an idea lies; the neighbours it was smoothed with, in its own language and in the
others, say with whom. Where several languages meet, both are asked, a few times over, since each move changes
the vote of others (Raghavan, Albert and Kumara, «Near linear time algorithm to detect community structures»,
2007). In one language this measured no better.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from cocreation.clustering.engine.partition import Labels, centroids, compact
from cocreation.clustering.engine.reduction import FloatArray, unit_rows

ROUNDS = 3
WEIGHT = 2.0
SIZE_POWER = 0.5


def second_look(points: FloatArray, shares: sparse.csr_matrix, labels: Labels) -> Labels:
    """Return ``labels`` after the neighbours have voted, shape (n_points,).

    ``shares``, shape (n_points, n_points), is what each point takes from its neighbours. Large groups draw
    votes by their size alone, so each vote counts less in them.
    """
    both = sparse.csr_matrix(shares + shares.T)
    totals = np.maximum(np.asarray(both.sum(axis=1)).ravel(), 1e-9)
    for _ in range(ROUNDS):
        sizes = np.bincount(labels).astype(np.float64)
        member = sparse.csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)))
        votes = np.asarray((both @ member).todense()) / totals[:, None]
        votes /= (sizes / sizes.mean()) ** SIZE_POWER
        nearness = points @ unit_rows(centroids(points, labels)).T
        labels = compact(np.round(nearness + WEIGHT * votes, 5).argmax(axis=1))
    return labels
