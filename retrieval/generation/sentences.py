"""A model's stream into sentences, each with the numbers that it cites.

A sentence ends at 。！？ or a line's end, an English one at a full stop before white space; `[n]` may stand
before or behind that mark, as [1][2], [1, 2] or 【1】.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.generation.models import Sentence

_CITED = re.compile(r"[\[［【]\s*\d{1,3}(?:\s*[,，、;\s–-]\s*\d{1,3})*\s*[\]］】]")
_DIGITS = re.compile(r"\d{1,3}")
_RANGE = re.compile(r"(\d{1,3})\s*[–-]\s*(\d{1,3})")
_CLOSERS = "”’」』）)》\"'"
_LIST_MARK = re.compile(r"^\s*(?:[-*•·–]\s+|\d{1,2}[.、)）]\s*(?!\d))")
_LEAD = re.compile(
    r"^(?:(?:答案?|回答|Answer|A)\s*[:：]\s*)?"
    r"(?:(?:根据|依据|据|按照?)(?:以上|上述|编号)?的?(?:片段|资料|报道|材料|内容)?(?:编号)?@?(?:的)?(?:内容|报道|信息|所述|所说)?[，,：:]"
    r"|(?:According to|Based on|As stated in|In)\s+(?:the\s+)?"
    r"(?:passages?|articles?|reports?|text|information)?\s*@?[,:]\s*)?",
    re.IGNORECASE,
)
_NAMELESS = "@"  # stands for a citation while a sentence's beginning is read
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Co|Ltd|Inc|Corp|vs|etc|approx)|\b[A-Z])$")
_DOUBLED = re.compile(r"([。！？])\s*[。.]+")  # 。[1]。 without its number
_BARE_NAMELESS = re.compile(rf"\s*{_NAMELESS}\s*")


class SentenceSplitter:
    """Collects a stream and hands out the sentences that are complete."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> Iterator[Sentence]:
        """The sentences that these characters complete."""
        self._held += text
        while (end := _end_of_first(self._held)) is not None:
            first, self._held = self._held[:end], self._held[end:]
            sentence = read_sentence(first)
            if sentence:
                yield sentence

    @property
    def rest(self) -> str:
        """What has come since the last complete sentence."""
        return self._held.strip()

    def finish(self, *, whole: bool) -> Sentence | None:
        """The last sentence, at the stream's end.

        Args:
            whole: Whether the model said that it was done: then what is left counts as a sentence even
                without an end mark. Else it counts only if it has one, or ends in a citation.
        """
        left, self._held = self.rest, ""
        if left and (whole or _ends(left)):
            return read_sentence(left)
        return None


def read_sentence(text: str) -> Sentence | None:
    """One sentence without its citations, list marks and bold type; None where nothing is left."""
    numbers: dict[int, None] = {}
    for match in _CITED.finditer(text):
        numbers.update(dict.fromkeys(_numbers(match.group())))
    plain = _CITED.sub(_NAMELESS, text).replace("**", "").strip()
    plain = _LIST_MARK.sub("", plain)
    plain = _LEAD.sub("", plain, count=1)
    # Between two words a citation's place is a space in English and nothing in Chinese.
    plain = re.sub(rf"(?<=[A-Za-z0-9,;])\s*{_NAMELESS}\s*(?=[A-Za-z0-9])", " ", plain)
    plain = _BARE_NAMELESS.sub("", plain)
    plain = _DOUBLED.sub(r"\1", re.sub(r"\s+", " ", plain)).strip()
    return Sentence(plain, tuple(numbers)) if re.search(r"\w", plain) else None


def _numbers(mark: str) -> Iterator[int]:
    spread = _RANGE.search(mark)
    if spread and 0 <= int(spread[2]) - int(spread[1]) <= 9:  # noqa: PLR2004 (no prompt has more passages)
        yield from range(int(spread[1]), int(spread[2]) + 1)
    else:
        yield from (int(digits) for digits in _DIGITS.findall(mark))


def _ends(text: str) -> bool:
    last = _CITED.sub("", text).rstrip().rstrip(_CLOSERS)
    return last.endswith(("。", "！", "？", "!", "?", ".")) or bool(re.search(r"[\]］】]\s*$", text))


def _end_of_first(held: str) -> int | None:
    """Where the first sentence ends, its closing marks and citations included; None while that is open."""
    for at, char in enumerate(held):
        if char == "\n":
            if held[:at].strip():
                return at + 1
            continue
        if char in "。！？!?" or (char == "." and _is_full_stop(held, at)):
            end = _behind(held, at + 1)
            if end is None:
                return None
            return end
    return None


def _is_full_stop(held: str, at: int) -> bool:
    following = held[at + 1 : at + 2]
    if not following:  # the next characters decide: 3.5, or an end
        return True
    if not (following.isspace() or following in "[［【" + _CLOSERS):
        return False
    return not _ABBREVIATION.search(held[:at])


def _behind(held: str, at: int) -> int | None:
    """Behind the closing marks and citations that follow an end mark; None where more may come."""
    while True:
        while at < len(held) and held[at] in _CLOSERS:
            at += 1
        after = at + len(held[at:]) - len(held[at:].lstrip(" \t\u3000"))
        if after >= len(held):
            return None
        match = _CITED.match(held, after)
        if match:
            at = match.end()
            if at >= len(held):
                return None
            # A full stop may follow the citation that follows a quotation mark: …”[1]。
            if held[at] in "。.":
                return at + 1
            continue
        if held[after] in "[［【" and "\n" not in held[after:] and len(held) - after < 24:  # noqa: PLR2004 (the longest citation)
            return None  # a citation that has not come whole
        return at
