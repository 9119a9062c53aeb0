"""An answer begins with its fact where the marks are sure, and says no more than what they stand in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retrieval.answer.certainty import certainty, sure
from retrieval.answer.compose import compose
from retrieval.evidence.answerable import Judged
from retrieval.evidence.reader import Reading
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.rarity import Rarity
from tests.retrieval.memory import article

TEXT = "新桥总投资3.6亿元。老桥去年封闭。桥面宽24米。"
FEATURES = Features(1.0, 1.0, 1.0, 0.9, 0.0, 1.0, 0.5)


def evidence(sentence: str, words: str, *, answers: float, share: float, score: float = 9.0) -> Evidence:
    """A sentence of the text that the reader has read, the words that it would give, and how sure it is."""
    one = article(TEXT, headline="新桥")
    start, at = TEXT.index(sentence), sentence.index(words)
    edges = np.full((len(sentence), 2), -9.0, np.float32)
    edges[at, 0] = edges[at + len(words) - 1, 1] = 2.0
    read = Reading(start=at, end=at + len(words), span=4.0, sentence=1.0, share=share, none=-1.0, edges=edges)
    passage = Passage(one, "p", 0, len(TEXT), 1.0)
    return Evidence(passage, start, start + len(sentence), FEATURES, score, read, judged=Judged(answers, 0.0))


ASKED = analyse("新桥总投资多少？")
RARITY = Rarity([TEXT])


def test_more_evidence_is_never_less_sure() -> None:
    span = (TEXT.index("3.6"), TEXT.index("3.6") + len("3.6亿元"))
    weak = evidence("新桥总投资3.6亿元。", "3.6亿元", answers=-2.0, share=0.1)
    strong = replace(weak, judged=Judged(3.0, 0.0))
    assert 0 < certainty(ASKED, weak, span) < certainty(ASKED, strong, span) < 1


@pytest.mark.parametrize("question", ["为什么修新桥？", "What did the bridge cost?"])
def test_kinds_and_languages_that_were_not_measured_are_never_sure(question: str) -> None:
    item = evidence("新桥总投资3.6亿元。", "3.6亿元", answers=5.0, share=0.9)
    assert certainty(analyse(question), item, (5, 10)) == 0


def test_a_sure_fact_stands_first_and_alone() -> None:
    sure = evidence("新桥总投资3.6亿元。", "3.6亿元", answers=4.0, share=0.9)
    beside = evidence("桥面宽24米。", "24米", answers=-1.0, share=0.1, score=8.9)
    draft = compose(ASKED, [sure, beside], RARITY).proved()
    assert draft.text("zh") == "3.6亿元。\n新桥总投资3.6亿元。"
    assert [claim.text for claim in draft.claims] == ["新桥总投资3.6亿元。"]


def test_an_unsure_answer_begins_with_its_sentence() -> None:
    unsure = evidence("新桥总投资3.6亿元。", "3.6亿元", answers=-2.0, share=0.1)
    draft = compose(ASKED, [unsure], RARITY).proved()
    assert not sure(ASKED, unsure, draft.citations[0].spans[0])
    assert draft.text("zh") == "新桥总投资3.6亿元。"
