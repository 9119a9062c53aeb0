"""The lexical search for an English question: what its words may be in a Chinese text is searched.

Dense search alone finds the right report among few and loses it among many: `benchmarks.cross_lingual` asks
about local news among 12,000 chunks. A question becomes groups of ways to write a word, each way with its
likelihood: names by their sound (`search.transliteration`), dates and numbers as Chinese writes them, all
other words and pairs of words by a dictionary (`search.glossary`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from retrieval.search.glossary import LONGEST, joint_meanings, meanings
from retrieval.search.transliteration import names
from retrieval.text.english import FRAME, NOT_SAID
from retrieval.text.tokens import words_of
from vectorstore.models import Hit

MOST_WORDS = 24
"""Words of a question that are searched, its first ones: of 941 English questions one has 22, the others
16 at most."""

MOST_HAN = 6
"""Chinese characters of a question whose English words are meant as such; in a longer one they name things:
《real world》什么时候发行的？"""

MOST_MEANINGS = 2
"""Chinese words that are searched for an English one in a Chinese question. Set by hand."""

APART = 2
"""Words that say nothing between two that are looked up together, at most: the minister of education."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join((*MONTHS, *(f"{month[:3]}\\.?(?![a-z])" for month in MONTHS), r"sept\.?(?![a-z])"))
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?(?![\d%])"
_DATE = re.compile(
    rf"\b({_MONTH})\s+{_DAY}|\b{_DAY}\s+(?:of\s+)?((?-i:(?!may\b))(?:{_MONTH}))\b", re.IGNORECASE
)
"""A small may behind a number is no month: route 3 may be late."""
_MONTH_ALONE = re.compile(
    rf"(?<!^)\b({'|'.join(month.capitalize() for month in MONTHS if month != 'may')})\b|\b[Ii]n (May)\b"
)
_NUMBERED = re.compile(
    r"\b(?:[Nn]o\.\s*|[Nn]umber\s+|(?:[Rr]oute|[Ll]ine|[Bb]us)\s+(?:[Nn]o\.\s*)?)(?P<number>\d{1,4})\b"
)
_AMOUNT = re.compile(r"\b(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion)\b", re.IGNORECASE)
_TIMES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_LATIN = re.compile(r"[A-Z][A-Za-z.&'-]*[A-Za-z]|\d[\d.,]*\d|\d")
_LOWER = re.compile(r"(?<![A-Za-z0-9])[a-z]{3,}(?![A-Za-z0-9])")
_HAN = re.compile(r"[一-鿿]+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*", re.IGNORECASE)

Group = Mapping[str, float]


class Lexical(Protocol):
    """What can be searched by words that may be written in several ways."""

    def alternatives(self, groups: Sequence[Group], k: int) -> list[Hit]:
        """The `k` best chunks, best first."""
        ...

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> Mapping[str, int]:
        """The pairs of two such characters that stand somewhere → in how many chunks."""
        ...


class Across(NamedTuple):
    """What a search across languages found.

    Attributes:
        hits: Best first; empty where nothing is found.
        named: Whether the archive has a name of the question in characters.
    """

    hits: list[Hit]
    named: bool


def across(archive: Lexical, question: str, k: int) -> Across:
    """Search for an English question by what its words may be in Chinese, `k` chunks at most."""
    said, named = _read(archive, question)
    return Across(archive.alternatives(said, k) if said else [], named)


def with_meanings(question: str) -> str:
    """A question in Chinese, and what the English words in it may be: 濮阳 mayor is searched with 市长."""
    if sum(map(len, _HAN.findall(question))) > MOST_HAN:
        return question
    known = (meanings(word) for word in dict.fromkeys(_LOWER.findall(question)) if word not in NOT_SAID)
    likely = (sorted(found, key=lambda word: (-found[word], word)) for found in known)
    words = [word for found in likely for word in [one for one in found if len(one) > 1][:MOST_MEANINGS]]
    return " ".join([question, *words])


def groups(archive: Lexical, question: str) -> list[Group]:
    """For each word of an English question that says something how a Chinese text may write it.

    Returns:
        What says most first: figures, Chinese words, names; `MOST_WORDS` at most.
    """
    return _read(archive, question)[0]


def _read(archive: Lexical, question: str) -> tuple[list[Group], bool]:
    """The groups of a question, and whether there is a name among them."""
    found, rest = _figures(question)
    found += [{word: 1.0} for run in _HAN.findall(rest) for word, _ in words_of(run) if len(word) > 1]
    rest = _HAN.sub(" ", rest)
    spelt: set[str] = set()
    for name in names(archive, rest):
        known = meanings(name.words[0]) if len(name.words) == 1 else {}
        found += [group for group in (name.joined, {**name.ways, **known}) if group]
        spelt.update(name.words)
    for name in dict.fromkeys(_LATIN.findall(rest)):
        plain = re.sub(r"'s?$", "", name).lower()
        if plain not in NOT_SAID and plain not in spelt:
            found.append({name: 1.0})
    return [*found, *_by_dictionary(rest, spelt)][:MOST_WORDS], bool(spelt)


def _figures(question: str) -> tuple[list[Group], str]:
    """Dates, numbered things and amounts as Chinese writes them, and the question without them."""
    found: list[Group] = []

    def dated(match: re.Match[str]) -> str:
        month, day = _month(match[1] or match[4]), int(match[2] or match[3])
        found.append({f"{month}月{day}日": 1.0, f"{day}日": 0.3})
        return " "

    def of_month(match: re.Match[str]) -> str:
        found.append({f"{_month(match[1] or match[2])}月": 1.0})
        return " "

    def numbered(match: re.Match[str]) -> str:
        number = match["number"]
        found.append({f"{number}路": 1.0, f"{number}号": 0.9, f"第{number}": 0.5, number: 0.2})
        return match.group().replace(number, " ")

    def amount(match: re.Match[str]) -> str:
        value = float(match[1].replace(",", "")) * 10 ** _TIMES[match[2].lower()]
        found.append({f"{value / 10**zeros:.10g}{unit}": 1.0 for unit, zeros in (("万", 4), ("亿", 8))})
        return " "

    rest = _DATE.sub(dated, question)
    rest = _MONTH_ALONE.sub(of_month, rest)
    rest = _NUMBERED.sub(numbered, rest)
    return found, _AMOUNT.sub(amount, rest)


def _month(word: str) -> int:
    return next(at for at, month in enumerate(MONTHS, 1) if month.startswith(word[:3].lower()))


def _by_dictionary(text: str, spelt: set[str]) -> Iterator[Group]:
    """The words of a text by the glossary; what two or three mean together stands under each of them."""
    words = [word.lower().removesuffix("'s").replace("'", "") for word in _WORD.findall(FRAME.sub(" ", text))]
    said = [at for at, word in enumerate(words) if word not in NOT_SAID and len(word) > 1]
    found = {at: dict(meanings(words[at])) for at in said if words[at] not in spelt}
    for many in range(LONGEST, 1, -1):
        for first in range(len(said) - many + 1):
            places = said[first : first + many]
            if places[-1] - places[0] >= many + APART or not all(at in found for at in places):
                continue
            for chinese, likely in joint_meanings(tuple(words[at] for at in places)).items():
                for at in places:
                    found[at][chinese] = max(found[at].get(chinese, 0.0), likely)
    once = {tuple(group.items()): group for group in found.values() if group}
    yield from once.values()
