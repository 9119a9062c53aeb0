"""Which words of an article may be exchanged for one another so that a true sentence becomes a false one.

Two whole names of one kind that are not two names of one thing. What a name is, the evaluation sets say (gold
answers), a title before it (市长张三), or rjieba's tags; whether it is a whole name where it stands, its
segmentation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from vectorstore.catalogue.script import simplified

LEAST, MOST = 2, 10
"""Characters of a name."""

SEEN_TWICE = 2
"""How often an article has a word that only a tag makes a person's name: jieba tags many a noun so once."""

_OPENS = frozenset("pcr")
"""First letters of the tags of prepositions, conjunctions and pronouns: no name begins with one."""
_DEGREES = frozenset("较更最很极太不没未")
"""Nor with an adverb of degree or a negation; jieba calls 特许 an adverb too."""
_CALLED = re.compile(
    r"[（(]|即|又名|又称|又叫|亦称|亦名|也称|也叫|简称|俗称|全称|全名|别名|别称|原名|本名|旧称|旧名|古称|改名|改称|更名|译作|译为|"
    r"称为|称作|叫作|叫做|名为|名叫|人称|自称|号称|被称|前身|化名|笔名|绰号|昵称"
)
"""What stands between two names of one thing; of what stands before the second in its sentence too."""
ALIAS_FAR = 12
"""Characters between the two."""
_COUNT = re.compile(r"[一二两三四五六七八九十百千万几数]+(?:小时|世纪|[个年月日天次倍人岁元里米分秒])")
"""A count or a time, which is no name."""
_SPELT = re.compile(r"(?![一二三四五六七八九十两几第各某本该全])[一-鿿·]+")
"""A name of the tagger's begins with no numeral: 三国 and 四楼 are tagged as places too."""
_EVENTS = re.compile(r"(?:之)?(?:事件|事变|之役|战役|战争|起义|起事|之乱|之变|案|运动|革命|风波|反清之役)$")
"""What an event goes by behind the name that it has from a person, a place or a day."""


@lru_cache(maxsize=4096)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(word), str(tag)) for word, tag in rjieba.tag(simplified(text)))


def kind_of(name: str) -> str:
    """What a name is of: the first letters of the tag that says it (nr, ns, nt, nz, n)."""
    if "·" in name:
        return "nr"
    tags = [tag[:2] for _, tag in _tagged(name)]
    return tags[0] if tags[0] == "nr" and len(tags) == 1 else tags[-1]


def is_name(name: str) -> bool:
    """Whether a run of characters may name something: no clause (a pronoun stands in it), no mere quality."""
    words = _tagged(name)
    if _COUNT.fullmatch(name):
        return False
    if "·" in name or kind_of(name) == "nr":
        return True
    begins = words[0][1][:1] in _OPENS or words[0][0] in _DEGREES
    pronoun = any(tag[:1] == "r" and "之" not in word for word, tag in words)
    return not (begins or pronoun or [tag[:1] for _, tag in words] == ["a"])


def whole_at(name: str, text: str) -> list[tuple[int, int]]:
    """Where a text has a name and not a piece of another word: 荷兰 does not stand so in 荷兰人.

    A foreign name is cut by the one way of segmentation or the other: one that has it whole is enough.
    """
    text, name = simplified(text), simplified(name)
    found = [match.span() for match in re.finditer(re.escape(name), text)]
    ways = [_ends(text, statistics=True), _ends(text, statistics=False)]
    return [
        span for span in found if "·" in name or any(span[0] in ends and span[1] in ends for ends in ways)
    ]


@lru_cache(maxsize=4096)
def _ends(text: str, *, statistics: bool) -> frozenset[int]:
    """Where words begin and end, with what only statistics make a word of, or without."""
    ends, at = {0}, 0
    for word in rjieba.cut(text, statistics):
        at += len(word)
        ends.add(at)
    return frozenset(ends)


def one_thing(a: str, b: str, text: str) -> bool:
    """Whether a text, or their make, says that two names are of one thing (北京大学, 北大)."""
    a, b, text = simplified(a), simplified(b), simplified(text)
    short, long = sorted((a, b), key=len)
    characters = iter(long)
    if all(character in characters for character in short):
        return True
    if _EVENTS.search(a) and _EVENTS.search(b) and _EVENTS.sub("", a)[:LEAST] == _EVENTS.sub("", b)[:LEAST]:
        return True
    for sentence in re.split(r"[。！？\n]", text):
        for first, second in ((a, b), (b, a)):
            for match in re.finditer(re.escape(first), sentence):
                end = sentence.find(second, match.end())
                if (
                    end >= 0
                    and _CALLED.search(sentence[match.end() : end])
                    and (end - match.end() <= ALIAS_FAR or _CALLED.search(sentence[max(0, end - 3) : end]))
                ):
                    return True
    return False


def tagged_names(text: str) -> Iterator[str]:
    """The names of people, places and bodies that rjieba tags in an article, in the article's own script."""
    counts: Counter[tuple[str, str]] = Counter()
    at = 0
    for word, tag in _tagged(text):
        if tag[:2] in ("nr", "ns", "nt") and LEAST <= len(word) <= MOST and _SPELT.fullmatch(word):
            counts[text[at : at + len(word)], tag[:2]] += 1
        at += len(word)
    for (word, tag), count in sorted(counts.items()):
        if tag != "nr" or (count >= SEEN_TWICE and len(word) > LEAST):
            yield word
