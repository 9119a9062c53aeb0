"""The bot's records: telegram.sqlite in the data folder. Imports no Telegram."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from bot.telegram.store.answers import Answers
from bot.telegram.store.conversations import Conversations
from bot.telegram.store.database import Database
from bot.telegram.store.documents import Documents
from bot.telegram.store.feedback import Votes
from bot.telegram.store.people import People
from bot.telegram.store.retractions import Retractions
from bot.telegram.store.subscriptions import Subscriptions
from bot.telegram.store.updates import Updates

FILE = "telegram.sqlite"


class Records:
    """Everything that the bot remembers, over one file."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file.

        Raises:
            RecordsUnusable: It cannot be opened or written, or a later version wrote it.
        """
        self.database = Database(folder / FILE)
        self.answers = Answers(self.database)
        self.conversations = Conversations(self.database)
        self.documents = Documents(self.database)
        self.people = People(self.database)
        self.retractions = Retractions(self.database)
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
        self.retractions.forget_chat(user)  # a private chat has its user's id
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
        """Delete what is older than so many days; how many records went."""
        return sum(
            part.expire(days)
            for part in (
                self.answers,
                self.conversations,
                self.documents,
                self.retractions,
                self.votes,
                self.subscriptions,
            )
        )

    def withdraw(self, article_id: str, content: str) -> int:
        """Take an article's text out of everything that is kept.

        Args:
            article_id: The id under which it was shown.
            content: The id that its content alone gives (`vectorstore.models.Withdrawn`).

        Returns:
            How many stored answers held it. The messages that showed them are noted for retraction.
        """
        with self.database.writing():
            ids = self.answers.ids_of(article_id, content)
            sent = self.answers.withdraw(ids)
            self.retractions.note(sent)
            self.retractions.withdraw(ids)
            self.conversations.withdraw(ids)
            self.votes.withdraw(ids)
        self.database.scrub()
        return len(sent)


def withdraw_from(folder: Path, article_id: str, content: str) -> int:
    """Take an article out of the records under a data folder, where there are any.

    Raises:
        RecordsUnusable: They cannot be opened or written.
    """
    if not (folder / FILE).exists():
        return 0
    with Records(folder) as records:
        return records.withdraw(article_id, content)
