"""A part of a set of questions: of one group, or so many drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from retrieval.evaluation.gold import GoldQuestion


def sampled(
    questions: Sequence[GoldQuestion], *, limit: int = 0, seed: int = 1, group: str = ""
) -> list[GoldQuestion]:
    """Draw questions; the same ones each time.

    Args:
        questions: As `load_questions` reads them.
        limit: How many; 0 for all.
        seed: Another one draws others.
        group: Only of this group, such as "number" or "unanswerable"; "" for all.

    Returns:
        In the file's order. A follow-up brings along what it follows, beyond the limit.
    """
    wanted = [question for question in questions if not group or group in question.groups]
    if limit and limit < len(wanted):
        wanted = random.Random(seed).sample(wanted, limit)  # noqa: S311 (a sample, no secret)
    by_id = {question.id: question for question in questions}
    ids: set[str] = set()
    for question in wanted:
        one: GoldQuestion | None = question
        while one is not None and one.id not in ids:
            ids.add(one.id)
            one = by_id.get(one.after or "")
    return [question for question in questions if question.id in ids]
