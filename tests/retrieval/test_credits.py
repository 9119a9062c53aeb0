"""Who wrote the report is never marked as the answer to what it tells."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.evidence.reader import Reading
from tests.retrieval.test_spans import undecided, words

LEAD = "本报讯（记者 岳听松 通讯员 丁小禾）环湖骑行赛昨日从柳堤广场发车，教练魏长青领骑。"


def bent_on(sentence: str, said: str) -> Reading:
    """A reader that would mark these words, whatever is asked."""
    edges = np.zeros((len(sentence), 2), np.float32)
    start = sentence.index(said)
    edges[start, 0] = edges[start + len(said) - 1, 1] = 9.0
    return Reading(start, start + len(said), 18.0, 0.0, 0.9, edges)


@pytest.mark.parametrize(
    "said", ["岳听松", "丁小禾", "记者 岳听松 通讯员 丁小禾", "岳听松 通讯员 丁小禾）环湖骑行赛"]
)
@pytest.mark.parametrize(
    "question", ["骑行赛的起点在哪里？", "谁在骑行赛上领骑？", "骑行赛叫什么？", "Where does it start?"]
)
def test_the_reader_cannot_mark_the_byline(question: str, said: str) -> None:
    for mark in words(question, LEAD, bent_on(LEAD, said)):
        assert not {"岳听松", "丁小禾", "记者"} & {mark, mark[:3], mark[-3:], mark[:2]}
        assert LEAD.index(mark) >= LEAD.index("环湖")


def test_the_one_who_did_it_is_marked_beside_the_byline() -> None:
    assert words("谁在骑行赛上领骑？", LEAD, bent_on(LEAD, "岳听松")) == ["魏长青"]


@pytest.mark.parametrize("question", ["采访骑行赛的记者是谁？", "Which reporter covered the race?"])
def test_who_wrote_it_may_be_asked(question: str) -> None:
    assert words(question, LEAD, bent_on(LEAD, "岳听松")) == ["岳听松"]


def test_a_credit_at_the_end_is_not_marked() -> None:
    sentence = "渡船在柳堤码头靠岸。（岳听松 摄）"
    assert words("渡船在哪里靠岸？", sentence, bent_on(sentence, "岳听松")) != ["岳听松"]


def test_a_reporter_in_running_text_is_the_last_choice() -> None:
    sentence = "记者岳听松从会上获悉，教练魏长青说，骑行赛明年还办。"
    assert words("谁说骑行赛明年还办？", sentence, undecided(sentence)) == ["魏长青"]


def test_a_sentence_that_is_nothing_but_a_byline_has_no_mark() -> None:
    sentence = "本报讯（记者 岳听松）"
    assert words("谁得了冠军？", sentence, bent_on(sentence, "岳听松")) == []


def test_the_day_of_a_dispatch_may_be_marked() -> None:
    sentence = "新华社柳州5月16日电（记者 岳听松）环湖骑行赛发车。"
    assert words("骑行赛哪天发车？", sentence, bent_on(sentence, "5月16日")) == ["5月16日"]
