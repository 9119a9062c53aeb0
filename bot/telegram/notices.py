"""Looking after the archive's changes: subscribers are told, withdrawn texts retracted, old records dropped.

A generation may come from this process's /refresh or from `wenbao refresh` in another: both are seen by the
name that `CURRENT` holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, cast

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.errors import EXPECTED
from bot.telegram.keyboards import answer_keyboard, open_keyboard
from bot.telegram.limits import Gate
from bot.telegram.markup import text
from bot.telegram.matching import citations_for, quote_for, terms_of
from bot.telegram.metrics import Metrics
from bot.telegram.models import Delivery, Lang, QuoteSpan, StoredArticle, Subscription
from bot.telegram.rendering import answer_blocks, deep_link, quote_block, title_of
from bot.telegram.searching import Searching
from bot.telegram.sending import edit, send
from bot.telegram.store import Records
from bot.telegram.texts import TEXTS
from retrieval.models import Citation
from vectorstore import withdrawals
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.errors import StoreEmpty, StoreError
from vectorstore.models import CatalogueEntry

if TYPE_CHECKING:
    from vectorstore.archive import Archive

WATCH = 5.0
"""Seconds between two looks at `CURRENT`: two small files are read. A choice."""

MOST = 5
"""Articles of one generation that one subscription is told of: a reader who splits pages anew gives many
articles new ids, and none of them is news. A choice."""

NO_GENERATION = "000000"
"""Stands for a store in which nothing is indexed yet: the first generation is 000001."""

EXPIRE = 3600.0
"""Seconds between two sweeps of old records."""

_LOG = structlog.get_logger("wenbao.telegram")


class Notices:
    """Watches the store and acts on what changed."""

    def __init__(
        self, searching: Searching, records: Records, metrics: Metrics, gate: Gate, days: int
    ) -> None:
        self._searching = searching
        self._store = searching.app.store
        self._records = records
        self._metrics = metrics
        self._gate = gate
        self._days = days
        self._look = asyncio.Event()
        self._obeyed: int | None = None
        self._seen: str | None = None

    def begin(self) -> None:
        """At the very first start take what is indexed for known, before anybody can subscribe. Blocks.

        An empty store counts as a generation without articles: what its first refresh brings is news.
        """
        if self._records.subscriptions.generation() is not None:
            return
        try:
            live = self._store.live()
            with closing(Catalogue(self._store.catalogue(live.generation))) as catalogue:
                ids = catalogue.ids_beginning("", live.articles)
            self._records.subscriptions.learn(live.generation, ids)
        except StoreEmpty:
            self._records.subscriptions.learn(NO_GENERATION, [])
        except StoreError as exc:
            _LOG.warning("store_not_read", said=str(exc))

    def poke(self) -> None:
        """Look now."""
        self._look.set()

    async def run(self, bot: Bot) -> None:
        """Watch until cancelled."""
        swept = -EXPIRE
        while True:
            try:
                await self._once(bot)
                if asyncio.get_running_loop().time() - swept >= EXPIRE:
                    swept = asyncio.get_running_loop().time()
                    await asyncio.to_thread(self._records.expire, self._days)
            except EXPECTED as exc:
                _LOG.warning("store_not_read", said=str(exc))
            except Exception:  # noqa: BLE001 (the watch goes on)
                _LOG.exception("watching_failed")
            self._look.clear()
            try:
                await asyncio.wait_for(self._look.wait(), WATCH)
            except TimeoutError:
                continue

    async def _once(self, bot: Bot) -> None:
        await asyncio.to_thread(self._withdraw)
        await self._retract(bot)
        try:
            current = await asyncio.to_thread(self._store.current)
            if current is not None and current != self._seen:
                await self._searching.keep(self._learn)
                self._seen = current
        finally:  # a store that cannot be read just now keeps nobody waiting for what is due
            await self._deliver(bot)

    def _withdraw(self) -> None:
        """Take out of the records what was taken down, by whichever process."""
        known = withdrawals.load(self._store.withdrawn)
        if known.count != self._obeyed:
            self._records.obey(known.articles.values())
            self._obeyed = known.count

    def _learn(self) -> None:
        """Note which articles a new generation added, and for whom they are.

        Raises:
            StoreError: It cannot be read; the next look tries again.
        """
        archive = self._searching.archive()
        self._metrics.generation.set(int(archive.generation))
        self._metrics.articles.set(archive.manifest.articles)
        subscriptions = self._records.subscriptions
        if archive.generation == subscriptions.generation():
            return
        ids = archive.catalogue.ids_beginning("", archive.manifest.articles)
        if subscriptions.generation() is not None:
            self._note(subscriptions.unknown(ids), archive)
        subscriptions.learn(archive.generation, ids)

    def _note(self, ids: Iterable[str], archive: Archive) -> None:
        waiting = self._records.subscriptions.every()
        if not waiting:
            return
        entries = {one: entry for one in ids if (entry := archive.entry(one)) is not None}
        for subscription in waiting:
            found = citations_for(subscription.words, entries, self._searching.app.quoting.ask)[:MOST]
            keys = self._records.articles.keep((one.article, one.source) for one in found)
            for key, one in zip(keys, found, strict=True):
                quote = QuoteSpan(one.field, one.start, one.end, one.spans)
                self._records.subscriptions.due(subscription.id, key, quote)

    async def _deliver(self, bot: Bot) -> None:
        subscriptions = {one.id: one for one in self._records.subscriptions.every()}
        for delivery in self._records.subscriptions.unsent():
            self._records.subscriptions.sending(delivery.subscription, delivery.article)
            subscription = subscriptions.get(delivery.subscription)
            if subscription is None:
                continue
            # Whoever may not ask is told nothing either; allowed again, he hears of what comes then.
            if self._gate.may_ask(subscription.place.user, subscription.place.chat):
                await self._tell(bot, subscription, delivery)

    async def _tell(self, bot: Bot, subscription: Subscription, delivery: Delivery) -> None:
        kept = self._records.articles.get(delivery.article)
        if kept is None:
            return
        words, place, lang = TEXTS[subscription.lang], subscription.place, subscription.lang
        blocks = [
            text(words.notice.format(words=subscription.words)),
            text(title_of(kept.article), bold=True),
            quote_block(_quote(kept, delivery.quote, subscription.words), words),
        ]

        def noted(message: int) -> None:
            self._records.retractions.showing(place.chat, message, [kept.article], lang)

        try:
            await send(
                bot, place.chat, blocks, topic=place.topic,
                keyboard=open_keyboard(kept.key, words, subscription.id), on_sent=noted,
            )  # fmt: skip
        except Forbidden:
            dropped = self._records.subscriptions.drop_chat(place.chat)
            _LOG.info("chat_gone", subscriptions=dropped)
        except TelegramError as exc:
            _LOG.warning("notice_lost", said=str(exc))
        else:
            self._metrics.notices.inc()

    async def _retract(self, bot: Bot) -> None:
        for chat, message, lang in self._records.retractions.waiting():
            # Opened from below an answer that does not quote it: that answer is shown again.
            stored = self._records.answers.by_message(chat, message)
            words = TEXTS[stored.lang if stored else cast("Lang", lang)]
            blocks, keyboard = [text(words.withdrawn)], None
            if stored is not None:
                blocks = answer_blocks(
                    stored.answer, words, lambda article: deep_link(bot.username, article), short=stored.short
                )
                keyboard = answer_keyboard(stored, words)
            try:
                await edit(bot, chat, message, blocks, keyboard)
            except (BadRequest, Forbidden) as exc:
                _LOG.info("not_retracted", said=str(exc))
            except TelegramError:
                return  # Telegram is not there: at the next look
            self._records.retractions.done(chat, message)
            if stored is not None:
                self._records.sent(stored, message)


def _quote(kept: StoredArticle, quote: QuoteSpan | None, words: str) -> Citation:
    """The quote that was found when the notice became due; where none was noted, the best by its words."""
    if quote is None:
        return quote_for(CatalogueEntry(kept.article, kept.source), terms_of(words))
    said = kept.article.field(quote.field)[quote.start : quote.end]
    return Citation(1, kept.article, kept.source, quote.field, quote.start, quote.end, said, quote.spans)
