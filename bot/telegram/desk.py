"""What every handler has at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from telegram import User
from telegram.ext import ContextTypes

from bot.settings import Settings
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.models import Lang
from bot.telegram.rendering import deep_link
from bot.telegram.searching import Searching
from bot.telegram.store import Records
from bot.telegram.texts import TEXTS, language
from bot.telegram.texts.words import Words
from corpus.models import Article
from retrieval.language import language_of

if TYPE_CHECKING:
    from bot.telegram.lanes import Lanes
    from bot.telegram.notices import Notices

DESK = "desk"
INLINE_A_MINUTE = 60
"""Inline questions of one user a minute: they come while somebody types, two a second at most. A choice."""

GROUP_A_MINUTE = 20
"""Questions of one group a minute: as many messages as Telegram lets a bot send there."""


@dataclass(slots=True)
class Desk:
    """The bot's parts, made once and handed to every handler in `context.bot_data`.

    Attributes:
        settings: As they were read.
        records: What the bot remembers.
        searching: Questions to the archive, off the event loop.
        gate: Who may ask.
        rate: How often.
        inline_rate: How often inline.
        group_rate: How often in one group, whoever asks.
        metrics: What is counted.
        lanes: What is in hand.
        notices: Who tells subscribers.
        username: The bot's, known once Telegram has been asked.
        introduced: Admins whose menu of commands is registered.
    """

    settings: Settings
    records: Records
    searching: Searching
    gate: Gate
    rate: Rate
    metrics: Metrics
    lanes: Lanes
    notices: Notices
    inline_rate: Rate = field(default_factory=lambda: Rate(INLINE_A_MINUTE))
    group_rate: Rate = field(default_factory=lambda: Rate(GROUP_A_MINUTE))
    username: str = ""
    introduced: set[int] = field(default_factory=set)

    def lang(self, user: User | None, said: str = "") -> Lang:
        """The language to speak to a user who just wrote something."""
        chosen = self.records.people.preferences(user.id).lang if user else None
        return language(chosen, user.language_code if user else None, language_of(said))

    def words(self, user: User | None, said: str = "") -> Words:
        """The sentences of that language."""
        return TEXTS[self.lang(user, said)]

    def link(self, article: Article) -> str | None:
        """A deep link that opens an article that is kept; None before the bot's name is known."""
        return deep_link(self.username, article)


def desk_of(context: ContextTypes.DEFAULT_TYPE) -> Desk:
    """The desk that the application was given."""
    return cast("Desk", context.bot_data[DESK])
