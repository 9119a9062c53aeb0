"""Names in pinyin, found in the archive by what it has: Beidu is 北渡 where 北渡 stands.

No list of names is kept. The characters that a name's syllables may be written with are many, their
pairs that stand in an archive are few, and the runs of pairs of a whole name one or two. What
follows the name in the question chooses further: of 南部 and 南埠 it is the latter that stands before
大桥 in Nanbu Bridge; and of a person's name the first character is a surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from corpus.names import COMPOUND_SURNAMES, SURNAMES
from retrieval.search.glossary import meanings
from retrieval.text.english import NOT_SAID
from retrieval.text.pinyin import characters, orders

MOST_SYLLABLES = 6
"""Syllables of a name at most."""

LONGEST_SYLLABLE = 6
"""Letters of zhuang."""

MOST_KINDS = 8
"""Words behind a name that are tried, the likeliest."""

MOST_RUNS = 40
"""Runs of one name that are searched, the commonest: of 31 names in questions about local news 28 have fewer
than 26 in 12,000 chunks."""

MOST_NAMES = 4
"""Names of a question that are looked up: each reads the archive's pairs."""

UNLIKELY = 0.15
"""What a run is worth that is not followed by what follows in the question, where another one is; and a run
without a surname for a name of two words. Set by hand."""

_WORD = re.compile(r"[A-Za-zü'’-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_STYLED = {
    "ms": ("女士", "某"),
    "mrs": ("女士", "某"),
    "miss": ("女士", "某"),
    "mr": ("先生", "某"),
    "dr": ("医生", "博士", "大夫"),
    "professor": ("教授",),
    "teacher": ("老师",),
}
_UNSTYLED = ("某", "先生", "女士")
"""How a newspaper writes a person whose surname alone is told, and how a question does."""


class Pairs(Protocol):
    """What knows its pairs of characters."""

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> Mapping[str, int]:
        """The pairs of two such characters that stand somewhere → in how many chunks."""
        ...


class Name(NamedTuple):
    """A name of a question.

    Attributes:
        words: Its words in lower case, without the possessive's s.
        ways: The runs that may write it → their weights.
        joined: The same together with the word behind it (北渡大桥); empty where the archive has none.
    """

    words: tuple[str, ...]
    ways: Mapping[str, float]
    joined: Mapping[str, float]


def names(archive: Pairs, question: str) -> list[Name]:
    """The names of an English question that may be pinyin and that the archive may have, in order."""
    found = []
    for before, words, behind in islice(_written(question), MOST_NAMES):
        ways: dict[str, float] = {}
        if len(words) > 1:
            runs = [run for letters in orders(words) for run in _runs(archive, letters)]
            ways = {run: 1.0 if _is_called(run) else UNLIKELY for run in runs}
        else:
            if not (before in _STYLED and is_syllable(words[0])):
                ways = dict.fromkeys(_runs(archive, words[0]), 1.0)
            if before and is_syllable(words[0]):
                ways.update(_surnamed(archive, words[0], before))
        joined = _joined(archive, words, ways, behind)
        if joined:
            ways = {run: 1.0 if _leads(run, joined) else UNLIKELY for run in ways}
        if ways or joined:
            found.append(Name(words, ways, joined))
    return found


def is_syllable(word: str) -> bool:
    """Whether a word is one syllable, as a surname is."""
    return word in characters()


def _leads(run: str, joined: Iterable[str]) -> bool:
    return any(longer.startswith(run) for longer in joined)


def _is_called(run: str) -> bool:
    return run[0] in SURNAMES or run[:2] in COMPOUND_SURNAMES


def _written(question: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Runs of words with a capital that are syllables, with the word before and the one behind."""
    found = list(_WORD.finditer(question))
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _may_spell(found[end].group()):
            end += 1
            if _POSSESSIVE.search(found[end - 1].group()):
                break
            if end < len(found) and question[found[end - 1].end() : found[end].start()] != " ":
                break
        if end > at:
            words = tuple(_letters(match.group()) for match in found[at:end])
            before = _letters(found[at - 1].group()) if at else ""
            behind = ""
            if end < len(found) and not question[found[end - 1].end() : found[end].start()].strip():
                behind = found[end].group().lower()
            yield before, words, behind
        at = max(end, at + 1)


def _may_spell(word: str) -> bool:
    plain = _letters(word)
    return word[:1].isupper() and plain not in NOT_SAID and bool(_syllables(plain))


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", _POSSESSIVE.sub("", word).lower().replace("ü", "v"))


def _runs(archive: Pairs, letters: str) -> list[str]:
    """The runs of two characters and more that spell the letters and whose pairs the archive has."""
    found: dict[str, int] = {}
    for syllables in _syllables(letters):
        ends: dict[str, int] = {}
        for first, second in pairwise(syllables):
            begins = {run[-1] for run in ends} if ends else characters()[first]
            known = archive.pairs(begins, characters()[second])
            if not ends:
                ends = dict(known)
            else:
                steps: dict[str, list[str]] = {}
                for pair in known:
                    steps.setdefault(pair[0], []).append(pair[1])
                ends = {
                    run + after: min(count, known[run[-1] + after])
                    for run, count in ends.items()
                    for after in steps.get(run[-1], ())
                }
            if not ends:
                break
        found.update(ends)
    return sorted(found, key=lambda run: (-found[run], run))[:MOST_RUNS]


def _surnamed(archive: Pairs, syllable: str, before: str) -> dict[str, float]:
    """A surname with what stands behind it where the rest of the name is not told: 冷某, 谷女士."""
    surnames = [character for character in characters()[syllable] if character in SURNAMES]
    styles = _STYLED.get(before, _UNSTYLED)
    known = archive.pairs(surnames, {style[0] for style in styles})
    return {pair[0] + style: 1.0 for pair in known for style in styles if style[0] == pair[1]}


def _joined(
    archive: Pairs, words: tuple[str, ...], ways: Mapping[str, float], behind: str
) -> dict[str, float]:
    """A name of one word together with the word behind it: 北渡大桥, 漓江."""
    if len(words) > 1 or not behind or behind in NOT_SAID:
        return {}
    kinds = sorted(meanings(behind).items(), key=lambda item: (-item[1], item[0]))[:MOST_KINDS]
    one = {kind: weight for kind, weight in kinds if len(kind) == 1}
    known = archive.pairs({run[-1] for run in ways}, {kind[0] for kind, _ in kinds}) if ways else {}
    found = {run + kind: weight for run in ways for kind, weight in kinds if run[-1] + kind[0] in known}
    if is_syllable(words[0]):
        found.update({pair: one[pair[1]] for pair in archive.pairs(characters()[words[0]], one)})
    return found


@lru_cache(maxsize=4096)
def _syllables(letters: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read letters as syllables, `MOST_SYLLABLES` at most."""
    known, found = characters(), []
    open_ends: list[tuple[tuple[str, ...], str]] = [((), letters)]
    while open_ends:
        read, rest = open_ends.pop()
        if not rest and read:
            found.append(read)
        elif rest and len(read) < MOST_SYLLABLES:
            sizes = range(1, min(LONGEST_SYLLABLE, len(rest)) + 1)
            open_ends += [((*read, rest[:size]), rest[size:]) for size in sizes if rest[:size] in known]
    return tuple(found)
