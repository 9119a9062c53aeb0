"""Text with a little markup, as Telegram takes it: escaped, within its lengths, never cut inside an entity.

A message is made of blocks, a block of runs. Both forms of a message, HTML and plain, are made from the
same blocks: where Telegram refuses the first ("can't parse entities"), the second says the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

LIMIT = 4096
"""UTF-16 units of a message after its entities are parsed (Bot API, sendMessage)."""

ENTITIES = 90
"""Entities that a message may have; Telegram counts about 100 and drops the rest without a word."""

_SENTENCE_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_HIDDEN: dict[int, str] = {
    code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in {9, 10}
}
_HIDDEN |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # half a character: no UTF-8 for it
_HIDDEN |= dict.fromkeys(map(ord, _BIDI + "\r"), "")  # Telegram drops carriage returns itself


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike.

    Attributes:
        text: As they are; escaping is done here and nowhere else.
        bold: Whether they stand out.
        italic: Whether they lean.
        url: Where they lead, if anywhere.
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Runs that stand together.

    Attributes:
        runs: In order.
        quote: Whether it is a quotation, folded where it is long.
    """

    runs: tuple[Run, ...]
    quote: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(clean(run.text) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in both forms."""

    html: str
    plain: str


def text(said: str, *, bold: bool = False, italic: bool = False) -> Block:
    """A block of one run."""
    return Block((Run(said, bold=bold, italic=italic),))


def clean(said: str) -> str:
    """Characters that a message may hold: no controls, no halves, no change of direction."""
    return said.translate(_HIDDEN)


def units(said: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(said) + sum(1 for character in said if character > "\uffff")


def messages(blocks: Iterable[Block], limit: int = LIMIT) -> list[Message]:
    """Pack blocks into as few messages as they need, in order; at least one.

    Args:
        blocks: What is to be said.
        limit: UTF-16 units a message.
    """
    packed: list[list[Block]] = [[]]
    room, entities = limit, ENTITIES
    for block in _pieces(blocks, limit):
        size, marks = units(block.text) + 2, _entities(block)
        if packed[-1] and (size > room or marks > entities):
            packed.append([])
            room, entities = limit, ENTITIES
        packed[-1].append(block)
        room, entities = room - size, entities - marks
    return [_message(part) for part in packed]


def bolded(said: str, words: Sequence[str]) -> tuple[Run, ...]:
    """Runs of `said` in which the first occurrence of each word stands out."""
    found: list[tuple[int, int]] = []
    for word in sorted(filter(None, set(words)), key=len, reverse=True):
        at = said.find(word)
        while at >= 0 and any(at < end and start < at + len(word) for start, end in found):
            at = said.find(word, at + 1)
        if at >= 0:
            found.append((at, at + len(word)))
    return marked(said, found)


def marked(said: str, spans: Iterable[tuple[int, int]]) -> tuple[Run, ...]:
    """Runs of `said` in which the spans stand out; of overlapping spans the first counts."""
    runs, at = [], 0
    for start, end in sorted(spans):
        if start < at or end <= start:
            continue
        runs += [Run(said[at:start]), Run(said[start:end], bold=True)]
        at = end
    runs.append(Run(said[at:]))
    return tuple(run for run in runs if run.text)


def _pieces(blocks: Iterable[Block], limit: int) -> Iterator[Block]:
    """The blocks, those that are too long or too rich for one message cut into several."""
    for block in blocks:
        piece: list[Run] = []
        room, entities = limit - 2, ENTITIES - block.quote
        for run in block.runs:
            rest = clean(run.text)
            marks = _marks(run)
            while rest:
                if marks > entities or room <= 0:
                    yield replace(block, runs=tuple(piece))
                    piece, room, entities = [], limit - 2, ENTITIES - block.quote
                if units(rest) <= room:
                    head, rest = rest, ""
                else:
                    head, rest = _cut(rest, room)
                if head:
                    piece.append(replace(run, text=head))
                    entities -= marks
                room = room - units(head) if not rest else 0
        if piece:
            yield replace(block, runs=tuple(piece))


def _cut(said: str, room: int) -> tuple[str, str]:
    """Cut behind a sentence that ends within `room` units, else anywhere between two characters."""
    most = len(said)
    while units(said[:most]) > room:
        most -= max(1, (units(said[:most]) - room) // 2)
    ends = [match.end() for match in _SENTENCE_END.finditer(said, 0, most)]
    # A first sentence that fills no third of the room would leave most of the message empty.
    at = ends[-1] if ends and ends[-1] * 3 >= most else most
    return said[:at], said[at:]


def _marks(run: Run) -> int:
    return run.bold + run.italic + (run.url is not None)


def _entities(block: Block) -> int:
    return block.quote + sum(_marks(run) for run in block.runs)


def _message(blocks: Sequence[Block]) -> Message:
    marked_up, plain = "", ""
    for number, block in enumerate(blocks):
        if number:
            gap = "\n" if block.quote or blocks[number - 1].quote else "\n\n"
            marked_up, plain = marked_up + gap, plain + gap
        marked_up += _html(block)
        plain += block.text
    return Message(marked_up, plain)


def _html(block: Block) -> str:
    said = "".join(_run(run) for run in block.runs)
    return f"<blockquote expandable>{said}</blockquote>" if block.quote else said


def _run(run: Run) -> str:
    said = html.escape(clean(run.text), quote=False)
    if run.italic:
        said = f"<i>{said}</i>"
    if run.bold:
        said = f"<b>{said}</b>"
    if run.url:
        said = f'<a href="{html.escape(run.url)}">{said}</a>'
    return said
