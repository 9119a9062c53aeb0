"""A takedown: one article out of the live generation, the kept one and the cache, and out it stays.

The list of what was taken down is written first: whatever is interrupted after that, the next refresh goes
on. What identifies the article is its content (or the id that its source gave): a copy under another name
is taken down with it, a page that is printed anew with another text is another article. Answers that are
stored elsewhere (the Telegram bot's, a language model's) are taken care of by their keepers.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime

from vectorstore import withdrawals
from vectorstore.building import Task, build
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import Entry
from vectorstore.errors import NothingToIndex, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.models import Changes, EmbeddingModel, Manifest, RefreshReport, Withdrawn
from vectorstore.progress import Progress, Silent
from vectorstore.refresh import RefreshRequest, refresh_locked

GRACE = 5.0
"""Seconds for which a question that is being answered from an older generation may go on: fifty times the
95th percentile of the evaluation sets (docs/quality.md). A reader that idles notices at its next question."""

Keeper = Callable[[Withdrawn], object]
"""Takes an article out of answers that are stored outside the generations."""


def take_down(
    store: StoreFolder,
    embedder: EmbeddingModel,
    article_id: str,
    progress: Progress | None = None,
    keepers: Sequence[Keeper] = (),
) -> Withdrawn:
    """Take an article out of the archive.

    Args:
        store: The store.
        embedder: The model that the archive is indexed with.
        article_id: Whole id of an article of the live generation.
        progress: Watches.
        keepers: Told once the article is on the list, and again when no generation holds it any longer: an
            answer may have been given from the old one, and stored, in between.

    Raises:
        NothingToIndex: There is no such article.
        StoreBusy: Another process is writing.
        StoreUnwritable: The data folder cannot be written.
    """
    with store.writer("remove"):
        try:
            return _take_down(store, embedder, article_id, progress or Silent(), keepers)
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnwritable(f"the takedown failed while writing to {store.folder}: {exc}") from exc


def put_back(
    store: StoreFolder,
    embedder: EmbeddingModel,
    taken: Withdrawn,
    request: RefreshRequest,
    progress: Progress | None = None,
) -> RefreshReport:
    """Undo a takedown: the sources are read again, and the article comes back if one still holds it."""
    with store.writer("remove --undo"):
        known = withdrawals.load(store.withdrawn)
        left = [row for row in known.articles.values() if row.content != taken.content]
        withdrawals.save(store.withdrawn, left, known.count + 1)
        return refresh_locked(store, embedder, request, progress)


def _take_down(
    store: StoreFolder,
    embedder: EmbeddingModel,
    article_id: str,
    progress: Progress,
    keepers: Sequence[Keeper],
) -> Withdrawn:
    store.mend()
    live = store.live()
    with closing(Catalogue(store.catalogue(live.generation))) as catalogue:
        entry, content = catalogue.entry(article_id), catalogue.content_of(article_id)
        if entry is None or content is None:
            raise NothingToIndex(f"there is no article {article_id!r}: `wenbao articles` lists them")
        digests = [text_digest(chunk.embedding_text) for chunk in catalogue.chunks_of_content(content)]
        entries = [Entry(source, None) for source in catalogue.sources()]
    known = withdrawals.load(store.withdrawn)
    taken = Withdrawn(
        id=article_id,
        content=content,
        headline=entry.article.headline or "",
        when=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    articles = {**known.articles, content: taken}
    withdrawals.save(store.withdrawn, list(articles.values()), known.count + 1)
    for keeper in keepers:
        keeper(taken)

    def without(base: Manifest) -> Manifest:
        task = Task(
            entries=entries,
            base=base,
            withdrawn=articles.keys(),
            withdrawals=known.count + 1,
            fingerprint=base.fingerprint,
            made_by="remove",
            changes=Changes(unchanged=len(entries)),
            samples=base.samples,
            tidy=True,
        )
        return build(store, embedder, task, progress)[0]

    first = without(live)
    without(first)  # the fallback may not hold the article either: keep one that does not
    _drop_older(store, first.generation)
    with EmbeddingCache(store.cache) as cache:
        cache.forget(digests)
    for keeper in keepers:
        keeper(taken)
    return taken


def _drop_older(store: StoreFolder, generation: str) -> None:
    deadline = time.monotonic() + GRACE
    while any(name < generation for name in store.whole()) and time.monotonic() < deadline:
        store.collect()
        time.sleep(0.05)
    store.drop_older(generation)
