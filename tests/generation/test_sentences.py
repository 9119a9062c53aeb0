"""A stream becomes sentences with their citations, however it is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.generation.models import Sentence
from retrieval.generation.sentences import SentenceSplitter, read_sentence


def split(*parts: str, whole: bool = True) -> list[tuple[str, tuple[int, ...]]]:
    splitter = SentenceSplitter()
    found = [sentence for part in parts for sentence in splitter.feed(part)]
    last = splitter.finish(whole=whole)
    return [(s.text, s.numbers) for s in [*found, *([last] if last else [])]]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("大桥长860米。[1]周敏到场。[2][3]", [("大桥长860米。", (1,)), ("周敏到场。", (2, 3))]),
        ("大桥长860米[1]。周敏到场[2，3]。", [("大桥长860米。", (1,)), ("周敏到场。", (2, 3))]),
        ("大桥长860米【1】。", [("大桥长860米。", (1,))]),
        ("他说：“通车了！”[1]。之后离开。[2]", [("他说：“通车了！”。", (1,)), ("之后离开。", (2,))]),
        ("根据片段[4]，共有475亿元。", [("共有475亿元。", (4,))]),
        ("答：5家。[1]", [("5家。", (1,))]),
        ("1. 甲公司。[1]\n2. 乙公司。[2]", [("甲公司。", (1,)), ("乙公司。", (2,))]),
        ("- **甲公司**[1]\n- 乙公司[2]", [("甲公司", (1,)), ("乙公司", (2,))]),
        ("增长3.5%。[1]", [("增长3.5%。", (1,))]),
        ("It cost 3.5 million. [1] So what? [2]", [("It cost 3.5 million.", (1,)), ("So what?", (2,))]),
        ("Mr. Zhou spoke [1]. He left [2].", [("Mr. Zhou spoke.", (1,)), ("He left.", (2,))]),
        ("According to [1], it is 860 m long.", [("it is 860 m long.", (1,))]),
        ("In 2023 it opened. [1]", [("In 2023 it opened.", (1,))]),
        ("没有编号的话。", [("没有编号的话。", ())]),
        ("见片段。[1-3]", [("见片段。", (1, 2, 3))]),
        ("  \n\n", []),
        ("[1]", []),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end_and_keep_what_they_cite(
    text: str, sentences: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert split(text) == sentences


@given(st.data())
def test_it_does_not_matter_where_a_stream_is_cut(data: st.DataObject) -> None:
    pool = [
        "大桥长860米。",
        "[1]",
        "[2, 3]",
        "“好！”",
        "It costs 3.5 yuan.",
        " ",
        "\n",
        "周敏说，",
        "No. 5",
        "！",
        "【4】",
    ]
    text = "".join(data.draw(st.lists(st.sampled_from(pool), max_size=12)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edges = [0, *cuts, len(text)]
    parts = [text[a:b] for a, b in pairwise(edges)]
    assert split(*parts) == split(*text)


def test_a_sentence_waits_for_the_citation_behind_it() -> None:
    splitter = SentenceSplitter()
    assert list(splitter.feed("大桥长860米。")) == []
    assert list(splitter.feed("[")) == []
    assert list(splitter.feed("1]")) == []
    assert list(splitter.feed("周")) == [Sentence("大桥长860米。", (1,))]
    assert splitter.rest == "周"


@pytest.mark.parametrize(
    ("text", "whole", "left"),
    [
        ("大桥长86", False, []),
        ("大桥长86", True, [("大桥长86", ())]),
        ("大桥长860米。", False, [("大桥长860米。", ())]),
        ("大桥长860米[1]", False, [("大桥长860米", (1,))]),
    ],
)
def test_a_stream_that_broke_off_leaves_no_half_sentence(
    text: str,
    *,
    whole: bool,
    left: list[tuple[str, tuple[int, ...]]],
) -> None:
    assert split(text, whole=whole) == left


def test_bold_type_and_list_marks_are_no_part_of_a_sentence() -> None:
    sentence = read_sentence("  * **甲公司** 建成投产 [2] 。 ")
    assert sentence is not None
    assert sentence.text == "甲公司 建成投产。"
    assert sentence.numbers == (2,)


@pytest.mark.parametrize("said", ["甲公司投产。[1]。", "甲公司投产。 [1].", "甲公司投产。。[1]"])
def test_a_doubled_full_stop_is_one(said: str) -> None:
    sentence = read_sentence(said)
    assert sentence is not None
    assert (sentence.text, sentence.numbers) == ("甲公司投产。", (1,))
