"""A name mistyped by one character that sounds the same: 图书管 for 图书馆, 朱良材 for 朱良才.

Pinyin input offers homophones, and readers pick the wrong one. What is typed is held against the texts that
the search found for it: a name or a noun of the question that the archive has nowhere, and that differs by
one character of the same reading from a whole one that is printed there, is taken to mean that. The reader
is told; what the archive has is never touched, nor a plain word that only happens to stand beside another
one (路灯要多久 beside 路灯由).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.text.folding import folded
from retrieval.text.people import people_in
from retrieval.text.pinyin import read_in, readings
from retrieval.text.tokens import in_dictionary, words_of

_RUN = re.compile(r"[一-鿿]+")
_ASKING = re.compile(
    r"什么时候|什么|为何|为什么|多少|哪[里儿些个位家]?|谁|怎么样?|怎样|如何|是否|有没有|几|吗|呢|请问|是|在|有|了|的|去"
)
_ALIKE = frozenset("的地得做作像象他她它那哪再在坐座里理于与和合以已意义带戴至致制做作账帐定订份分")
"""Characters that are taken for each other in right spelling too: they tell of no other word."""
_OPPOSED = ("买卖", "受授")
"""Opposites that sound alike: the one is never a slip for the other."""

LENGTHS = (4, 3)
"""Characters of a run that is compared: with one wrong, two or three right ones hold it fast; a name of two
has one."""

HELD = 3
"""Characters of a run around one that show it to be right where the texts have them: as many as the shortest
run that is compared."""

_WHOLE = 3
"""Characters from which a word's other characters hold it fast by themselves: of two, 公厂 for 工厂, one is
left, and the words beside it must be right as well."""

_NOMINAL = ("n", "j", "i", "l", "vn", "s")
"""Parts of speech, in jieba's letters, of what is a name or a noun. Of a single character that the segmenter
leaves alone, all that is no noun is a word in its own right: 买, 要, 次, 又."""


MOST = 2
"""Names that are put right in one question."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A question, the texts that it is held against, and whether the archive has a run of characters."""

    question: str
    pool: str
    known: Callable[[str], bool]


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
        found = next(_candidates(_Held(put_right(question, meant), pool, known)), None)
        if found is None:
            break
        meant[found[0]] = found[1]
    return meant


def put_right(text: str, meant: Mapping[str, str]) -> str:
    """A text with what is meant in the place of what was typed."""
    for typed, right in meant.items():
        text = text.replace(typed, right)
    return text


def _candidates(held: _Held) -> Iterator[tuple[str, str]]:
    for length in LENGTHS:
        for at, typed in _runs(held.question, length):
            if typed in held.pool:
                continue
            meant = Counter(_near(held, at, typed)).most_common(2)
            # Two names that sound alike are as likely meant: neither is put in.
            if not meant or (len(meant) > 1 and meant[0][1] == meant[1][1]):
                continue
            right = meant[0][0]
            if not _is_anothers(held, at + _slip(typed, right)) and not held.known(typed):
                yield typed, right


def _slip(typed: str, right: str) -> int:
    """Which character differs."""
    return next(n for n, (one, other) in enumerate(zip(typed, right, strict=True)) if one != other)


def _is_anothers(held: _Held, at: int) -> bool:
    """Whether the character to be changed belongs to other words, which the texts have.

    In 成为绿色工厂 the 工 is 工厂's, though the texts say 为绿色供 somewhere and 为绿色工 nowhere.
    """
    around = (held.question[start : start + HELD] for start in range(max(0, at - HELD + 1), at + 1))
    return any(len(run) == HELD and _RUN.fullmatch(run) and run in held.pool for run in around)


def _runs(question: str, length: int) -> Iterator[tuple[int, str]]:
    """The runs of Chinese characters of a length and where they stand, no interrogative word among them."""
    for match in _RUN.finditer(_ASKING.sub(lambda asking: " " * len(asking.group()), question)):
        run = match.group()
        yield from ((match.start() + at, run[at : at + length]) for at in range(len(run) - length + 1))


def _near(held: _Held, at: int, typed: str) -> Iterator[str]:
    """The runs of the pool that `typed`, which stands at `at`, is but for one character of a name's."""
    for slip, character in enumerate(typed):
        before, behind = typed[:slip], typed[slip + 1 :]
        if character in _ALIKE or before not in held.pool or behind not in held.pool:
            continue
        for match in re.finditer(f"{before}([一-鿿]){behind}", held.pool):
            other = match.group(1)
            if other == character or other in _ALIKE or not readings(other) & readings(character):
                continue
            if any({character, other} == set(pair) for pair in _OPPOSED):
                continue
            words = _words_at(held.pool, match.start(1))
            if any(_is_slip(held, at + slip, word, place, len(typed)) for word, place in words):
                yield match.group()


def _words_at(pool: str, at: int) -> Iterator[tuple[str, int]]:
    """The names and nouns that the texts print around an offset, and which character of each stands there."""
    start = max(pool.rfind(mark, 0, at) for mark in "。\n") + 1
    end = min((found for mark in "。\n" if (found := pool.find(mark, at)) >= 0), default=len(pool))
    sentence = pool[start:end]
    words = [(word, place) for word, tag, place in _word_around(sentence, at - start) if _is_noun(word, tag)]
    for name in people_in(folded(sentence)):
        found = sentence.find(name, max(0, at - start - len(name) + 1), at - start + len(name))
        words += [(name, at - start - found)] if 0 <= at - start - found < len(name) else []
    yield from dict.fromkeys(words)


def _is_noun(word: str, tag: str) -> bool:
    return len(word) > 1 and tag.startswith(_NOMINAL)


def _word_around(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """The segmenter's word around an offset, its tag, and which of its characters stands there."""
    start = 0
    for word, tag in words_of(text):
        if start <= at < start + len(word):
            yield word, tag, at - start
        start += len(word)


def _is_slip(held: _Held, at: int, word: str, place: int, beside: int) -> bool:
    """Whether the question means a printed word by what it writes around an offset.

    Args:
        held: The question and the texts.
        at: Where the character stands that differs.
        word: What the texts print.
        place: Which of its characters differs.
        beside: Characters of the question, these among them, that stand in the texts beside the word.
    """
    start = at - place
    typed = held.question[start : start + len(word)] if start >= 0 else ""
    if len(typed) < len(word) or typed[:place] + typed[place + 1 :] != word[:place] + word[place + 1 :]:
        return False
    # A word's own reading counts: 由 is read as 要 in no word of today's papers.
    if not readings(typed[place]) & read_in(word, place):
        return False
    printed = in_dictionary(word)
    if in_dictionary(typed) and not (printed and len(word) >= _WHOLE):
        return False
    if len(word) < _WHOLE and not (printed and beside >= len(word) + 2):
        return False
    for own, tag, inside in _word_around(held.question, at):
        if len(own) > 1:
            fits = start <= at - inside and at - inside + len(own) <= start + len(word)
        else:
            fits = len(word) >= _WHOLE and (tag.startswith(_NOMINAL) or _only_in(word, place, held.pool))
        if fits:
            return not held.known(typed)
    return False


def _only_in(word: str, place: int, pool: str) -> bool:
    """Whether what stands beside a character of a word is printed in that word alone: 孟庆 in 孟庆图.

    图书 is a word besides 图书馆, and 图书 and a verb may be meant.
    """
    rests = [rest for rest in (word[:place], word[place + 1 :]) if len(rest) > 1]
    return bool(rests) and not any(
        in_dictionary(rest) or pool.count(rest) > pool.count(word) for rest in rests
    )
