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
from bot.telegram.keyboards import open_keyboard
from bot.telegram.markup import text
from bot.telegram.matching import citations_for, quote_for, terms_of
from bot.telegram.metrics import Metrics
from bot.telegram.models import Lang, Subscription
from bot.telegram.rendering import quote_block, title_of
from bot.telegram.searching import Searching
from bot.telegram.sending import edit, send
from bot.telegram.store import Records
from bot.telegram.texts import TEXTS
from vectorstore import withdrawals
from vectorstore.catalogue import Catalogue
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

    def __init__(self, searching: Searching, records: Records, metrics: Metrics, days: int) -> None:
        self._searching = searching
        self._store = searching.app.store
        self._records = records
        self._metrics = metrics
        self._days = days
        self._look = asyncio.Event()
        self._withdrawn: int | None = None
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
        current = await asyncio.to_thread(self._store.current)
        if current is not None and current != self._seen:
            await self._searching.keep(self._learn)
            self._seen = current
        await self._deliver(bot)

    def _withdraw(self) -> None:
        """Take out of the records what was taken down, by whichever process.

        It is done once more at the look after: an answer from the generation before may have been stored
        in between.
        """
        known = withdrawals.load(self._store.withdrawn)
        if known.count == self._withdrawn:
            return
        for taken in known.articles.values():
            self._records.withdraw(taken.id, taken.content)
        self._withdrawn = known.count if self._withdrawn == -known.count else -known.count

    def _learn(self) -> None:
        """Note which articles a new generation added, and for whom they are."""
        try:
            archive = self._searching.archive()
        except StoreError as exc:
            _LOG.warning("store_not_read", said=str(exc))
            return
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
            citations = citations_for(subscription.words, entries, self._searching.app.quoting.ask)
            for citation in citations[:MOST]:
                kept = [(citation.article, citation.source)]
                key = self._records.answers.keep_articles(kept)[0]
                self._records.subscriptions.due(subscription.id, key)

    async def _deliver(self, bot: Bot) -> None:
        subscriptions = {one.id: one for one in self._records.subscriptions.every()}
        for number, key in self._records.subscriptions.unsent():
            self._records.subscriptions.sending(number, key)
            subscription = subscriptions.get(number)
            if subscription is not None:
                await self._tell(bot, subscription, key)

    async def _tell(self, bot: Bot, subscription: Subscription, key: str) -> None:
        kept = self._records.answers.article(key)
        if kept is None:
            return
        words = TEXTS[subscription.lang]
        citation = quote_for(CatalogueEntry(kept.article, kept.source), terms_of(subscription.words))
        blocks = [
            text(words.notice.format(words=subscription.words)),
            text(title_of(kept.article), bold=True),
            quote_block(citation, words),
        ]
        place = subscription.place
        try:
            sent = await send(
                bot, place.chat, blocks, topic=place.topic,
                keyboard=open_keyboard(key, words, subscription.id),
            )  # fmt: skip
        except Forbidden:
            dropped = self._records.subscriptions.drop_chat(place.chat)
            _LOG.info("chat_gone", subscriptions=dropped)
        except TelegramError as exc:
            _LOG.warning("notice_lost", said=str(exc))
        else:
            self._metrics.notices.inc()
            self._records.retractions.showing(place.chat, sent, kept.article.id, subscription.lang)

    async def _retract(self, bot: Bot) -> None:
        for chat, message, lang in self._records.retractions.waiting():
            try:
                await edit(bot, chat, message, [text(TEXTS[cast("Lang", lang)].withdrawn)])
            except (BadRequest, Forbidden) as exc:
                _LOG.info("not_retracted", said=str(exc))
            except TelegramError:
                return  # Telegram is not there: at the next look
            self._records.retractions.done(chat, message)
