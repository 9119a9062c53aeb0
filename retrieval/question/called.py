"""What something or somebody is called: 被称为什么 asks no why, and 老人叫什么 for a person's name."""

from __future__ import annotations

import re

from retrieval.text.tokens import words_of

PERSONAL = (
    r"(?:第[一二三四五六七八九十\d]{1,3}名?|[冠亚季]军|[老女男工军商证嫌主]人|[职官队会学成病伤店演]员|[老教医厨律][师生]"
    r"|[学考新]生|者|[歌选球助水骑射]手|[居村市民]民|妻子|丈夫|儿子|女儿|孩子|老伴|[父母]亲|爸爸|妈妈|弟弟|哥哥|姐姐|妹妹"
    r"|徒弟|师父|师傅)"
)
"""Ends of what a person is called by, as a regular expression."""

_INTO = re.compile(r"[称定改作成列评名视誉换变分译选升设聘封算]为什么(?P<behind>[一-鿿“”]{0,6})[？?]?$")
"""Verbs that make one thing another: 称为什么 asks what it is called, and not why."""

_NO_NOUN = ("v", "p", "d", "u", "c", "y", "r", "t", "a")
"""First letters of the segmenter's tags of what follows 为什么 in a question why: 工作为什么难找."""


def into_what(text: str) -> str:
    """A Chinese question with 是什么 for the 为什么 of 称为什么 and 被评为什么称号; any other as it is."""
    match = _INTO.search(text)
    if match is None:
        return text
    if any(tag.startswith(_NO_NOUN) and tag != "vn" for _, tag in words_of(match["behind"])):
        return text
    at = match.start() + len("称")
    return f"{text[:at]}是{text[at + 1 :]}"
