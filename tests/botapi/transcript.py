"""A chat as text: who said what, bold and quotes marked, buttons in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.botapi.models import Event, Look
from tests.botapi.wording import QUOTES, units

_MARKS = {
    "bold": "**",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
}
"""entity → what stands around it"""


def rendered(events: Iterable[Event]) -> str:
    """A transcript; repeated typing actions are shown once."""
    blocks: list[str] = []
    last: tuple[str, str] | None = None
    for event in events:
        now = (event.kind, event.note)
        if event.kind == "action" and now == last:
            continue
        last = now
        blocks.append("\n".join(_shown(event)))
    return "\n".join(blocks)


def _shown(event: Event) -> Iterator[str]:
    who = event.who.first_name
    match event.kind:
        case "message" | "edit" | "draft" if event.look:
            how = {"message": "", "edit": " (edits its message)", "draft": " (draft)"}[event.kind]
            yield f"{who}{how}:"
            yield from (f"  {line}" for line in lines(event.look))
            if event.message and event.message.document:
                size = len(event.message.document.content)
                yield f"  📎 {event.message.document.name} ({size} bytes)"
        case "action":
            yield f"{who} is {event.note} …"
        case "press":
            yield f"{who} presses [{event.note}]"
        case "toast":
            yield f"{who} (notice): {event.note}"
        case "inline":
            yield f"{who} types inline: {event.note}"
        case _:
            yield f"{who} deletes a message"


def lines(look: Look) -> list[str]:
    """A message's text with its marks, quotes behind a bar, then a line for each row of buttons."""
    text = _marked(look)
    rows = [" ".join(f"[{button['text']}]" for button in row) for row in look.rows or []]
    return [*text.split("\n"), *rows]


def _marked(look: Look) -> str:
    """The text with marks set in; a quote's lines begin with a bar."""
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for one in look.entities:
        mark = _MARKS.get(one.type, "")
        opens[one.offset] = opens.get(one.offset, "") + mark
        closes[one.end] = mark[::-1] + closes.get(one.end, "")
        if one.type == "text_link":
            closes[one.end] += f" <{one.url}>"
    quoted = [(one.offset, one.end) for one in look.entities if one.type in QUOTES]
    parts: list[str] = []
    at = 0
    starts = True
    for char in look.text:
        parts.append(closes.pop(at, ""))
        if starts and any(begin <= at < end for begin, end in quoted):
            parts.append("┃ ")
        parts.append(opens.get(at, "") + char)
        starts = char == "\n"
        at += units(char)
    parts.append(closes.pop(at, ""))
    return "".join(parts)
