"""Where else in its source a word stands, and whether it is a name that the source never mentions."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.claims.alignment import UNSET, Gap
from retrieval.claims.laying import Laid
from retrieval.claims.things import LEAST_NOUN
from retrieval.text.folding import folded
from retrieval.text.tokens import Kind, Token, in_dictionary
from retrieval.text.words import FREE

LEAST_SAID = 4
"""Characters of a gap that are a statement of the headline's and no turn of phrase."""
BACK = 4
"""Sentences before a quote in which its subject may stand."""
_PROPER = ("nr", "ns", "nt", "nz")
_DIVISIONS = "省市县区镇乡村州"
"""Last characters of the names of divisions of a country."""


def where(word: str, laid: Laid) -> str:
    """Where in its source a word stands that the clause's own row lacks."""
    rows = laid.source.rows
    for at in range(laid.at - 1, max(-1, laid.at - 1 - BACK), -1):
        if word in rows[at].text:
            return "beside" if rows[at].beside else "before"
    if any(row.beside and word in row.text for row in rows):
        return "beside"
    article = laid.source.cited.article
    if article and word in folded(article.city or ""):
        return "beside"
    if any(word in row.text for row in rows):
        return "elsewhere"
    return "nowhere"


def headline_says(laid: Laid, gap: Gap, to: Sequence[int]) -> bool:
    """Whether what a clause has in a gap is what a headline says in the same words, of the same thing.

    6家企业成功创建绿色工厂 above 6家企业榜上有名: the headline has the gap and right before it the words that
    stand before it here, from a figure, a name or the clause's beginning on. Half a name is none: 公司.
    """
    clause = laid.clause
    first, last = gap.claim
    opening = first - 1
    while opening >= 0 and to[opening] != UNSET and not clause[opening].hard:
        opening -= 1
    if opening >= 0 and to[opening] == UNSET and clause[opening].kind is not Kind.MARK:
        return False
    if opening < 0 or not clause[opening].hard:
        opening += 1
    run = "".join(token.text for token in clause[opening:last])
    said = sum(len(token.text) for token in clause[first:last])
    if said < LEAST_SAID or len(run) - said < LEAST_NOUN:
        return False
    return any(row.beside and run in row.text for row in laid.source.rows)


def unknown_name(clause: Sequence[Token], word: Sequence[int], laid: Laid, theirs: Sequence[object]) -> bool:
    """Whether a word is a name, of a place or a body too, that its source never mentions."""
    token = clause[word[0]]
    name = token.word
    if token.kind is not Kind.CHARACTER or token.tag[:1] in ("m", "t", "q"):
        return False
    if len(word) < LEAST_NOUN or (not token.tag.startswith(_PROPER) and in_dictionary(name)):
        return False
    if len(name) < LEAST_NOUN or name in laid.source.whole or own_city(name, laid) or name in FREE:
        return False
    return bool(theirs) or token.tag.startswith(("ns", "nt"))


def unknown_place(token: Token, laid: Laid) -> bool:
    """Whether a county or village is none of the article's, for all its last character (范县, 濮阳县)."""
    name = token.word
    if token.kind is not Kind.CHARACTER or not token.tag.startswith(_PROPER) or name[-1] not in _DIVISIONS:
        return False
    return len(name) >= LEAST_NOUN and name not in laid.source.whole and not own_city(name, laid)


def own_city(word: str, laid: Laid) -> bool:
    """Whether a word is the paper's own city, which 全市 and 我市 mean and which need not be said."""
    article = laid.source.cited.article
    city = folded(article.city or "") if article else ""
    return bool(city) and word.removesuffix("市") == city


def person_between(name: str, laid: Laid) -> bool:
    """Whether another person is named between the last mention of `name` and the row."""
    for at in range(laid.at - 1, -1, -1):
        row = laid.source.rows[at]
        named = [token.text for token in row.tokens if token.kind is Kind.NAME]
        if named:
            return name not in named
    return False
