from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.errors import BadRequest
from tests.botapi.markup import parse_html
from tests.botapi.wording import ENTITIES, Entity, cut, finished, units

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INVALID = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
HOSTILE = st.text(st.sampled_from("<>&;#\"'/=abi lt&amp;濮🏟\n\u202e\u200b"))


def refusal(source: str) -> str:
    with pytest.raises(BadRequest) as caught:
        parse_html(source)
    return caught.value.description.removeprefix("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("答 <p>", 'Unsupported start tag "p" at byte offset 4'),
        ("🏟<br/>", 'Unsupported start tag "br/" at byte offset 4'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=a,b>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>', "Unclosed start tag at byte offset 0"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<blockquote x>y</blockquote>",
         'Expected equal sign in declaration of an attribute of the tag "blockquote" at byte offset 0'),
        ("&#xD800;", INVALID),
    ],
)  # fmt: skip
def test_html_that_telegram_refuses_is_refused_in_its_words(source: str, said: str) -> None:
    assert refusal(source) == said


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("A & B > C", "A & B > C", []),
        ("&lt;&gt;&amp;&quot;&nbsp;&#28654;&#x9633;", '<>&"&nbsp;濮阳', []),
        ("&lt濮&ltd;", "<濮&ltd;", []),
        ("🏟<b>🏟濮</b>", "🏟🏟濮", [("bold", 2, 3)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
        ("<em>i</em><ins>u</ins><del>s</del><strike>s</strike>", "iuss",
         [("italic", 0, 1), ("underline", 1, 1), ("strikethrough", 2, 1), ("strikethrough", 3, 1)]),
        ("<blockquote expandable>引<b>文</b></blockquote>", "引文",
         [("expandable_blockquote", 0, 2), ("bold", 1, 1)]),
        ("<blockquote>引</blockquote>", "引", [("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy",
         [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert parse_html(source) == (text, [Entity(*one) for one in entities])


def test_a_link_keeps_its_address_and_code_its_language() -> None:
    assert parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')[1] == [
        Entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")
    ]
    assert parse_html("<a href='nowhere'>x</a>")[1] == []
    block = [Entity("pre", 0, 1, language="python")]
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == block


@given(ANY_TEXT | HOSTILE)
def test_whatever_is_escaped_arrives_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(HOSTILE, HOSTILE, HOSTILE)
def test_offsets_count_utf_16_units(before: str, inside: str, after: str) -> None:
    source = f"{html.escape(before)}<b>{html.escape(inside)}</b>{html.escape(after)}"
    text, entities = parse_html(source)
    assert text == before + inside + after
    assert [cut(text, one.offset, one.length) for one in entities] == ([inside] if inside else [])


@given(st.text(st.sampled_from("<>/abi =\"'&;#x1濮\n")))
def test_the_parser_answers_or_refuses_whatever_it_gets(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except BadRequest as exc:
        assert exc.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017 (it may succeed)
    else:
        assert all(one.length > 0 and one.end <= units(text) for one in entities)


def test_control_and_bidirectional_characters_go_and_entities_move_along() -> None:
    text, entities = finished(*parse_html("\n\t a\r\u202eb<b> \u0001濮 </b> \n"))
    assert text == "ab  濮"
    assert [cut(text, one.offset, one.length) for one in entities] == ["  濮"]


def test_blank_entities_nested_quotes_and_what_stands_in_code_are_dropped() -> None:
    source = "x<i> </i>y<code>a<b>b</b></code><blockquote>c<blockquote>d</blockquote></blockquote>"
    assert [one.type for one in finished(*parse_html(source))[1]] == ["code", "blockquote"]


def test_a_message_keeps_its_first_hundred_entities() -> None:
    text, entities = finished(*parse_html("<b>x</b>y" * 120))
    assert units(text) == 240
    assert len(entities) == ENTITIES
