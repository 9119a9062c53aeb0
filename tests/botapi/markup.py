"""HTML of the Bot API: text and entities, or the error that Telegram answers.

Behaviour and sentences follow tdlib's own tests of its parser (test/message_entities.cpp): tags end at white
space or `>`, an unknown one is refused with its byte offset, `&` need not be escaped, four named entities and
numeric ones are known, `</>` closes whatever is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from tests.botapi.errors import BadRequest
from tests.botapi.wording import Entity, units

PREFIX = "can't parse entities: "

SIMPLE = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
"""tag → the entity's type"""

TAGS = {*SIMPLE, "a", "blockquote", "tg-emoji"}

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_SPACES = " \t\r\n\v\0"
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of an HTML message, before Telegram cleans them (`wording.finished`).

    Raises:
        BadRequest: Telegram would not parse it.
    """
    return _Parser(source).run()


def reference(source: str, start: int) -> tuple[str, int] | None:
    """The character that a reference at `start` means, and where the reference ends; None if it is none."""
    found = _REFERENCE.match(source, start)
    if found is None:
        return None
    sixteen, ten, name = found.groups()
    if name:
        return _NAMED[name], found.end()
    code = int(sixteen, 16) if sixteen else int(ten)
    if not 0 < code <= _LAST_CHARACTER:
        return None
    if code in _SURROGATES:
        raise BadRequest(
            PREFIX + "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code), found.end()


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "<":
                self._tag()
            elif char == "&" and (found := reference(self.source, self.at)):
                self._add(found[0])
                self.at = found[1]
            else:
                self._add(char)
                self.at += 1
        if self.open:
            raise BadRequest(f'{PREFIX}Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda one: (one.offset, -one.length))
        # only a whole block tells its language; a stretch of code does not
        entities = [replace(one, language=None) if one.type == "code" else one for one in self.entities]
        return "".join(self.text), entities

    def _add(self, char: str) -> None:
        self.text.append(char)
        self.length += units(char)

    def _refuse(self, said: str, where: int, then: str = "") -> BadRequest:
        offset = len(self.source[:where].encode("utf-8", "surrogatepass"))
        return BadRequest(f"{PREFIX}{said} at byte offset {offset}{then}")

    @property
    def _ended(self) -> bool:
        return self.at >= len(self.source)

    def _until(self, stops: str) -> str:
        begin = self.at
        while not self._ended and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _spaces(self) -> None:
        while not self._ended and self.source[self.at] in _SPACES:
            self.at += 1

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source.startswith("/", self.at):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._until(_SPACES + ">").lower()
        if self._ended:
            raise self._refuse("Unclosed start tag", begin)
        if tag not in TAGS:
            raise self._refuse(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise BadRequest(PREFIX + "Invalid custom emoji identifier specified")
        self.open.append(_Open(tag, attributes, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """What stands between a start tag's name and its `>`, which is passed."""
        attributes: dict[str, str] = {}
        while True:
            self._spaces()
            if self._ended:
                raise self._refuse(f'Unclosed start tag "{tag}"', begin)
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            name = self._until(_SPACES + "=>")
            if not name:
                raise self._refuse(f'Empty attribute name in the tag "{tag}"', begin)
            self._spaces()
            if self._ended:
                raise self._refuse(f'Unclosed start tag "{tag}"', begin)
            if (tag, name) == ("blockquote", "expandable") and self.source[self.at] != "=":
                attributes[name] = ""
                continue
            if self.source[self.at] != "=":
                raise self._refuse(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin
                )
            self.at += 1
            self._spaces()
            attributes.setdefault(name, self._value(tag, begin))

    def _value(self, tag: str, begin: int) -> str:
        if self._ended:
            raise self._refuse(f'Unclosed start tag "{tag}"', begin)
        quote = self.source[self.at]
        if quote not in "\"'":
            token = self.at
            while not self._ended and re.match(r"[0-9A-Za-z.-]", self.source[self.at]):
                self.at += 1
            if self._ended or self.source[self.at] not in _SPACES + ">":
                raise self._refuse("Unexpected end of name token", token)
            return self.source[token : self.at].lower()
        self.at += 1
        value: list[str] = []
        while not self._ended and self.source[self.at] != quote:
            found = reference(self.source, self.at) if self.source[self.at] == "&" else None
            value.append(found[0] if found else self.source[self.at])
            self.at = found[1] if found else self.at + 1
        if self._ended:
            raise self._refuse("Unclosed start tag", begin)
        self.at += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._refuse("Unexpected end tag", begin)
        self.at += 1
        tag = self._until(_SPACES + ">").lower()
        self._spaces()
        if self._ended or self.source[self.at] != ">":
            raise self._refuse("Unclosed end tag", begin)
        self.at += 1
        last = self.open.pop()
        if tag and tag != last.tag:
            raise self._refuse("Unmatched end tag", begin, f', expected "</{last.tag}>", found "</{tag}>"')
        if self.length > last.offset:
            self._close(last)

    def _close(self, tag: _Open) -> None:
        length = self.length - tag.offset
        language = tag.attributes.get("class", "").removeprefix("language-")
        match tag.tag:
            case "a":
                url = _link(tag.attributes.get("href") or self._since(tag.offset))
                if url:
                    self.entities.append(Entity("text_link", tag.offset, length, url=url))
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
                self.entities.append(Entity(kind, tag.offset, length))
            case "tg-emoji":
                emoji = tag.attributes["emoji-id"]
                self.entities.append(Entity("custom_emoji", tag.offset, length, custom_emoji_id=emoji))
            case "code" | "pre" if (inner := self._inside(tag.offset, length)) is not None:
                # <pre><code class="language-x"> and its reverse are one block in that language
                known = inner.language or language
                if known:
                    self.entities.remove(inner)
                    self.entities.append(Entity("pre", tag.offset, length, language=known))
                else:
                    self.entities.append(Entity(tag.tag, tag.offset, length))
            case _:
                told = language if tag.tag == "code" and language else None
                self.entities.append(Entity(SIMPLE[tag.tag], tag.offset, length, language=told))

    def _inside(self, offset: int, length: int) -> Entity | None:
        """A code or pre entity that covers exactly this stretch."""
        for one in self.entities:
            if one.type in {"code", "pre"} and (one.offset, one.length) == (offset, length):
                return one
        return None

    def _since(self, offset: int) -> str:
        encoded = "".join(self.text).encode("utf-16-le", "surrogatepass")
        return encoded[2 * offset :].decode("utf-16-le", "replace")


def _link(href: str) -> str | None:
    """A link that Telegram keeps; anything else is text."""
    try:
        parts = urlsplit(href if "://" in href or href.startswith("tg:") else f"http://{href}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme == "tg":
        return parts.geturl()
    if parts.scheme not in {"http", "https"} or "." not in host or re.search(r"\s", host):
        return None
    return parts.geturl() if parts.path else f"{parts.geturl()}/"
