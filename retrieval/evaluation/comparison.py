"""Two evaluations of the same questions, compared question by question.

A paired bootstrap over the questions gives the interval of a measure's difference, a paired permutation
test how likely so large a difference is where there is none (Smucker, Allan and Carterette, "A comparison
of statistical significance tests for information retrieval evaluation", CIKM 2007).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EvaluationsDiffer
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.saved import Evaluation

RESAMPLES = 5_000
"""Of both: an interval's end then moves by about a fortieth of its width from seed to seed."""

CONFIDENCE = 0.95

_SEED = 20230519  # any: a comparison must come out the same twice

_BATCH = 250  # resamples held in memory at once

_Value = Callable[[Outcome], float]
_MEASURES: dict[str, tuple[_Value, bool]] = {
    "hit_at_1": (lambda o: float(o.rank == 1), False),
    "mrr": (lambda o: 1 / o.rank if o.rank else 0.0, False),
    "answered": (lambda o: float(o.status == "answered"), False),
    "quote_holds": (lambda o: float(o.quote_holds), False),
    "text_holds": (lambda o: float(o.text_holds), False),
    "span_f1": (lambda o: o.f1, False),
    "refused": (lambda o: float(o.status == "refused"), True),
}
"""Measure → its value for one question, and whether it is taken over the unanswerable questions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one measure differs between two evaluations.

    Attributes:
        measure: Its name; "refused" is the share of the unanswerable questions that were refused.
        questions: How many questions it was taken over.
        before: Its mean in the other evaluation.
        now: Its mean in this one.
        low: Lower end of the `CONFIDENCE` interval of `now - before`.
        high: Upper end.
        p: Two-sided probability of a difference at least so large by chance.
        better: Questions on which this one is better.
        worse: Questions on which it is worse.
    """

    measure: str
    questions: int
    before: float
    now: float
    low: float
    high: float
    p: float
    better: int
    worse: int


def compare(now: Evaluation, before: Evaluation) -> list[Difference]:
    """Compare two evaluations measure by measure.

    Raises:
        EvaluationsDiffer: They share no question, or a shared id asks something else.
    """
    other: Mapping[str, Outcome] = {outcome.id: outcome for outcome in before.outcomes}
    pairs = [(outcome, other[outcome.id]) for outcome in now.outcomes if outcome.id in other]
    if not pairs:
        raise EvaluationsDiffer("the two evaluations have no question in common")
    changed = next(
        (a for a, b in pairs if (a.question, a.unanswerable) != (b.question, b.unanswerable)), None
    )
    if changed:
        raise EvaluationsDiffer(f"question {changed.id} is not the same in the two evaluations")
    differences = []
    for name, (value, unanswerable) in _MEASURES.items():
        due = [(value(a), value(b)) for a, b in pairs if a.unanswerable is unanswerable]
        if due:
            differences.append(_difference(name, np.array(due)))
    return differences


def _difference(name: str, values: NDArray[np.float64]) -> Difference:
    """From values of shape (questions, 2): this evaluation's and the other's."""
    differences = values[:, 0] - values[:, 1]
    low, high, p = _significance(differences)
    now, before = values.mean(axis=0)
    better, worse = int((differences > 0).sum()), int((differences < 0).sum())
    return Difference(name, len(values), float(before), float(now), low, high, p, better, worse)


def _significance(differences: NDArray[np.float64]) -> tuple[float, float, float]:
    """Ends of the interval of the mean difference, and the probability of chance."""
    from scipy.stats import bootstrap, permutation_test

    if len(differences) < 2 or not differences.any():  # noqa: PLR2004 (one question has no spread)
        mean = float(differences.mean())
        return mean, mean, 1.0
    rng = np.random.default_rng(_SEED)
    interval = bootstrap(
        (differences,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=rng,
    ).confidence_interval
    # Swapping a pair turns its difference's sign.
    test = permutation_test(
        (differences, np.zeros_like(differences)),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        rng=rng,
    )
    return float(interval.low), float(interval.high), float(test.pvalue)
