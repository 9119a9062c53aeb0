"""Blocks become messages within Telegram's limits, whatever is in them."""

from __future__ import annotations

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.markup import ENTITIES, LIMIT, Block, Run, bolded, clean, messages, text, units

_TAG = re.compile(r"</?(?:b|i|a|blockquote)\b[^>]*>")

runs = st.builds(
    Run,
    st.text(st.sampled_from("濮阳 。\n<&>a🏟\u202e\x00“”"), max_size=60) | st.just("长" * 700 + "。"),
    bold=st.booleans(),
    italic=st.booleans(),
    url=st.none() | st.just("https://t.me/x?start=a_1"),
)
blocks = st.builds(Block, st.lists(runs, min_size=1, max_size=6).map(tuple), quote=st.booleans())


def without_space(said: str) -> str:
    return "".join(said.split())


@settings(max_examples=80, deadline=None)
@given(st.lists(blocks, max_size=12), st.integers(60, LIMIT))
def test_nothing_is_lost_and_every_message_fits(said: list[Block], limit: int) -> None:
    made = messages(said, limit)
    assert without_space("".join(one.plain for one in made)) == without_space("".join(b.text for b in said))
    for one in made:
        assert units(one.plain) <= limit
        assert html.unescape(_TAG.sub("", one.html)) == one.plain
        opened = [tag for tag in _TAG.findall(one.html) if not tag.startswith("</")]
        assert len(opened) <= ENTITIES


def test_length_is_counted_in_utf16_units() -> None:
    assert units("濮🏟") == 3
    made = messages([text("🏟" * 3000)])
    assert [units(one.plain) for one in made] == [4094, 1906]


def test_a_long_text_is_cut_behind_a_sentence() -> None:
    sentence = "一二三四五六七八九。"
    first, second = messages([text(sentence * 12)], limit=100)
    assert first.plain.endswith("。")
    assert first.plain + second.plain == sentence * 12


def test_a_cut_falls_inside_no_entity() -> None:
    made = messages([Block((Run("甲" * 90, bold=True),), quote=True)], limit=60)
    assert len(made) == 2
    for one in made:
        assert one.html.startswith("<blockquote expandable><b>")
        assert one.html.endswith("</b></blockquote>")


def test_controls_halves_and_direction_marks_are_not_sent() -> None:
    assert clean("a\x1b[31m\x00\ud83d\u202eb\tc\nd") == "a\ufffd[31m\ufffd\ufffdb\tc\nd"


def test_words_stand_out_once_and_never_inside_each_other() -> None:
    shown = bolded("绿色工厂和工厂", ["工厂", "绿色工厂"])
    assert [(run.text, run.bold) for run in shown] == [("绿色工厂", True), ("和", False), ("工厂", True)]


def test_nothing_to_say_is_still_a_message() -> None:
    assert [one.plain for one in messages([])] == [""]
