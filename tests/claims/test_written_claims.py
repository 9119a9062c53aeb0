"""Claims over the sample pages, written by hand: true ones are kept, spoiled ones struck."""

from __future__ import annotations

import json
from typing import Any

import pytest

from retrieval.claims import CitedText, Prover
from tests.claims.conftest import ARTICLES
from tests.conftest import REPOSITORY

CLAIMS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (REPOSITORY / "tests" / "data" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
]
FRESH = "sixth"
"""The round by which little was mended: it shows what to expect of the next, and has floors of its own."""
MADE_ON = [row for row in CLAIMS if row["set"] != FRESH]
HARD = {"name", "number", "date", "unit", "pair"}

# What was measured when this was written, less one or two claims: raise them when you can.
KEPT = {"zh": 0.92, "en": 0.95}
STRUCK = {"zh": 0.95, "en": 0.92}
FRESH_RIGHT = {"zh": 23, "en": 22}
"""24 of 30 and 23 of 28 when this was written."""


def kept(prover: Prover, row: dict[str, Any]) -> bool:
    article = ARTICLES[row["headline"]]
    return prover.prove(row["claim"], [CitedText(1, article.text, article)], lang=row["lang"]).kept


def test_there_are_enough_of_both() -> None:
    assert sum(row["kind"] == "true" for row in CLAIMS) >= 150
    assert sum(row["kind"] in HARD for row in CLAIMS) >= 120
    assert len({row["claim"] for row in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_true_claims_in_other_words_are_kept(prover: Prover, lang: str) -> None:
    rows = [row for row in MADE_ON if row["kind"] == "true" and row["lang"] == lang]
    lost = [row["claim"] for row in rows if not kept(prover, row)]
    assert len(lost) <= (1 - KEPT[lang]) * len(rows), lost


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_claims_with_a_wrong_name_number_date_unit_or_pair_are_struck(prover: Prover, lang: str) -> None:
    rows = [row for row in MADE_ON if row["kind"] in HARD and row["lang"] == lang]
    passed = [row["claim"] for row in rows if kept(prover, row)]
    assert len(passed) <= (1 - STRUCK[lang]) * len(rows), passed


def test_claims_with_yes_for_no_or_another_subject_are_struck(prover: Prover) -> None:
    rows = [row for row in MADE_ON if row["kind"] in {"negation", "subject", "wrong article"}]
    passed = [row["claim"] for row in rows if kept(prover, row)]
    assert len(passed) <= 0.1 * len(rows), passed


def test_opposite_deeds_and_hedges_that_only_one_side_has_are_struck(prover: Prover) -> None:
    rows = [row for row in MADE_ON if row["kind"] in {"deed", "hedge"}]
    assert len(rows) >= 25
    passed = [row["claim"] for row in rows if kept(prover, row)]
    assert not passed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_fresh_claims_are_judged_as_well_as_before(prover: Prover, lang: str) -> None:
    rows = [row for row in CLAIMS if row["set"] == FRESH and row["lang"] == lang]
    wrong = [row["claim"] for row in rows if kept(prover, row) != (row["kind"] == "true")]
    assert len(rows) - len(wrong) >= FRESH_RIGHT[lang], wrong
