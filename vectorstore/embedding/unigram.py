"""Writes a unigram tokenizer as the `tokenizer.json` that the tokenizers library reads.

Normalisation is a table from one character to others. The library's form for such a table is
SentencePiece's "precompiled charsmap": a double-array trie (Aoe 1989) over UTF-8 bytes, whose leaves are
offsets into a run of NUL-ended replacements.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import Any

from vectorstore.embedding.q4file import Vocabulary

_METASPACE = "▁"
_MASK = "<mask>"

# A unit of the double array holds 32 bits (darts-clone): a label in the low 8, "has a leaf" in bit 8,
# the offset to the children from bit 10 on; a leaf holds its value and bit 31.
_HAS_LEAF = 1 << 8
_OFFSET_SHIFT = 10
_IS_LEAF = 1 << 31
_NODE = 256  # children of a node lie at its base XOR the byte: one aligned block holds them all

_DROPPED = "\x01"
_JOINS_A_CLUSTER = r"[\p{M}\x{200C}\x{200D}\x{E33}\x{EB3}\x{FF9E}\x{FF9F}\x{1F3FB}-\x{1F3FF}]"
"""Characters that a grapheme cluster continues with (UAX #29: Extend, ZWJ and SpacingMark)."""


def precompiled_charsmap(table: Mapping[str, str]) -> bytes:
    """The table as SentencePiece's precompiled charsmap.

    Args:
        table: One character → its replacement. No UTF-8 form of a character is a prefix of another's, so
            a key ends only in a node without children.

    Returns:
        u32 size of the trie in bytes, the trie, the replacements.
    """
    offsets: dict[str, int] = {}
    replacements = bytearray()
    for replacement in table.values():
        if replacement not in offsets:
            offsets[replacement] = len(replacements)
            replacements += replacement.encode() + b"\0"

    # Inner nodes get a block of 256 units each, so no search for free units is needed. Leaves follow,
    # one unit each. The whole is some 40,000 units for 4,837 characters.
    blocks: dict[bytes, int] = {b"": 0}
    for character in table:
        utf8 = character.encode()
        for length in range(1, len(utf8)):
            blocks.setdefault(utf8[:length], len(blocks))
    units = [0] * (_NODE * (len(blocks) + 1))

    def unit_of(prefix: bytes) -> int:
        """Where a node's unit stands: the root's is 0, which is why blocks start at 256."""
        return (_NODE * (blocks[prefix[:-1]] + 1)) ^ prefix[-1] if prefix else 0

    for prefix, block in blocks.items():
        at = unit_of(prefix)
        base = _NODE * (block + 1)
        units[at] = (prefix[-1] if prefix else 0) | (at ^ base) << _OFFSET_SHIFT
    for character, replacement in table.items():
        utf8 = character.encode()
        at = unit_of(utf8)
        units[at] = utf8[-1] | _HAS_LEAF | (at ^ len(units)) << _OFFSET_SHIFT
        units.append(_IS_LEAF | offsets[replacement])
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(replacements)


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """The tokenizer: normalise, mark spaces with ▁, split by the unigram model, put <s> … </s> around.

    It differs from the C engine's in one point, and there follows SentencePiece and the tokenizer that the
    model was trained with: a run of unknown characters is one <unk>, where the engine makes one of each.

    Args:
        vocabulary: Pieces, special ids and normalisation.

    Returns:
        What `tokenizer.json` holds.
    """
    pieces = [text for text, _score in vocabulary.pieces]
    bos, eos = pieces[vocabulary.bos], pieces[vocabulary.eos]
    specials = sorted({vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk, pieces.index(_MASK)})
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added_token(number, pieces[number]) for number in specials],
        "normalizer": {"type": "Sequence", "normalizers": _normalizers(vocabulary.normalisation)},
        # "first": text between two special tokens that happen to be printed gets no space of its own.
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": _METASPACE,
            "prepend_scheme": "first",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_special(bos), _sequence("A"), _special(eos)],
            "pair": [
                *(_special(bos), _sequence("A"), _special(eos)),
                *(_special(eos), _sequence("B"), _special(eos)),
            ],
            "special_tokens": {
                token: {"id": token, "ids": [number], "tokens": [token]}
                for token, number in ((bos, vocabulary.bos), (eos, vocabulary.eos))
            },
        },
        "decoder": {
            "type": "Metaspace",
            "replacement": _METASPACE,
            "prepend_scheme": "first",
            "split": True,
        },
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unk,
            "vocab": [[text, score] for text, score in vocabulary.pieces],
            "byte_fallback": False,
        },
    }


def _normalizers(table: Mapping[str, str]) -> list[dict[str, Any]]:
    charsmap = base64.b64encode(precompiled_charsmap(table)).decode("ascii")
    return [
        # The library looks a short grapheme cluster up as a whole and, where its first character is in
        # the table, loses the others (a full-width letter's accent). A control character that the table
        # drops makes each a cluster of its own.
        {
            "type": "Replace",
            "pattern": {"Regex": rf"(?<=[^\n]|\n)(?={_JOINS_A_CLUSTER})"},
            "content": _DROPPED,
        },
        {"type": "Precompiled", "precompiled_charsmap": charsmap},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
    ]


def _added_token(number: int, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "content": text,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _special(token: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": token, "type_id": 0}}


def _sequence(name: str) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": 0}}
