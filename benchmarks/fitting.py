"""The two regressions that `benchmarks.calibrate` fits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize


def conditional(
    rows: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
) -> NDArray[np.float64]:
    """Weights under which the right sentences of each question get the greatest share."""
    every = np.concatenate([x for x, _ in rows])
    deviation = every.std(0) + 1e-9

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 1e-3 * float(weights @ weights), 2e-3 * weights
        for x, labels in rows:
            scaled = x / deviation
            odds = scaled @ weights
            share = np.exp(odds - odds.max())
            share /= share.sum()
            right = share * labels / max(1e-12, float(share[labels].sum()))
            total -= float(np.log(max(1e-12, float(share[labels].sum())))) / len(rows)
            slope = slope - scaled.T @ (right - share) / len(rows)
        return total, slope

    start = np.zeros(every.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x / deviation, float)


def logistic(features: NDArray[np.float64], labels: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Logistic regression by gradient ascent on standardised features, ridge 0.001."""
    mean, deviation = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / deviation
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(3000):
        wrong = labels - 1 / (1 + np.exp(-(scaled @ weights + bias)))
        weights += 0.5 * (scaled.T @ wrong / len(labels) - 1e-3 * weights)
        bias += 0.5 * float(wrong.mean())
    weights = weights / deviation
    return weights, bias - float(weights @ mean)
