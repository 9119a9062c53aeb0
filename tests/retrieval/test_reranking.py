"""English questions: figures, spelt names and sentences put the right passage first."""

from __future__ import annotations

import pytest

from retrieval.evidence.reranking import by_atoms, by_sentences
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.text.folding import folded
from retrieval.text.pinyin import names_in, spells
from tests.retrieval.memory import article


def passage(text: str, score: float, headline: str | None = None) -> Passage:
    about = article(text, id=text[:4], headline=headline)
    return Passage(about, "pages.txt", 0, len(text), score)


def evidence(of: Passage, similarity: float) -> Evidence:
    return Evidence(of, 0, len(of.text), Features(0, 0, 0, similarity, 0, 0, 0), 0.0)


FIRST = passage("全市规模以上工业增加值增长5.2%。", 1.2)
MONEY = passage("到2026年，增加值要达到475亿元以上。", 1.0)
PERSON = passage("带队的是调研组负责人王庆红，她在会上讲话。", 0.9)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("In what year will it reach 47.5 billion yuan?", MONEY),
        ("Where did Wang Qinghong speak?", PERSON),
        ("Where did Qinghong Wang speak?", PERSON),
        ("What grew by 5.2 percent?", FIRST),
        ("What does the city plan?", FIRST),
    ],
)
def test_a_passage_with_the_questions_figures_or_names_comes_first(question: str, first: Passage) -> None:
    ranked = by_atoms(question, [FIRST, MONEY, PERSON])
    assert ranked[0].text == first.text
    assert [p.score for p in ranked] == sorted((p.score for p in ranked), reverse=True)
    assert {p.text for p in ranked} == {p.text for p in (FIRST, MONEY, PERSON)}


def test_a_passage_is_ranked_by_its_best_sentence() -> None:
    ranked = by_sentences([FIRST, MONEY, PERSON], [evidence(MONEY, 0.87), evidence(FIRST, 0.84)])
    assert [p.text for p in ranked] == [MONEY.text, FIRST.text, PERSON.text]
    assert by_sentences([FIRST, MONEY], []) == (FIRST, MONEY)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Wang Qinghong write?", [("Wang", "Qinghong")]),
        ("How many people live in Puyang?", [("Puyang",)]),
        ("He can long for it", []),
        ("Which Christmas tree is the tallest?", []),
    ],
)
def test_only_what_reads_as_syllables_is_a_name_to_look_for(
    question: str, names: list[tuple[str, ...]]
) -> None:
    assert names_in(question) == names


def test_a_name_is_spelt_by_its_characters_in_any_of_their_readings() -> None:
    assert spells(folded("记者重庆报道"), ("Chongqing",))
    assert spells(folded("記者王慶紅"), ("Wang", "Qinghong"))
    assert not spells(folded("记者王红庆"), ("Wang", "Qinghong"))
