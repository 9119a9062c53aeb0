from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.models import Chat, Event, Look, Message, User
from tests.botapi.transcript import lines, rendered
from tests.botapi.wording import Entity, units


def test_marks_quotes_links_and_buttons_are_shown() -> None:
    look = Look(
        "共🏟项\n引\n文\n见此",
        [
            Entity("bold", 1, 2),
            Entity("blockquote", 5, 4),
            Entity("italic", 5, 2),
            Entity("text_link", 10, 1, url="https://example.org/"),
        ],
        [[{"text": "来源"}, {"text": "关闭"}], [{"text": "👍"}]],
    )
    assert lines(look) == ["共**🏟**项", "┃ _引_", "┃ 文", "见此 ↗", "[来源] [关闭]", "[👍]"]


def test_repeated_typing_is_shown_once() -> None:
    bot = User(1, "问报", is_bot=True)
    typing = [Event("action", bot, note="typing") for _ in range(3)]
    assert rendered([*typing, Event("message", bot, look=Look("好"))]) == "问报 is typing …\n问报:\n  好"


def test_an_edit_tells_only_what_is_new() -> None:
    bot = User(1, "问报", is_bot=True)
    looks = [Look("一"), Look("一", rows=[[{"text": "👍 ✓"}]]), Look("二"), Look("一")]
    message = Message(1, Chat(5, "private"), bot, looks)
    shown = rendered(Event("edit", bot, message, look) for look in looks[1:])
    assert shown.splitlines() == [
        "问报 (edits its buttons):",
        "  [👍 ✓]",
        "问报 (edits its message):",
        "  二",
        "问报 (edits its message, as it was before)",
    ]


@given(st.text(st.sampled_from("濮🏟\n ")), st.data())
def test_no_character_is_lost(text: str, data: st.DataObject) -> None:
    size = units(text)
    start = data.draw(st.integers(0, size))
    entity = Entity("bold", start, data.draw(st.integers(0, size - start)))
    shown = "\n".join(lines(Look(text, [entity] if entity.length else []))).replace("*", "")
    assert shown == text
