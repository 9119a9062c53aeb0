"""Which sentences speak of the evidence instead of the world, and which words stand out in a quote."""

from __future__ import annotations

import pytest

from retrieval.generation.proofreading import says_nothing, shared, stutters

NOTHING = [
    "资料没有说明。",
    "资料没有说明",
    "片段中没有提到大桥的长度。",
    "根据所给资料，无法确定。",
    "提供的报道没有给出具体数字。",
    "文中未提及市长是谁。",
    "没有找到相关信息。",
    "抱歉，无法回答这个问题。",
    "不知道。",
    "The passages do not say.",
    "The passages do not mention the mayor.",
    "The provided text does not state the population of Puyang.",
    "None of the passages mentions it.",
    "The population is not mentioned in the passages.",
    "I cannot answer that.",
    "There is no information on the mayor.",
]
CLAIMS = [
    "他说自己不知道火是怎么起的。",
    "企业未提供资料，申请没有通过。",
    "市民无法确定停水时间。",
    "发布会没有说明原因。",
    "报名材料9月1日起受理。",
    "大桥没有提供自行车道。",
    "Water is not available from 22:00 on.",
    "It does not include parking.",
    "He did not say why.",
    "The firm gave no reason.",
    "The reports are due on May 5.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_that_the_evidence_says_nothing_is_told(sentence: str) -> None:
    assert says_nothing(sentence)


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_claim_with_a_no_in_it_is_a_claim(sentence: str) -> None:
    assert not says_nothing(sentence)


@pytest.mark.parametrize(
    ("quote", "claim", "question", "words"),
    [
        ("大桥全长860米，双向六车道。", "东风大桥全长860米。", "东风大桥全长多少？", ["860米"]),
        ("局长周敏说，可通行4万辆。", "周敏说可通行4万辆。", "谁说的？", ["周敏说", "可通行4万辆"]),
        ("大桥全长860米。", "大桥全长860米。", "大桥全长860米吗？", []),
    ],
)
def test_what_quote_and_claim_share_and_the_question_lacks_stands_out(
    quote: str, claim: str, question: str, words: list[str]
) -> None:
    assert [quote[start:end] for start, end in shared(quote, claim, question)] == words


PASSAGE = "城东片区改造后，老城十二条背街小巷的路面全部换成沥青，居民说好走多了。"
OFFICE = "背街小巷改造领导小组办公室"


@pytest.mark.parametrize(
    ("sentence", "passages", "found"),
    [
        ("从老城十二条背街小巷的路面全部变为老城十二条背街小巷的路面全部。", [PASSAGE], True),
        ("老城十二条背街小巷的路面全部换成沥青。", [PASSAGE], False),
        ("老城十二条背街小巷的路面，老城的小巷。", [PASSAGE], False),
        (f"{OFFICE}说，{OFFICE}将验收。", [f"{OFFICE}答{OFFICE}"], False),
        ("", [PASSAGE], False),
    ],
    ids=["says it twice", "once", "only words", "as the passage does", "empty"],
)  # fmt: skip
def test_a_sentence_that_lost_its_thread_is_told(sentence: str, passages: list[str], *, found: bool) -> None:
    assert stutters(sentence, passages) is found
