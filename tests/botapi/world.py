"""Everything that happens at this Telegram: chats, messages, what people did, under one lock.

The server's loop and the test's thread both work on it: whoever changes something holds `changed`, whoever
waits for something waits on it.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.botapi.errors import BadRequest, Forbidden, Upgraded
from tests.botapi.models import Chat, Document, Event, Look, Message, User
from tests.botapi.pace import Pace
from tests.botapi.updates import UpdateQueue
from tests.botapi.wording import Entity, cut, units

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds that a person waits for the bot; a bound for a broken bot, never slept."""

_COMMAND = re.compile(r"(?<!\S)/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?")
_MENTION = re.compile(r"(?<![\w/])@([A-Za-z0-9_]{3,32})")


ANONYMOUS = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
"""Who an anonymous admin's message is from (Bot API, Message.sender_chat)."""


class NothingCame(AssertionError):
    """The bot did not do what a person waited for."""


@dataclass(slots=True)
class Query:
    """A callback or inline query that waits for its answer."""

    id: str
    user: User
    chat: Chat | None
    answer: dict[str, Any] | None = None
    expired: bool = False


@dataclass
class World:
    """The whole of one Telegram, with one bot.

    Attributes:
        changed: Held while anything is read or written; notified after each change.
        limited: Whether the limits of `pace` hold.
        events: chat id → what happened there.
        commands: (scope as its fields, language) → commands.
        profile: (field, language) → name or description.
    """

    bot: User
    changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))
    limited: bool = True
    pace: Pace = field(default_factory=Pace)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    events: defaultdict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, Document] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[tuple[tuple[str, Any], ...], str], list[dict[str, str]]] = field(
        default_factory=dict
    )
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the world, and tell whoever waits that it has changed."""
        with self.changed:
            yield
            self.changed.notify_all()

    def wait(self, look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Wait until `look`, called with the world held, gives something.

        Raises:
            NothingCame: It did not within `patience` seconds.
        """
        with self.changed:
            found = self.changed.wait_for(look, patience)
            if not found:
                raise NothingCame(f"{what}: nothing within {patience} s")
            return found

    # -- what the bot does

    def chat(self, chat_id: int | str) -> Chat:
        """A chat that the bot may write to.

        Raises:
            BadRequest: There is none.
            Forbidden: Its user blocked the bot or never wrote, or the group threw it out.
        """
        chat = self.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if chat is None:
            raise BadRequest("chat not found")
        if chat.upgraded_to is not None:
            raise Upgraded(chat.upgraded_to)
        if chat.blocked:
            raise Forbidden(
                "bot was kicked from the group chat" if chat.is_group else "bot was blocked by the user"
            )
        if not chat.open:
            raise BadRequest("chat not found")
        return chat

    def count(self, chat: Chat, now: float) -> None:
        """Count a message or edit against the limits.

        Raises:
            TooManyRequests: One of them is reached.
        """
        if self.limited:
            self.pace.send(chat.id, group=chat.is_group, now=now)

    def post(self, message: Message) -> Message:
        """Put a message into its chat."""
        self.messages[message.chat.id, message.id] = message
        self.happen(message.chat, Event("message", message.sender, message, message.look))
        return message

    def happen(self, chat: Chat, event: Event) -> None:
        """Note what happened in a chat."""
        with self.changing():
            self.events[chat.id].append(event)

    def message(self, chat_id: int, message_id: int) -> Message | None:
        """A message that still stands."""
        found = self.messages.get((chat_id, message_id))
        return None if found is None or found.deleted else found

    # -- what people do

    def write(
        self,
        chat: Chat,
        user: User,
        text: str,
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
        document: Document | None = None,
        extra: dict[str, Any] | None = None,
        as_code: bool = False,
    ) -> tuple[Message, int | None]:
        """A person writes; gives the message and the update by which the bot hears of it, if it does.

        In what is written as code Telegram marks no commands and no mentions.
        """
        with self.changing():
            if not chat.is_group:
                chat.open = True
            marks = [Entity("code", 0, units(text))] if as_code else list(self._entities(text))
            look = Look(text, marks)
            message = Message(
                self.number(), chat, user, [look], thread, reply_to.id if reply_to else None, document,
                extra or {},
            )  # fmt: skip
            self.post(message)
            heard = self._reaches_the_bot(message, reply_to)
            if not heard:
                return message, None
            told = message.reply(reply_to)
            if thread is not None and reply_to is None:
                told["reply_to_message"] = self._topic_opened(chat, thread)
            return message, self.updates.add("message", told)

    def _topic_opened(self, chat: Chat, thread: int) -> dict[str, Any]:
        """To Telegram a message in a topic replies to the one that opened it, here one of the bot's."""
        opened = {"name": f"话题 {thread}", "icon_color": 7322096}
        told = {"message_id": thread, "date": 0, "chat": chat.reply(), "from": self.bot.reply()}
        return {**told, "message_thread_id": thread, "is_topic_message": True, "forum_topic_created": opened}

    def upgrade(self, chat: Chat, user: User) -> Chat:
        """A group becomes a supergroup: a chat with another id, which the bot is told of in the old one."""
        with self.changing():
            new = Chat(-1_000_000_000_000 - self.number(), "supergroup", chat.title, topics=set(chat.topics))
            self.chats[new.id] = new
            self.write(chat, user, "", extra={"migrate_to_chat_id": new.id})
            chat.upgraded_to = new.id
            return new

    def _entities(self, text: str) -> Iterator[Entity]:
        """Commands and mentions, which Telegram marks in what a person writes."""
        found = [(match, "bot_command") for match in _COMMAND.finditer(text)]
        found += [(match, "mention") for match in _MENTION.finditer(text)]
        for match, kind in sorted(found, key=lambda pair: pair[0].start()):
            yield Entity(kind, units(text[: match.start()]), units(match.group()))

    def _reaches_the_bot(self, message: Message, reply_to: Message | None) -> bool:
        """Privacy mode, on unless the bot sees all: what is meant for the bot arrives."""
        chat = message.chat
        if not chat.is_group or chat.bot_sees_all or "migrate_to_chat_id" in message.extra:
            return not chat.blocked
        if chat.blocked:
            return False
        mine = f"@{self.bot.username}".lower()
        for one in message.look.entities:
            words = cut(message.text, one.offset, one.length).lower()
            if words.endswith(mine) or (one.type == "bot_command" and "@" not in words):
                return True
        return reply_to is not None and reply_to.sender.id == self.bot.id
