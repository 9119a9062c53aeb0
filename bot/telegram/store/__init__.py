"""The bot's records: telegram.sqlite in the data folder. Imports no Telegram."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.telegram.models import StoredAnswer
from bot.telegram.store.answers import Answers
from bot.telegram.store.articles import Articles
from bot.telegram.store.conversations import Conversations
from bot.telegram.store.database import Database
from bot.telegram.store.documents import Documents
from bot.telegram.store.feedback import Votes
from bot.telegram.store.people import People
from bot.telegram.store.retractions import Retractions
from bot.telegram.store.subscriptions import Subscriptions
from bot.telegram.store.updates import Updates
from bot.telegram.store.withdrawn import WithdrawnArticles
from vectorstore.models import Withdrawn

FILE = "telegram.sqlite"


class Records:
    """Everything that the bot remembers, over one file."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file.

        Raises:
            RecordsUnusable: It cannot be opened or written, or a later version wrote it.
        """
        self.database = Database(folder / FILE)
        self.withdrawn = WithdrawnArticles(self.database)
        self.articles = Articles(self.database, self.withdrawn)
        self.answers = Answers(self.database, self.articles, self.withdrawn)
        self.conversations = Conversations(self.database)
        self.documents = Documents(self.database)
        self.people = People(self.database)
        self.retractions = Retractions(self.database, self.withdrawn)
        self.subscriptions = Subscriptions(self.database)
        self.updates = Updates(self.database)
        self.votes = Votes(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def forget_user(self, user: int) -> int:
        """Delete all that is kept of one user; how many records there were."""
        if user > 0:  # a private chat has its user's id; a group is not one asker's alone
            self.retractions.forget_chat(user)
        return sum(
            (
                self.answers.forget_user(user),
                self.conversations.forget_user(user),
                self.documents.forget_user(user),
                self.votes.forget_user(user),
                self.subscriptions.forget_user(user),
                self.people.forget_user(user),
            )
        )

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup and got another id: everything of it goes along."""
        with self.database.writing():
            for table in ("answers", "turns", "subscriptions"):
                self.database.run(f"UPDATE {table} SET chat = ? WHERE chat = ?", (new, old))  # noqa: S608
            self.database.run("UPDATE OR REPLACE access SET id = ? WHERE id = ?", (new, old))
            self.retractions.forget_chat(old)  # messages of the old group cannot be edited

    def expire(self, days: int) -> int:
        """Delete what is older than so many days, and ended conversations; how many records went."""
        return self.conversations.expire() + sum(
            part.expire(days)
            for part in (
                self.answers,
                self.articles,
                self.documents,
                self.retractions,
                self.votes,
                self.subscriptions,
            )
        )

    def sent(self, stored: StoredAnswer, message: int) -> None:
        """Note that a message shows an answer; where that was withdrawn meanwhile, it is to be retracted."""
        with self.database.writing():
            if not self.answers.sent(stored.key, message) and self.withdrawn.shown_by(stored.answer):
                self.retractions.note([(stored.place.chat, message, stored.lang)])

    def met(self, key: str, chat: int, message: int) -> None:
        """Note that a message with an answer's buttons was met in a chat: pressed, or replied to.

        It may be a copy whose reply was lost on its way back, so that nobody knew its id. Where the answer
        was taken down, the copy is to be retracted too.
        """
        lang = self.answers.taken_down(key, chat)
        if lang is not None:
            self.retractions.note([(chat, message, lang)])
            return
        stored = self.answers.get(key)
        if stored is not None and stored.place.chat == chat:
            self.answers.seen(key, message)

    def withdraw(self, article_id: str, content: str) -> int:
        """Take an article's text out of everything that is kept, and keep it out.

        Args:
            article_id: The id under which it was shown.
            content: The id that its content alone gives (`vectorstore.models.Withdrawn`).

        Returns:
            How many stored answers held it. The messages that showed them are noted for retraction.
        """
        with self.database.writing():
            self.withdrawn.note(article_id, content)
            ids = self.articles.ids_of(article_id, content)
            gone = self.answers.withdraw(ids)
            self.articles.withdraw(ids)
            self.retractions.note((one.chat, message, one.lang) for one in gone for message in one.messages)
            self.retractions.withdraw(ids)
            self.conversations.clear()
            self.votes.withdraw(ids, [one.key for one in gone])
        return len(gone)

    def obey(self, listed: Iterable[Withdrawn]) -> None:
        """Bring the records in line with the store's list: withdraw what is new on it, and nothing twice."""
        wanted = {taken.content: taken for taken in listed}
        noted = self.withdrawn.contents()
        self.withdrawn.undo(noted - wanted.keys())
        new = [taken for content, taken in wanted.items() if content not in noted]
        for taken in new:
            self.withdraw(taken.id, taken.content)
        if new:
            self.database.scrub()


def withdraw_from(folder: Path, article_id: str, content: str) -> int:
    """Take an article out of the records under a data folder, where there are any.

    Raises:
        RecordsUnusable: They cannot be opened or written.
    """
    if not (folder / FILE).exists():
        return 0
    with Records(folder) as records:
        count = records.withdraw(article_id, content)
        records.database.scrub()
        return count
