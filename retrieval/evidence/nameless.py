"""Whether a story only counts or mentions what it would have to name: 一家药企 is no answer to 哪家药企.

A report that leaves a firm unnamed writes of it as any firm, and one that leaves three pupils unnamed writes
no more than 三名学生. All the question's words stand there, and the name that it asks for does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question
from retrieval.text.tokens import words_of

_WHICH = re.compile(r"哪一?(?:家|所|个(?=省|市|县))")
_UP_TO_VERB = re.compile(
    r"[一-鿿]{1,4}?(?=[的在是有想要出做生写建修检教念读上住买抓办开给发供负捐运]|[？?，]|$)"
)
_NOUNS = ("n", "j", "b", "l", "zg")
_PHRASE = re.compile(r"[，。；：！？、\n（）]")
_ANY = re.compile(
    r"(?:一[家个所位支些]?|某[家个所]?|有|[这该各每本外全我]|[多几][家个所]|\d[多余]?[家个所支]|[的在到了和与是])$"
)
_NO_NAME_BEFORE = ("v", "p", "u", "c", "d", "r", "q")
"""Tags of words that are no part of a name: 假冒快递公司. Of numbers only those of `_ANY`: 路桥二公司."""

_SEVERAL = 20
"""Items that a question may ask for by number: 三十年 counts none."""

_LISTED = re.compile(r"、|[一-鿿”》][和与及][一-鿿“《]|；[^。；]*[^。；\s]|另一?[个位家名所项座种]|其[一二]")
"""Several things told one after the other: with marks, with 和, or a clause for each."""

READ = 3
"""Sentences of the story that are looked at for a list, the best first."""


def unnamed(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether the best story speaks of what is to be named and never by name, or of several and lists none.

    Args:
        question: Analysed, in Chinese; False for others.
        evidence: Best first, not empty.
    """
    if question.lang != "zh":
        return False
    if question.kind is Kind.LIST and 1 < question.asked <= _SEVERAL:
        story = [item.text for item in evidence if item.article.id == evidence[0].article.id][:READ]
        return not any(_LISTED.search(text) for text in story)
    text = evidence[0].reading
    noun = next((noun for noun in _nouns(question.text) if noun in text), "")
    found = [match.start() for match in re.finditer(re.escape(noun), text)] if noun else []
    return bool(found) and not any(_is_named(text, at) for at in found)


def _nouns(asked: str) -> Iterator[str]:
    """What is to be named (快递公司 in 哪家快递公司), as its end and as the segmenter tells it."""
    which = _WHICH.search(asked)
    if which:
        told = _UP_TO_VERB.match(asked, which.end())
        if told:
            yield told.group()
        words = words_of(asked[which.end() :])
        yield "".join(word for word, _ in takewhile(lambda word: word[1].startswith(_NOUNS), words))


_REACH = 8
"""Characters before a noun in which its name would end."""


def _is_named(text: str, at: int) -> bool:
    """Whether the noun at `at` has a name before it in its phrase."""
    before = _PHRASE.split(text[max(0, at - _REACH) : at])[-1]
    if not before or _ANY.search(before):
        return False
    tag = words_of(before)[-1][1]
    return tag == "vn" or not tag.startswith(_NO_NAME_BEFORE)
