"""Questions to the archive, off the event loop."""

from __future__ import annotations

import asyncio
import datetime
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from bot.composition import App
from retrieval.models import Answer, Filters, Passage, Turn
from retrieval.question.clock import anchor, shanghai_today
from vectorstore.errors import StoreEmpty

if TYPE_CHECKING:
    from retrieval.asker import OnText
    from vectorstore.archive import Archive

THREADS = 2
"""Questions that are searched for at once: searching computes, and more threads than cores only wait for
each other."""

THREADS_WITH_MODEL = 8
"""The same where a language model is asked, which mostly is waiting."""

WEEK = datetime.timedelta(days=6)

T = TypeVar("T")


class Searching:
    """The archive and its answerer behind a few threads."""

    def __init__(self, app: App) -> None:
        self.app = app
        threads = THREADS_WITH_MODEL if app.settings.llm else THREADS
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="wenbao-ask")
        # Apart from the questions: a refresh lasts minutes.
        self._keeping = ThreadPoolExecutor(2, thread_name_prefix="wenbao-keep")
        self._making = threading.Lock()
        self._works: set[Future[Any]] = set()

    async def ask(
        self,
        question: str,
        *,
        user: int,
        before: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer one question.

        Args:
            question: As it was asked.
            user: Who asks, and on whose budget of a language model.
            before: Earlier turns.
            filters: To which reports it is confined.
            on_text: Hears a streamed answer.

        Raises:
            QuestionEmpty: There is nothing but white space.
            StoreError: The store cannot be opened.
            EmbeddingError: The embedding model cannot be used.
        """

        def run() -> Answer:
            with self._making:  # made when first needed, by one thread
                answerer = self.app.answerer_for(str(user))
            return answerer.ask(question, filters=filters, before=before, on_text=on_text)

        return await self._in(self._pool, run)

    async def passages(self, question: str, most: int) -> tuple[Passage, ...]:
        """The passages nearest to a question, best first; none of an empty archive."""

        def run() -> tuple[Passage, ...]:
            from retrieval.search.retriever import HybridRetriever

            try:
                archive = self.archive()
            except StoreEmpty:
                return ()
            retriever = HybridRetriever(archive=archive, embedder=self.app.archive.embedder)
            return retriever.search(question, most).passages

        return await self._in(self._pool, run)

    def archive(self) -> Archive:
        """The live generation. Blocks: for use inside `run` and `keep`."""
        with self._making:
            live = self.app.archive
        return live.get()

    async def run(self, work: Callable[[], T]) -> T:
        """Do something short with the archive in a thread."""
        return await self._in(self._pool, work)

    async def keep(self, work: Callable[[], T]) -> T:
        """Do something long (a refresh, a check) in a thread of its own."""
        return await self._in(self._keeping, work)

    def warm(self) -> None:
        """Load model and archive before the first question. Blocks."""
        with self._making:
            archive, _ = self.app.archive, self.app.answerer
        archive.embedder.query("问")
        archive.get()

    def this_week(self) -> Filters:
        """The seven days up to today, or up to the newest issue of an archive that is behind. Blocks."""
        last, _ = anchor(self.archive().days[1], shanghai_today())
        return replace(Filters(), first=last - WEEK, last=last)

    def close(self) -> None:
        """Take no more work; what runs is left to end by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._keeping.shutdown(wait=False, cancel_futures=True)

    @property
    def running(self) -> int:
        """Works that a thread has begun and not ended; nobody may wait for them any longer."""
        return sum(work.running() for work in list(self._works))

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        future = pool.submit(work)
        self._works.add(future)
        future.add_done_callback(self._works.discard)
        return await asyncio.wrap_future(future)
