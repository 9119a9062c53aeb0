"""What Telegram does to a text before anybody sees it, and how long the text then is.

The Bot API counts UTF-16 code units: an ideograph of the basic plane is one, an emoji two.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tests.botapi.errors import BadRequest

MESSAGE_LENGTH = 4096
"""UTF-16 units of a message after entities are parsed (Bot API, sendMessage)."""

CAPTION_LENGTH = 1024
"""UTF-16 units of a caption after entities are parsed (Bot API, sendDocument)."""

ENTITIES = 100
"""Entities that a message keeps; Telegram drops the others in silence (Bot API FAQ)."""

_REMOVED = {"\r", *map(chr, range(0x2028, 0x202F)), "\u0333", "\u033f", "\u030a"}
"""Characters that Telegram takes out: line separators, bidirectional overrides, overstriking marks."""

VERBATIM = {"code", "pre"}
"""Entities that hold nothing but text, and that may consist of white space."""

QUOTES = {"blockquote", "expandable_blockquote"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch of a text.

    Attributes:
        type: The Bot API's name, such as `bold`.
        offset: UTF-16 units before it.
        length: UTF-16 units of it.
        url: Of a `text_link`.
        language: Of a `pre`.
        custom_emoji_id: Of a `custom_emoji`.
    """

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """UTF-16 units up to its end."""
        return self.offset + self.length

    def reply(self) -> dict[str, object]:
        """As the Bot API tells it."""
        return {key: value for key, value in dataclasses.asdict(self).items() if value is not None}


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def cut(text: str, offset: int, length: int) -> str:
    """The characters of a stretch told in UTF-16 units."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def finished(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Clean a text as Telegram does: control characters and outer white space go, entities move along."""
    kept: list[str] = []
    moved = [0]  # moved[n]: where the unit that stood at n stands now
    for char in text:
        now = "" if char in _REMOVED else " " if ord(char) < 0x20 and char != "\n" else char
        if now:
            kept.append(now)
        moved.extend([moved[-1] + units(now)] * (1 if ord(char) <= 0xFFFF else 2))
    whole = "".join(kept)
    body = whole.strip()
    lead = units(whole[: len(whole) - len(whole.lstrip())])
    size = units(body)

    def place(offset: int) -> int:
        return min(max(moved[min(offset, len(moved) - 1)] - lead, 0), size)

    shifted = [
        dataclasses.replace(one, offset=place(one.offset), length=place(one.end) - place(one.offset))
        for one in entities
    ]
    return body, _allowed(body, shifted)


def _allowed(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities that survive: none empty or blank, none within code, no quote within a quote, 100 in all."""
    ordered = sorted(entities, key=lambda one: (one.offset, -one.length))
    kept: list[Entity] = []
    for one in ordered:
        words = cut(text, one.offset, one.length)
        if not one.length or (not words.strip() and one.type not in VERBATIM):
            continue
        around = {outer.type for outer in kept if outer.offset <= one.offset and one.end <= outer.end}
        if around & VERBATIM or (one.type in QUOTES and around & QUOTES):
            continue
        kept.append(one)
    return kept[:ENTITIES]


def checked_length(text: str, most: int, *, too_long: str = "message is too long") -> None:
    """Refuse a text that is too long.

    Raises:
        BadRequest: It has more than `most` UTF-16 units.
    """
    if units(text) > most:
        raise BadRequest(too_long)
