"""Users, chats, messages, and what happened in a chat."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.botapi.keyboards import Rows
from tests.botapi.wording import Entity, cut

ChatType = Literal["private", "group", "supergroup"]


@dataclass(frozen=True, slots=True)
class User:
    """A Telegram account."""

    id: int
    first_name: str
    language: str | None = None
    username: str | None = None
    is_bot: bool = False

    def reply(self) -> dict[str, Any]:
        """As the Bot API tells it."""
        told: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            told["username"] = self.username
        if self.language:
            told["language_code"] = self.language
        return told


@dataclass(slots=True)
class Chat:
    """A private chat or a group.

    Attributes:
        id: As a private chat, the user's; of a group, negative.
        title: A group's.
        topics: Thread ids of a forum; empty for what is none.
        open: Whether the bot may write (a private chat: its user has written first).
        blocked: The user has blocked the bot, or the group has thrown it out.
        admins: User ids of a group's administrators.
        upgraded_to: The id under which a group that became a supergroup goes on.
    """

    id: int
    type: ChatType
    title: str = ""
    user: User | None = None
    topics: set[int] = field(default_factory=set)
    open: bool = True
    blocked: bool = False
    admins: set[int] = field(default_factory=set)
    bot_sees_all: bool = False
    upgraded_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether several people talk in it."""
        return self.type != "private"

    def reply(self) -> dict[str, Any]:
        """As the Bot API tells it."""
        told: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.user:
            told["first_name"] = self.user.first_name
        if self.title:
            told["title"] = self.title
        if self.topics:
            told["is_forum"] = True
        return told


@dataclass(slots=True)
class Document:
    """A file in a message."""

    file_id: str
    name: str
    content: bytes
    mime: str = "text/plain"

    def reply(self) -> dict[str, Any]:
        """As the Bot API tells it."""
        unique = self.file_id.removeprefix("file-")
        return {
            "file_id": self.file_id,
            "file_unique_id": unique,
            "file_name": self.name,
            "mime_type": self.mime,
            "file_size": len(self.content),
        }


@dataclass(slots=True)
class Look:
    """What a message shows: its text, how it is marked, its buttons."""

    text: str
    entities: list[Entity] = field(default_factory=list)
    rows: Rows | None = None

    def marked(self, *types: str) -> list[str]:
        """The stretches that bear one of these entities."""
        return [cut(self.text, one.offset, one.length) for one in self.entities if one.type in types]

    @property
    def bold(self) -> list[str]:
        """The bold stretches."""
        return self.marked("bold")

    @property
    def quotes(self) -> list[str]:
        """The quoted stretches, expandable or not."""
        return self.marked("blockquote", "expandable_blockquote")

    @property
    def buttons(self) -> list[str]:
        """The buttons' words, row by row."""
        return [button["text"] for row in self.rows or [] for button in row]


@dataclass(slots=True)
class Message:
    """A message in a chat, as it looks now.

    Attributes:
        looks: How it looked since it was sent, the last one now.
        extra: Whatever else an update tells of it (voice, photo, …).
    """

    id: int
    chat: Chat
    sender: User
    looks: list[Look]
    thread: int | None = None
    reply_to: int | None = None
    document: Document | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    date: int = field(default_factory=lambda: int(time.time()))
    at: float = field(default_factory=time.monotonic)
    silent: bool = False
    preview: bool = True
    deleted: bool = False

    @property
    def look(self) -> Look:
        """How it looks now."""
        return self.looks[-1]

    @property
    def text(self) -> str:
        """Its text (or caption) now."""
        return self.look.text

    @property
    def bold(self) -> list[str]:
        """Its bold stretches now."""
        return self.look.bold

    @property
    def quotes(self) -> list[str]:
        """Its quotes now."""
        return self.look.quotes

    @property
    def buttons(self) -> list[str]:
        """Its buttons now."""
        return self.look.buttons

    def button(self, words: str) -> dict[str, Any]:
        """The first button whose words hold these.

        Raises:
            LookupError: There is none.
        """
        for row in self.look.rows or []:
            for button in row:
                if words in button["text"]:
                    return button
        raise LookupError(f"no button says {words!r}: {self.buttons}")

    def reply(self, replied: Message | None = None) -> dict[str, Any]:
        """As the Bot API tells it."""
        words, marks = ("caption", "caption_entities") if self.document else ("text", "entities")
        told: dict[str, Any] = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.reply(),
            "from": self.sender.reply(),
            **self.extra,
        }
        if self.look.text:
            told[words] = self.look.text
        if self.look.entities:
            told[marks] = [one.reply() for one in self.look.entities]
        if self.look.rows:
            told["reply_markup"] = {"inline_keyboard": self.look.rows}
        if self.document:
            told["document"] = self.document.reply()
        if self.thread is not None:
            told |= {"message_thread_id": self.thread, "is_topic_message": True}
        if len(self.looks) > 1:
            told["edit_date"] = self.date
        if replied:
            told["reply_to_message"] = replied.reply()
        return told


@dataclass(slots=True)
class Event:
    """One thing that happened in a chat, in the order in which a person would see it.

    Attributes:
        kind: `message` (somebody wrote), `edit`, `delete`, `action` (typing …), `draft`, `press`, `toast`
            (what a pressed button answered), `inline`, `results` (of an inline query).
        message: Of a message, edit or delete.
        look: How it looked then.
        note: What else there is to see: the action, the toast's words, the pressed button.
        at: When, on the monotonic clock, seconds.
    """

    kind: Literal["message", "edit", "delete", "action", "draft", "press", "toast", "inline", "results"]
    who: User
    message: Message | None = None
    look: Look | None = None
    note: str = ""
    at: float = field(default_factory=time.monotonic)
