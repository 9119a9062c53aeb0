"""A name mistyped by one character that sounds the same: 图书管 for 图书馆, 朱良材 for 朱良才.

Pinyin input offers homophones, and readers pick the wrong one. What is typed is held against the texts that
the search found for it: a run of the question that the archive has nowhere, and that differs from a name or a
word there by one character of the same reading, is taken to mean that. The reader is told; a word that the
archive has is never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from retrieval.text.people import is_person
from retrieval.text.pinyin import readings
from retrieval.text.tokens import words_of

_RUN = re.compile(r"[一-鿿]+")
_ASKING = re.compile(
    r"什么时候|什么|为何|为什么|多少|哪[里儿些个位家]?|谁|怎么样?|怎样|如何|是否|有没有|几|吗|呢|请问|是|在|有|了|的|去"
)
_ALIKE = frozenset("的地得做作像象他她它那哪再在坐座里理于与和合以已意义带戴至致制做作账帐定订份分")
"""Characters that are taken for each other in right spelling too: they tell of no other word."""

LENGTHS = (4, 3)
"""Characters of a run that is compared: with one wrong, two or three right ones hold it fast; a name of two
has one."""

HELD = 3
"""Characters of a run around one that show it to be right where the texts have them: as many as the shortest
run that is compared."""

_WORD = 3
"""Characters from which one word of the segmenter's dictionary is a name's equal (图书馆)."""


MOST = 2
"""Names that are put right in one question."""


def respelt(question: str, texts: Iterable[str], known: Callable[[str], bool]) -> dict[str, str]:
    """What is mistyped in a question, and what is probably meant by it; empty where nothing seems to be.

    Args:
        question: In simplified characters.
        texts: What the search found for it, in simplified characters.
        known: Whether the archive holds a run of characters anywhere: asked only for what would be changed.
    """
    pool = "\n".join(texts)
    meant: dict[str, str] = {}
    for _ in range(MOST):
        found = next(_candidates(put_right(question, meant), pool, known), None)
        if found is None:
            break
        meant[found[0]] = found[1]
    return meant


def put_right(text: str, meant: Mapping[str, str]) -> str:
    """A text with what is meant in the place of what was typed."""
    for typed, right in meant.items():
        text = text.replace(typed, right)
    return text


def _candidates(question: str, pool: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    for length in LENGTHS:
        for typed in _runs(question, length):
            if typed in pool:
                continue
            meant = Counter(near for near in _near(typed, pool) if _is_name(near)).most_common(2)
            # Two names that sound alike are as likely meant: neither is put in.
            if not meant or (len(meant) > 1 and meant[0][1] == meant[1][1]):
                continue
            right = meant[0][0]
            if not _is_held(question, typed, right, pool) and not known(typed):
                yield typed, right


def _is_held(question: str, typed: str, right: str, pool: str) -> bool:
    """Whether the character to be changed belongs to other words, which the texts have or may well lack.

    In 成为绿色工厂 the 工 is 工厂's, though the texts say 为绿色供 somewhere and 为绿色工 nowhere; in
    艺术家为 the 为 is beside a whole word, as the 有 of 艺术家有 is.
    """
    pairs = enumerate(zip(typed, right, strict=True))
    inside = next(place for place, (one, other) in pairs if one != other)
    at = question.find(typed) + inside
    around = (question[start : start + HELD] for start in range(max(0, at - HELD + 1), at + 1))
    if any(len(run) == HELD and _RUN.fullmatch(run) and run in pool for run in around):
        return True
    beside = typed[1:] if inside == 0 else typed[:-1] if inside == len(typed) - 1 else ""
    return len(beside) >= _WORD and len(words_of(beside)) == 1


def _runs(question: str, length: int) -> Iterator[str]:
    """The runs of Chinese characters of a length, no interrogative or function word among them."""
    for match in _RUN.finditer(_ASKING.sub(" ", question)):
        run = match.group()
        yield from (run[at : at + length] for at in range(len(run) - length + 1))


def _near(typed: str, pool: str) -> Iterator[str]:
    """The runs of the pool that differ from `typed` in one character that sounds the same."""
    for at, character in enumerate(typed):
        before, behind = typed[:at], typed[at + 1 :]
        if character in _ALIKE or before not in pool or behind not in pool:
            continue
        pattern = re.compile(f"{before}([一-鿿]){behind}")
        for match in pattern.finditer(pool):
            other = match.group(1)
            if other != character and other not in _ALIKE and readings(other) & readings(character):
                yield match.group()


def _is_name(run: str) -> bool:
    """Whether a run names something: a person, a word of the dictionary, or four characters that agree."""
    return len(run) > _WORD or is_person(run) or len(words_of(run)) == 1
