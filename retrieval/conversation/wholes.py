"""How a follow-up and what it leans on are put together into one question that can be shown."""

from __future__ import annotations

import re

from retrieval.conversation.ellipsis import opened
from retrieval.language import has_han, language_of
from retrieval.models import Language
from retrieval.question.analysis import Kind, analyse

LONGEST_STEM = 200
"""Characters of an earlier question that are lent and shown: with more, what is asked now would be cut off at
the search's own limit (`retrieval.search.retriever.MAX_QUESTION`)."""


def stem(question: str) -> str:
    """A question without its mark and the words that only open it."""
    said = question.strip()
    if has_han(said):  # 那馆长是谁 opened in mid-talk; shown whole, it opens nothing
        said = opened(said, "zh") or said
    return said.rstrip("？?。.！!")[:LONGEST_STEM]


def joined(root: str, own: str, lang: Language) -> str:
    """Both questions in one: 青禾大桥总投资多少钱，它什么时候通车."""
    if lang == "zh":
        return f"{stem(root)}，{stem(own)}？"
    asks = re.match(r"(?:wh|how)", own, re.IGNORECASE)
    link = ":" if not asks or language_of(root) == "zh" else ", and"
    return f"{stem(root)}{link} {own[:1].lower()}{stem(own)[1:]}?"


_SIDE_FIRST = re.compile(r"^[一-鿿]{1,6}(?:是多少钱|是多少|是什么)$")


def of_topic(topic: str, own: str, lang: Language) -> str:
    """A question asked of a topic: 3路公交的票价是多少钱, and 乔素珍，追悼会什么时候举行."""
    if lang == "zh":
        link = "的" if _SIDE_FIRST.match(stem(own)) else "，"
        return f"{topic}{link}{stem(own)}？"
    return f"{topic[:1].upper()}{topic[1:]}: {own[:1].lower()}{stem(own)[1:]}?"


_PLACE = r"(?:什么地方|哪里|哪儿|何处)"
_ADVERBIAL = re.compile(
    rf"在?{_PLACE}|在?(?:什么时候|什么时间|何时|几点|哪一?天|几号|星期几|周几)|为什么|为啥|为何"
)


def asked_otherwise(last: str, own: str) -> str | None:
    """The last question with this one's interrogative: 追悼会什么时候举行 behind 在哪里 is 追悼会在哪里举行.

    Args:
        last: A whole Chinese question, or the part of it that asks.
        own: The follow-up.

    Returns:
        None where the follow-up says more than when, where or why, or the last question asked for another
        kind of thing.
    """
    asks = _ADVERBIAL.fullmatch(stem(own).rstrip("呢的"))
    there = list(_ADVERBIAL.finditer(stem(last)))
    if not asks or len(there) != 1 or analyse(last).kind is Kind.LIST:
        return None
    said, (start, end) = stem(last), there[0].span()
    word = asks.group()
    if re.fullmatch(_PLACE, word) and said[end:]:
        word = f"在{word}"
    if word == there[0].group():
        return None
    return f"{said[:start]}{word}{said[end:]}？"
