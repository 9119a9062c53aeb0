"""Names of people in running text: by their titles, by what they say, by the segmenter, by the byline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.models import Article
from corpus.names import COMPOUND_SURNAMES, SURNAMES, is_name
from retrieval.text.folding import folded
from retrieval.text.tokens import words_of
from retrieval.text.words import SAYING, TITLES

_GIVEN = r"[一-鿿]"
_NEXT = (
    rf"(?=(?:{SAYING})|[，。、；：！？（）)\s]|等|在|走|来|到|参加|出席|主持|率|一行|和|与|及|为|获|被|以|已|对|向|从|将|也|曾|任|担任|带|捧|"
    rf"种下|家|的|是|当选|负责|正|又|把|同|因|所|还|有|$)"
)
_TITLED = re.compile(rf"(?:{TITLES})(?P<name>{_GIVEN}{{2,4}}?){_NEXT}")
_SPEAKING = re.compile(
    rf"(?:^|[，。；：！？、])(?P<name>{_GIVEN}{{2,4}}?)(?=(?:{SAYING})|先生|女士|教授|市长|书记|局长|院长|校长)"
)
_FOREIGN = re.compile(r"[一-鿿]{1,8}(?:·[一-鿿]{1,10})+")
_WRONG = re.compile(
    r"[说称道讲谈指示的了在和与及等是为有对向从将把被也还都不会要能可就这那其该此两几]|^(?:高度|全面|方面|任务|任何|明确|周边|周末|万元|时间|时候|金额|家庭|成员|成为|常务|全体|全省|全市|双方|同时|安全|安排|平均|平时|水平|程度|项目|广大|高级|连续|有关|相关|应当|应该|宣布|公司|公开|方式|文章|文化|文件|关于|于是|经过|经济|单位|强调|解放|黄金|白天|温度|和平|东方)"
)


_OF_PLACE = re.compile(r"[市县区省](?:委|政)?$")
"""濮阳 is a surname of two characters too; 濮阳市 and 濮阳市委 are no people."""


def is_person(name: str) -> bool:
    """Whether a few Chinese characters look like one person's name."""
    if "·" in name:
        return is_name(name)
    if len(name) not in (2, 3, 4) or _WRONG.search(name) or _OF_PLACE.search(name):
        return False
    if len(name) == 4 and name[:2] not in COMPOUND_SURNAMES:  # noqa: PLR2004
        return False
    return is_name(name) and (name[0] in SURNAMES or name[:2] in COMPOUND_SURNAMES)


@lru_cache(maxsize=2048)
def people_in(text: str) -> frozenset[str]:
    """The names of people in a folded text."""
    return frozenset(_people(text))


def _people(text: str) -> Iterator[str]:
    for pattern in (_TITLED, _SPEAKING):
        for match in pattern.finditer(text):
            if is_person(match["name"]):
                yield match["name"]
    yield from (_trimmed(match.group()) for match in _FOREIGN.finditer(text))
    words = words_of(text)
    for at, (word, tag) in enumerate(words):
        if not tag.startswith("nr"):
            continue
        if len(word) > 1 and is_person(word) and _stands_alone(words, at) and _acts(words, at):
            yield word
        elif len(word) == 1 and word in SURNAMES and at + 1 < len(words):
            joined = word + words[at + 1][0]
            if len(words[at + 1][0]) <= 2 and is_person(joined) and _stands_alone(words, at):  # noqa: PLR2004
                yield joined


def _trimmed(name: str) -> str:
    """A transcribed name without the title before it and the verb behind: 总理夏巴兹·谢里夫表示."""
    parts = name.split("·")
    first, last = _end_of(parts[0]), _start_of(parts[-1])
    return "·".join([first, *parts[1:-1], last])


def _end_of(part: str) -> str:
    taken = ""
    for word, tag in reversed(words_of(part)):
        whole = len(taken) > 1 or (taken and not tag.startswith(_FOREIGN_TAGS))
        if whole and (not tag.startswith("nr") or re.fullmatch(TITLES, word)):
            break
        taken = word + taken
    return taken


def _start_of(part: str) -> str:
    taken = ""
    for word, tag in words_of(part):
        if taken and not tag.startswith("nr") and (len(taken) >= 2 or tag[:1] in ("v", "p", "u", "c", "d")):  # noqa: PLR2004
            break
        taken += word
    return taken


_FOREIGN_TAGS = ("nr", "ns", "nz", "x", "j", "ng", "g", "b", "zg")


def _acts(words: tuple[tuple[str, str], ...], at: int) -> bool:
    """Whether a mark, a word of speech or a verb follows: the segmenter takes 麦田 and 沿国 for names too."""
    word, tag = words[at + 1] if at + 1 < len(words) else ("", "v")
    return not word.isalnum() or tag[:1] in ("v", "d", "p", "c", "u") or word in SAYING.split("|")


def _stands_alone(words: tuple[tuple[str, str], ...], at: int) -> bool:
    """Whether what stands before the word at `at` is a title, a mark or nothing."""
    return at == 0 or not words[at - 1][0].isalnum() or bool(re.fullmatch(TITLES, words[at - 1][0]))


def people_of(article: Article | None) -> frozenset[str]:
    """The people whom an article's byline and text name."""
    if article is None:
        return frozenset()
    named = {folded(name) for name in (*article.reporters, *article.correspondents)}
    return frozenset(named | people_in(folded(article.text)) | people_in(folded(article.headline or "")))
