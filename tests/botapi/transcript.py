"""A chat as text: who said what, bold and quotes marked, buttons in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.botapi.models import Event, Look
from tests.botapi.wording import QUOTES, cut, units

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

LINK = " ↗"
"""What stands behind a link."""

BAR = "┃ "
"""What stands before a line of a quote."""


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
        case "edit" if event.look and event.message:
            yield from _edited(who, event.look, event.message.looks)
        case "message" | "draft" if event.look:
            yield f"{who}:" if event.kind == "message" else f"{who} (draft):"
            yield from _indented(lines(event.look))
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
        case "results":
            yield f"{who} offers:"
            yield from (f"  • {title}" for title in event.note.splitlines())
        case _:
            yield f"{who} deletes a message"


def _edited(who: str, look: Look, looks: Sequence[Look]) -> Iterator[str]:
    """An edit; what the message showed before is not told again."""
    at = next(number for number, one in enumerate(looks) if one is look)
    if look in looks[:at]:
        yield f"{who} (edits its message, as it was before)"
    elif (look.text, look.entities) == (looks[at - 1].text, looks[at - 1].entities):
        yield f"{who} (edits its buttons):"
        yield from _indented(_rows(look))
    else:
        yield f"{who} (edits its message):"
        yield from _indented(lines(look))


def _indented(shown: Iterable[str]) -> Iterator[str]:
    return (f"  {line}".rstrip() for line in shown)


def lines(look: Look) -> list[str]:
    """A message's text with its marks, quotes behind a bar, then a line for each row of buttons."""
    return [*_marked(look), *_rows(look)]


def _rows(look: Look) -> list[str]:
    return ["[" + "] [".join(button["text"] for button in row) + "]" for row in look.rows or []]


def _marked(look: Look) -> list[str]:
    """The text's lines with marks set in; a mark that ends behind a line break ends before it."""
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for one in look.entities:
        said = cut(look.text, one.offset, one.length)
        end = one.end - units(said) + units(said.rstrip("\n"))
        mark = _MARKS.get(one.type, "")
        opens[one.offset] = opens.get(one.offset, "") + mark
        closes[end] = (LINK if one.type == "text_link" else mark[::-1]) + closes.get(end, "")
    quoted = [(one.offset, one.end) for one in look.entities if one.type in QUOTES]
    found: list[str] = []
    at = 0
    for line in look.text.split("\n") if look.text else []:
        shown = [BAR] if any(begin <= at < end for begin, end in quoted) else []
        for char in line:
            shown += [closes.pop(at, ""), opens.pop(at, ""), char]
            at += units(char)
        found.append("".join([*shown, closes.pop(at, "")]))
        at += 1
    return found
