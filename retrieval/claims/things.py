"""Words of a sentence that name something, and how two names may be one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.claims.sources import Source
from retrieval.text.tokens import Kind, Token, in_dictionary
from retrieval.text.words import FREE

LEAST_NOUN = 2


NUMERALS = "一二两三四五六七八九十百千万半几"


_NOWADAYS = re.compile(r"[今昨明当近日前后时年月天晚早现刻期午夜晨初末底季周]|星期|一度|过去|以往|最初")


_NOUN_PIECES, _NOUN_HEADS = frozenset("mqzncjbgkhsf"), frozenset("znjg")
"""Tags of the pieces of which an unknown noun may be made, and of which it needs one."""


def words_at(row: Sequence[Token], places: Iterable[int]) -> list[list[int]]:
    """The words of a stretch, as indexes of their tokens."""
    found: list[list[int]] = []
    for at in places:
        if found and row[found[-1][-1]].place == row[at].place:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def is_thing(row: Sequence[Token], word: Sequence[int]) -> bool:
    """Whether a word names something: a name, a noun, a word that no dictionary has."""
    token = row[word[0]]
    if token.kind in (Kind.NAME, Kind.CODE):
        return True
    if token.kind is not Kind.CHARACTER or token.word in FREE or token.tag[:1] in ("m", "q", "r"):
        return False
    if token.tag[:1] == "t":  # an age (春秋, 商朝) is a thing, 目前 is none
        age = token.word.removesuffix("时期").removesuffix("时代") or token.word
        return len(age) >= LEAST_NOUN and not _NOWADAYS.search(age)
    return token.noun or not (token.word[0] in NUMERALS or in_dictionary(token.word))


def verbs_at(row: Sequence[Token], words: Sequence[Sequence[int]]) -> list[str]:
    """The words of two characters or more that say what is done or how, not what."""
    told = [row[v[0]] for v in words if len(v) >= LEAST_NOUN]
    return [token.word for token in told if token.tag[:1] in ("v", "a", "b") and not token.free]


def text_at(row: Sequence[Token], places: Iterable[int]) -> str:
    """The characters at some places of a row."""
    return "".join(row[at].text for at in places)


def held(run: str, read: Sequence[Source]) -> bool:
    """Whether the cited texts hold a run of characters anywhere."""
    return any(run in source.whole for source in read)


def short_for(a: str, b: str) -> bool:
    """Whether one of two names is made of the other's characters in their order (市医保局, 市医疗保障局)."""
    short, long = sorted((a, b), key=len)
    if len(short) < 3 or short[-1] != long[-1]:  # noqa: PLR2004
        return False
    characters = iter(long)
    return all(character in characters for character in short)


def unknown_noun(row: Sequence[Token], words: Sequence[Sequence[int]]) -> list[list[int]]:
    """What the segmenter cuts to pieces that are no nouns each, as one thing: 三元/组, 和/人."""
    run: list[int] = []
    for word in words:
        if row[word[0]].kind not in (Kind.CHARACTER, Kind.FIGURE) or (run and word[0] != run[-1] + 1):
            return []
        run.extend(word)
    tags = {row[at].tag[:1] for at in run}
    length = sum(len(row[at].text) for at in run)
    return [run] if length >= LEAST_NOUN and tags <= _NOUN_PIECES and tags & _NOUN_HEADS else []
