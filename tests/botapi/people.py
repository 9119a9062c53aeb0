"""The driver: what people do, and what they then see.

Nothing here sleeps. Whoever waits for the bot is woken by what the bot does, and gives up after
`world.PATIENCE` seconds with everything that had happened in the chat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.models import Chat, Document, Event, Look, Message, User
from tests.botapi.transcript import rendered
from tests.botapi.world import ANONYMOUS, PATIENCE, NothingCame, Query, World

Wanted = str | Callable[[Message], bool]


@dataclass(slots=True)
class Said:
    """Something a person wrote.

    Attributes:
        update: The update by which the bot hears of it; None where it does not arrive.
    """

    message: Message
    update: int | None


def _holds(message: Message, wanted: Wanted | None) -> bool:
    if wanted is None:
        return True
    return wanted in message.text if isinstance(wanted, str) else wanted(message)


class Room:
    """A chat, and how far it has been read."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._read = 0

    @property
    def events(self) -> list[Event]:
        """Everything that has happened, oldest first."""
        with self.world.changed:
            return list(self.world.events[self.chat.id])

    @property
    def bot_messages(self) -> list[Message]:
        """The bot's messages that still stand, oldest first."""
        return [
            event.message
            for event in self.events
            if event.kind == "message"
            and event.who.id == self.world.bot.id
            and event.message
            and not event.message.deleted
        ]

    @property
    def transcript(self) -> str:
        """The chat as a person sees it."""
        return rendered(self.events)

    def read(self) -> None:
        """Take everything so far as heard."""
        with self.world.changed:
            self._read = len(self.world.events[self.chat.id])

    def _wait(self, look: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
        try:
            return self.world.wait(look, what, patience)
        except NothingCame as exc:
            raise NothingCame(f"{exc}\n\n{self.transcript}") from None

    def hears(self, wanted: Wanted | None = None, patience: float = PATIENCE) -> Message:
        """The bot's next message that was not heard yet (and that holds what is wanted)."""

        def look() -> Message | None:
            events = self.world.events[self.chat.id]
            for number in range(self._read, len(events)):
                event = events[number]
                message = (
                    event.message if event.kind == "message" and event.who.id == self.world.bot.id else None
                )
                if message and _holds(message, wanted):
                    self._read = number + 1
                    return message
            return None

        what = f"a message with {wanted!r}" if isinstance(wanted, str) else "a message"
        message: Message = self._wait(look, what, patience)
        return message

    def sees(self, message: Message, wanted: Wanted, patience: float = PATIENCE) -> Look:
        """Wait until a message looks as wanted."""
        look: Look = self._wait(
            lambda: message.look if _holds(message, wanted) else None, f"{wanted!r} in an edit", patience
        )
        return look

    def _presses(self, user: User, message: Message, words: str, *, stale: bool = False) -> Query:
        data = message.button(words)["callback_data"]
        with self.world.changing():
            query = Query(f"cq{self.world.number()}", user, self.chat, expired=stale)
            self.world.queries[query.id] = query
            self.world.happen(self.chat, Event("press", user, message, note=words))
            update = {
                "id": query.id,
                "from": user.reply(),
                "message": message.reply(),
                "chat_instance": str(self.chat.id),
                "data": data,
            }
            self.world.updates.add("callback_query", update)
        return query

    def _answered(self, query: Query, what: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._wait(lambda: query.answer, what)
        return answer


class Person(Room):
    """Somebody with an account, in the private chat with the bot."""

    def __init__(self, world: World, chat: Chat, user: User) -> None:
        super().__init__(world, chat)
        self.user = user

    @property
    def id(self) -> int:
        """The user's id, which is the chat's."""
        return self.user.id

    def says(self, text: str, reply_to: Message | None = None) -> Said:
        """Write a text or a command."""
        return Said(*self.world.write(self.chat, self.user, text, reply_to=reply_to))

    def pastes(self, text: str) -> Said:
        """Write a text as code: a command in it is none to Telegram."""
        return Said(*self.world.write(self.chat, self.user, text, as_code=True))

    def asks(self, text: str, patience: float = PATIENCE) -> Message:
        """Write, and wait for what the bot then says first."""
        self.read()
        self.says(text)
        return self.hears(patience=patience)

    def starts(self, payload: str = "") -> Message:
        """Press Start, or follow a deep link."""
        return self.asks(f"/start {payload}".strip())

    def presses(self, message: Message, words: str) -> dict[str, Any]:
        """Press a button, and wait until the bot has answered: `text`, `alert`, `url`."""
        query = self._presses(self.user, message, words)
        return self._answered(query, f"an answer to the button {words!r}")

    def presses_late(self, message: Message, words: str) -> None:
        """Press a button whose answer will come too late for Telegram."""
        self._presses(self.user, message, words, stale=True)

    def turns(self, message: Message, words: str) -> Look:
        """Press a button, and wait until the message has been edited."""
        before = len(message.looks)
        self.presses(message, words)
        look: Look = self._wait(
            lambda: message.look if len(message.looks) > before else None, f"an edit after {words!r}"
        )
        return look

    def sends_document(self, name: str, content: bytes, caption: str = "") -> Said:
        """Send a file."""
        with self.world.changing():
            document = Document(f"file-{self.world.number()}", name, content)
            self.world.files[document.file_id] = document
        return Said(*self.world.write(self.chat, self.user, caption, document=document))

    def sends_voice(self) -> Said:
        """Send a voice message."""
        voice = {"file_id": "voice-1", "file_unique_id": "v1", "duration": 2, "mime_type": "audio/ogg"}
        return Said(*self.world.write(self.chat, self.user, "", extra={"voice": voice}))

    def sends_photo(self, caption: str = "") -> Said:
        """Send a photo."""
        photo = [{"file_id": "photo-1", "file_unique_id": "p1", "width": 90, "height": 60, "file_size": 1200}]
        extra: dict[str, Any] = {"photo": photo, **({"caption": caption} if caption else {})}
        return Said(*self.world.write(self.chat, self.user, "", extra=extra))

    def inline(self, text: str, offset: str = "") -> dict[str, Any]:
        """Type `@bot text`; gives `results` (id, title, description, message), `cache_time`, …"""
        with self.world.changing():
            query = Query(f"iq{self.world.number()}", self.user, self.chat)
            self.world.queries[query.id] = query
            self.world.happen(self.chat, Event("inline", self.user, note=text))
            update = {"id": query.id, "from": self.user.reply(), "query": text, "offset": offset}
            self.world.updates.add("inline_query", update)
        return self._answered(query, f"results for the inline query {text!r}")

    def blocks(self) -> None:
        """Block the bot."""
        with self.world.changing():
            self.chat.blocked = True

    def commands(self) -> list[str]:
        """The commands that the menu of this chat shows."""
        from tests.botapi.methods.profile import commands_shown

        with self.world.changed:
            return commands_shown(self.world, self.id, self.user.language or "")


class Group(Room):
    """A group in which people talk."""

    def says(
        self, person: Person, text: str, *, thread: int | None = None, reply_to: Message | None = None
    ) -> Said:
        """Somebody writes into the group."""
        return Said(*self.world.write(self.chat, person.user, text, thread=thread, reply_to=reply_to))

    def says_anonymously(self, text: str) -> Said:
        """An admin who shows no name writes in the group's."""
        extra = {"sender_chat": self.chat.reply()}
        return Said(*self.world.write(self.chat, ANONYMOUS, text, extra=extra))

    def asks(
        self, person: Person, text: str, *, thread: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Somebody writes, and the group waits for what the bot then says first."""
        self.read()
        self.says(person, text, thread=thread, reply_to=reply_to)
        return self.hears()

    def upgrades(self, person: Person) -> Group:
        """Somebody makes it a supergroup; gives the chat in which everybody is from now on."""
        return Group(self.world, self.world.upgrade(self.chat, person.user))

    def presses(self, person: Person, message: Message, words: str) -> dict[str, Any]:
        """Somebody presses a button."""
        return self._answered(self._presses(person.user, message, words), f"an answer to {words!r}")
