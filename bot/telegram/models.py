"""What the bot keeps and passes about. Frozen data; imports no sibling and no Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.models import Article, TextField
from retrieval.models import Answer

Lang = Literal["zh", "en"]
"""The bot's own languages: of its buttons and its words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held, and by whom.

    Attributes:
        chat: The chat's id; negative for groups.
        topic: The topic's thread id; None outside topics.
        user: Who asks; the chat's id for somebody who writes as a chat.
    """

    chat: int
    topic: int | None
    user: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user chose in /settings.

    Attributes:
        lang: None: as Telegram says.
        short: Whether an answer shows its best quote only.
    """

    lang: Lang | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer that was sent, with its evidence.

    Attributes:
        key: Names it in a button's data.
        place: Where it was asked.
        message: The id of the message that carries its buttons; None before it was sent.
        lang: The language of its buttons.
        short: Whether it shows its best quote only.
        answer: With whole articles, as they were.
    """

    key: str
    place: Place
    message: int | None
    lang: Lang
    short: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that was shown, as it was.

    Attributes:
        key: Names it in a deep link and in a button's data.
        article: Whole.
        source: Display name of its file.
    """

    key: str
    article: Article
    source: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """Words that somebody waits for.

    Attributes:
        id: Its number.
        place: Where to send.
        words: As they were given.
        lang: The language of the notice.
    """

    id: int
    place: Place
    words: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """Where in an article a quote stands (`retrieval.models.Citation`).

    Attributes:
        field: Of the article.
        start: Offset in the field.
        end: Offset behind the quote.
        spans: Offsets in the field of what stands out.
    """

    field: TextField
    start: int
    end: int
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """An article that a subscription is to be told of.

    Attributes:
        subscription: Its number.
        article: The article's key.
        quote: What is quoted; None: an earlier version noted none.
    """

    subscription: int
    article: str
    quote: QuoteSpan | None


@dataclass(frozen=True, slots=True)
class PendingDocument:
    """A document that an admin sent and has not decided on.

    Attributes:
        key: Names it in a button's data.
        user: The admin.
        file_id: Telegram's name for the file.
        name: The file's name, made safe.
    """

    key: str
    user: int
    file_id: str
    name: str
