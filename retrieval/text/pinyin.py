"""Chinese names in Latin letters: where a text holds the characters that a name spells.

Every character is read in all its ways (pypinyin, MIT), without tones: Wan Zhengfeng and Zhengfeng Wan are
both found in 市委书记万正峰.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|er|a|o|e|i|u)|[ln]ve?)"
)
_SPELT = re.compile(rf"{_SYLLABLE}+")
_ONE = re.compile(_SYLLABLE)
_NAME = re.compile(r"\b[A-Z][a-zü']+(?:[ -][A-Z][a-zü']+)*")
LONGEST_NAME = 12
"""Characters of a run that a spelt name may cover."""


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """How a character may be read, without tones, ü written v and u."""
    from pypinyin import Style, pinyin

    found = {r.replace("ü", "v") for r in pinyin(character, style=Style.NORMAL, heteronym=True)[0]}
    return frozenset(found | {r.replace("v", "u") for r in found} | {r.replace("v", "yu") for r in found})


@lru_cache(maxsize=8192)
def read_in(word: str, at: int) -> frozenset[str]:
    """How a character is read within a word, without tones: 长 is chang in 长河."""
    from pypinyin import Style, pinyin

    read = pinyin(word, style=Style.NORMAL)
    if len(read) != len(word):  # letters and marks in a row count as one
        return readings(word[at])
    reading = read[at][0].replace("ü", "v")
    return frozenset({reading, reading.replace("v", "u"), reading.replace("v", "yu")})


@cache
def characters() -> Mapping[str, frozenset[str]]:
    """Syllable without tone, ü as v, u and yu → the characters of CJK's first block that may be read so."""
    from pypinyin.constants import PINYIN_DICT

    plain = cache(_toneless)
    found: dict[str, set[str]] = {}
    for code in range(ord("一"), ord("龥") + 1):
        for reading in PINYIN_DICT.get(code, "").split(","):
            for spelling in plain(reading):
                found.setdefault(spelling, set()).add(chr(code))
    return {syllable: frozenset(read) for syllable, read in found.items()}


def _toneless(reading: str) -> tuple[str, ...]:
    """A reading's spellings: lǜ is lv, lu and lyu; none for the likes of ḿ, which no name has."""
    bare = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    bare = unicodedata.normalize("NFD", bare).replace("u\u0308", "v")
    letters = "".join(letter for letter in bare if "a" <= letter <= "z")
    if not _ONE.fullmatch(letters):
        return ()
    return tuple(dict.fromkeys((letters, letters.replace("v", "u"), letters.replace("v", "yu"))))


def is_spelt(word: str) -> bool:
    """Whether a word of Latin letters can be read as syllables of Chinese."""
    plain = word.lower().replace("'", "").replace("-", "").replace("ü", "v")
    return bool(_SPELT.fullmatch(plain)) and len(plain) > 1


def is_one_syllable(word: str) -> bool:
    """Whether it is a single syllable, which many characters share."""
    return bool(_ONE.fullmatch(word.lower()))


def spelt_in(letters: str, text: str) -> list[tuple[int, int]]:
    """Where the characters of `text` spell `letters`.

    Args:
        letters: Lower case, nothing but letters.
        text: Chinese, folded.

    Returns:
        Offsets in `text`.
    """
    found = []
    for start, character in enumerate(text):
        if "一" <= character <= "鿿" and any(letters.startswith(r) for r in readings(character)):
            end = _match(letters, text, start)
            if end:
                found.append((start, end))
    return found


def _match(letters: str, text: str, start: int) -> int | None:
    open_ends = {(start, 0)}
    while open_ends:
        following: set[tuple[int, int]] = set()
        for at, used in open_ends:
            if used == len(letters):
                return at
            if at < len(text) and at - start < LONGEST_NAME and "一" <= text[at] <= "鿿":
                following.update(
                    (at + 1, used + len(r)) for r in readings(text[at]) if letters.startswith(r, used)
                )
        open_ends = following
    return None


def orders(words: Sequence[str]) -> list[str]:
    """The ways in which a name of several words may be written: as it is, and with the surname in front."""
    plain = [re.sub(r"[^a-z]", "", word.lower().replace("ü", "v")) for word in words]
    ways = ["".join(plain)]
    if len(plain) > 1:
        ways.append("".join([plain[-1], *plain[:-1]]))
    return ways


def names_in(text: str) -> list[tuple[str, ...]]:
    """The names of an English text that may spell Chinese ones, each as its words.

    Single syllables are left out: He, Long and Can are words as well.
    """
    found = []
    for match in _NAME.finditer(text):
        words = tuple(word for word in re.split(r"[ -]", match.group()) if is_spelt(word))
        if words and (len(words) > 1 or not is_one_syllable(words[0])):
            found.append(words)
    return found


def name_spans(text: str, name: Sequence[str]) -> list[tuple[int, int]]:
    """Where characters of a folded text spell a name, in either order of its words."""
    return [span for letters in orders(name) for span in spelt_in(letters, text)]


def spells(text: str, name: Sequence[str]) -> bool:
    """Whether characters of a folded text spell a name, in either order of its words."""
    return bool(name_spans(text, name))
