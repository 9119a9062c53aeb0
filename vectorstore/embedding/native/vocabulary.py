"""Cuts texts into tokens straight from files on disk: nothing is loaded but the pages that are looked at.

The tokenizers library needs 0.6 s and 300 MB to load this model's 250,000 pieces, which is most of what a
single question costs. Here the pieces stand as sorted 64-bit hashes in mapped files, and the best
segmentation is found in Python: 3 ms and 5 MB to start, and 1.3 µs a character against the library's 0.9.
The tokens are the library's own, ties included; a property test compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.q4file import Vocabulary

_SPACE = "▁"
_MASK = "<mask>"
_SPACES = re.compile(" {2,}")

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Odd, and near 2**64 divided by the golden ratio (Knuth, TAOCP 3, 6.4)."""

_UNKNOWN_PENALTY = 10.0
"""SentencePiece's: an unknown character costs this much more than the rarest piece."""

_SIEVE_BITS = 24
"""Two megabytes, of which the pieces' hashes set one bit in 67: what is no piece nearly always falls through
before it is searched for, which made the whole twice as fast."""

_HASHES, _IDS, _SCORES, _REST = "hashes.npy", "ids.npy", "scores.npy", "vocabulary.json"
_SIEVE = "sieve.npy"


def write_vocabulary(vocabulary: Vocabulary, folder: Path) -> None:
    """Write the files that `UnigramTokenizer` maps.

    Raises:
        ValueError: Two pieces have the same hash (expected once in 600 million vocabularies).
    """
    hashes = np.array([_hash(text) for text, _ in vocabulary.pieces], np.uint64)
    order = np.argsort(hashes)
    if (np.diff(hashes[order]) == 0).any():
        raise ValueError("two pieces of the vocabulary have the same hash")
    np.save(folder / _HASHES, hashes[order])
    sieve = np.zeros(2**_SIEVE_BITS, bool)
    sieve[hashes >> np.uint64(64 - _SIEVE_BITS)] = True
    np.save(folder / _SIEVE, np.packbits(sieve))
    np.save(folder / _IDS, order.astype(np.int32))
    np.save(folder / _SCORES, np.array([score for _, score in vocabulary.pieces], np.float64)[order])
    texts = [text for text, _ in vocabulary.pieces]
    special = (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk, texts.index(_MASK))
    rest = {
        "bos": vocabulary.bos,
        "eos": vocabulary.eos,
        "unk": vocabulary.unk,
        "longest": max(map(len, texts)),
        "lowest": min(score for _, score in vocabulary.pieces),
        "special": {texts[number]: number for number in special},
        "normalisation": vocabulary.normalisation,
    }
    (folder / _REST).write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Rest:
    bos: int
    eos: int
    unk: int
    longest: int
    lowest: float
    special: dict[str, int]
    normalisation: dict[str, str]


class UnigramTokenizer:
    """The unigram model (Kudo 2018, arXiv:1804.10959) over mapped files. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Map the files that `write_vocabulary` wrote."""
        self._hashes: NDArray[np.uint64] = np.load(folder / _HASHES, mmap_mode="r")
        self._sieve: NDArray[np.uint8] = np.load(folder / _SIEVE, mmap_mode="r")
        self._ids: NDArray[np.int32] = np.load(folder / _IDS, mmap_mode="r")
        self._scores: NDArray[np.float64] = np.load(folder / _SCORES, mmap_mode="r")
        self._rest = _Rest(**json.loads((folder / _REST).read_text(encoding="utf-8")))

    def ids(self, text: str) -> list[int]:
        """Token ids of a text as it stands, <s> and </s> around them."""
        return self.framed(self._content(text))

    def framed(self, ids: Sequence[int]) -> list[int]:
        """Token ids with <s> and </s> around them."""
        return [self._rest.bos, *ids, self._rest.eos]

    def located(self, text: str) -> tuple[list[int], list[int]]:
        """Token ids without <s> and </s>, and where in `text` each ends.

        The offsets count characters of the text as it stands; the first token begins at 0, each other
        where the one before it ends.
        """
        ids: list[int] = []
        ends: list[int] = []
        base = 0
        for number, part in enumerate(self._special.split(text)):
            if number % 2:
                ids.append(self._rest.special[part])
                ends.append(base + len(part))
            elif part:
                normal, origin = self._normal(part, first=number == 0)
                for token, end in self._segments(normal):
                    ids.append(token)
                    ends.append(base + origin[end - 1] + 1)
            base += len(part)
        return ids, ends

    def _normal(self, part: str, *, first: bool) -> tuple[str, list[int]]:
        """As `_content` normalises, and for each character the place of the one that it came from."""
        letters: list[str] = []
        origin: list[int] = []
        for at, character in enumerate(part):
            for letter in character.translate(self._table):
                if letter != " " or letters[-1:] != [" "]:
                    letters.append(letter)
                    origin.append(at)
        normal = "".join(letters).replace(" ", _SPACE)
        if first and not normal.startswith(_SPACE):
            normal, origin = _SPACE + normal, [0, *origin]
        return normal, origin

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(self._rest.normalisation)

    @cached_property
    def _special(self) -> re.Pattern[str]:
        return re.compile("(" + "|".join(map(re.escape, self._rest.special)) + ")")

    def _content(self, text: str) -> list[int]:
        """Special tokens are taken out as they are printed; what lies between them is segmented."""
        ids: list[int] = []
        for number, part in enumerate(self._special.split(text)):
            if number % 2:
                ids.append(self._rest.special[part])
            elif part:
                normal = _SPACES.sub(" ", part.translate(self._table)).replace(" ", _SPACE)
                if number == 0 and not normal.startswith(_SPACE):
                    normal = _SPACE + normal
                ids.extend(self._best(normal))
        return ids

    def _best(self, text: str) -> list[int]:
        return [token for token, _ in self._segments(text)]

    def _segments(self, text: str) -> list[tuple[int, int]]:
        """The most probable segmentation, (token, end) each, as the library's `encode_optimized` finds it.

        No piece crosses a ▁, and each word's sum starts from 0, so that sums are rounded as the library
        rounds them.
        """
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        places, lengths, ids, scores = self._known(points)
        size, unknown = len(points), self._rest.lowest - _UNKNOWN_PENALTY
        best, since, token = [-np.inf] * (size + 1), [0] * (size + 1), [self._rest.unk] * (size + 1)
        best[0] = 0.0
        found, hits = 0, len(places)
        for place, letter in enumerate(text):
            if letter == _SPACE:
                best[place] = 0.0
            till_here, single = best[place], False
            while found < hits and places[found] == place:
                end = place + lengths[found]
                single = single or lengths[found] == 1
                if (score := scores[found] + till_here) > best[end]:
                    best[end], since[end], token[end] = score, place, ids[found]
                found += 1
            if not single and unknown + till_here > best[place + 1]:
                best[place + 1], since[place + 1], token[place + 1] = (
                    unknown + till_here,
                    place,
                    self._rest.unk,
                )
        return self._way_back(since, token)

    def _known(self, points: NDArray[np.uint32]) -> tuple[list[int], list[int], list[int], list[float]]:
        """Every piece in the text: where it starts, its length, id and score; by start, then length."""
        longest = min(self._rest.longest, len(points))
        hashes = np.zeros((len(points), longest), np.uint64)
        letters = points.astype(np.uint64) + np.uint64(1)  # else a leading NUL would change no hash
        running = np.zeros(len(points), np.uint64)
        for length in range(longest):
            running = running[: len(points) - length] * _MULTIPLIER + letters[length:]
            hashes[: len(running), length] = running
        inside = np.arange(len(points))[:, None] + np.arange(longest) < len(points)
        bits = hashes >> np.uint64(64 - _SIEVE_BITS)
        passed = self._sieve[bits >> np.uint64(3)] << (bits & np.uint64(7)).astype(np.uint8) & 0x80
        maybe = np.flatnonzero(passed.astype(bool) & inside)
        sought = hashes.ravel()[maybe]
        at = np.minimum(np.searchsorted(self._hashes, sought), len(self._hashes) - 1)
        found = self._hashes[at] == sought
        at = at[found]
        places, lengths = np.divmod(maybe[found], longest)
        return places.tolist(), (lengths + 1).tolist(), self._ids[at].tolist(), self._scores[at].tolist()

    def _way_back(self, since: Sequence[int], token: Sequence[int]) -> list[tuple[int, int]]:
        """From the end to the start; a run of unknown characters is one unknown token."""
        found: list[tuple[int, int]] = []
        end = len(since) - 1
        while end > 0:
            if not (found and found[-1][0] == token[end] == self._rest.unk):
                found.append((token[end], end))
            end = since[end]
        return found[::-1]


def _hash(text: str) -> int:
    value = 0
    for letter in text:
        value = (value * int(_MULTIPLIER) + ord(letter) + 1) % 2**64
    return value
