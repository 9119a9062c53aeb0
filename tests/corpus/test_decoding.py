"""Bytes become the text that was written, or are refused with a reason."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.decoding import LEAST_FREQUENT, decode, plausibility
from corpus.errors import SourceEmpty, SourceUndecodable

SIMPLIFIED = (
    "市图书馆新馆今天开放，读者可以自助借书，每天到晚上九点。\n这是全省最大的图书馆之一，面积有3万平方米。"
)
TRADITIONAL = (
    "市圖書館新館今天開放，讀者可以自助借書，每天到晚上九點。\n這是全省最大的圖書館之一，面積有3萬平方米。"
)
SHORT = ["今天停水", "本报讯", "市图书馆新馆开放", "明天有雨，气温下降。", "招领启事", "寻人启事：王先生"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_simplified_chinese_is_read_in_every_encoding_in_use(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "big5hkscs"]
)
def test_traditional_chinese_is_read_in_every_encoding_in_use(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_characters_suffice(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_is_no_part_of_the_text(bom: bytes) -> None:
    name = "utf-16-le" if bom == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(bom + SIMPLIFIED.encode(name)) == SIMPLIFIED


def test_english_text_of_another_code_page_is_read() -> None:
    text = "The café opens at nine. “We’re glad,” said the owner – and so were the readers."
    assert decode(text.encode("cp1252")) == text


def test_a_stray_control_character_is_no_binary_file() -> None:
    text = SIMPLIFIED * 5 + "\x7f\x02"
    assert decode(text.encode()) == text


@pytest.mark.parametrize("data", [b"", b" \n\t", "　\n".encode(), codecs.BOM_UTF8])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(SourceEmpty):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)),
        b"text\x00with\x00nulls and more of it",
        "今天".encode() + b"\x00",
        codecs.BOM_UTF16_LE + b"\x2d",
        SIMPLIFIED.encode()[:-1],
        b"\xff\xfe\xfa\xfb\xff",
    ],
)
def test_binary_and_broken_files_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(SourceUndecodable) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "gb18030"),
        ("utf-8", "big5hkscs"),
        ("gb18030", "big5hkscs"),
        ("gb18030", "utf-16-le"),
        ("gb18030", "utf-16-be"),
    ],
)
def test_a_wrong_reading_is_far_from_plausible(written: str, read: str) -> None:
    data = (SIMPLIFIED.replace("\n", "") * 2).encode(written)
    wrong = data.decode(read, errors="replace")
    assert plausibility(wrong) < LEAST_FREQUENT / 2
    assert plausibility(SIMPLIFIED) > 3 * LEAST_FREQUENT


def test_a_wrong_reading_of_traditional_text_is_far_from_plausible() -> None:
    wrong = TRADITIONAL.encode("big5hkscs").decode("gb18030", errors="replace")
    assert plausibility(wrong) < LEAST_FREQUENT / 2


@given(st.lists(st.sampled_from(SIMPLIFIED.replace("\n", "")), min_size=12, max_size=60).map("".join))
@settings(max_examples=100, deadline=None)
def test_chinese_text_survives_utf8_and_gb18030(text: str) -> None:
    assert decode(text.encode("utf-8")) == text
    assert decode(text.encode("gb18030")) == text
