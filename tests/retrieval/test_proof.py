"""The check before an answer leaves: quotes stand where they say, or they go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Article, ArticleKind
from retrieval.errors import ProofFailed
from retrieval.models import Citation, Claim
from retrieval.proof import check, proved

ARTICLE = Article(
    id="a1", kind=ArticleKind.ARTICLE, headline="标题", headline_made=False, text="第一句。第二句，共3家。"
)
GOOD = Citation(1, ARTICLE, "page.txt", "text", 4, 12, "第二句，共3家。", ((9, 11),))


def test_a_true_quote_passes() -> None:
    check(GOOD)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOOD, quote="第二句，共4家。"),
        replace(GOOD, start=5),
        replace(GOOD, start=4, end=4, quote=""),
        replace(GOOD, end=99),
        replace(GOOD, start=-8, end=12),
        replace(GOOD, field="headline"),
        replace(GOOD, spans=((0, 2),)),
        replace(GOOD, spans=((11, 9),)),
    ],
    ids=[
        "altered",
        "shifted",
        "empty",
        "too long",
        "negative",
        "other field",
        "span outside",
        "span reversed",
    ],
)
def test_a_false_quote_fails(wrong: Citation) -> None:
    with pytest.raises(ProofFailed):
        check(wrong)


def test_what_fails_is_dropped_and_the_rest_renumbered() -> None:
    bad = replace(GOOD, n=1, quote="没有这句")
    good = replace(GOOD, n=2)
    claims, citations = proved([Claim("甲", (1,)), Claim("乙", (2, 1))], [bad, good])
    assert claims == (Claim("乙", (1,)),)
    assert [citation.n for citation in citations] == [1]


def test_a_citation_that_no_claim_names_is_dropped() -> None:
    assert proved([], [GOOD]) == ((), ())


@given(st.text(max_size=40), st.integers(-3, 45), st.integers(-3, 45), st.text(max_size=5))
def test_only_what_stands_in_the_text_is_ever_kept(text: str, start: int, end: int, quote: str) -> None:
    article = replace(ARTICLE, text=text)
    tried = [
        Citation(1, article, "s", "text", start, end, quote),
        Citation(2, article, "s", "text", start, end, text[max(0, start) : max(0, end)]),
    ]
    _, citations = proved([Claim("x", (1, 2))], tried)
    for citation in citations:
        assert citation.quote
        assert text[citation.start : citation.end] == citation.quote
