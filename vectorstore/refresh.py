"""From files to a live generation: plan, read, chunk, embed, build beside, verify, swap.

Until the swap, readers are served by the generation that was live before; whatever fails, that one
stays live.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import READER_VERSION
from corpus.chunking import CHUNKER_VERSION, TokenBudget, chunk_article
from corpus.errors import CorpusError
from corpus.identity import assign_ids
from corpus.models import Article, Chunk, Issue
from corpus.reading import read_source
from vectorstore import catalogue, dense
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue import Catalogue, SourceArticles
from vectorstore.errors import NothingToIndex, StoreDamaged, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.models import (
    EmbeddingModel,
    FailedSource,
    Manifest,
    RefreshReport,
    Root,
    SourceLeftOut,
    StoredSource,
)
from vectorstore.planning import Plan, PlannedSource, compare, make_plan
from vectorstore.progress import Progress, Silent

EMBED_AT_ONCE = 256
"""Chunks embedded between two commits of the cache: seconds of work that a kill can cost."""

CANARIES = 16
"""Chunks whose own vector must find them before a generation goes live."""

CANARY_SIMILARITY = 0.999
"""A stored vector is the same 32-bit numbers that are searched for: only rounding parts them."""


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What a refresh was asked to do.

    Attributes:
        paths: Files and folders to look at and to remember; none means all remembered roots.
        issue: What the flags say of the pages under `paths`.
        default_root: Indexed where no root is remembered and no path is named.
        samples: The bundled pages' folder, which serves while there is no root at all.
        rebuild: Read and build everything again.
    """

    samples: Path
    paths: tuple[Path, ...] = ()
    issue: Issue = field(default_factory=Issue)
    default_root: Path | None = None
    rebuild: bool = False


@dataclass(slots=True)
class _Read:
    """One source's articles, ids as the source gave them."""

    source: StoredSource
    articles: list[Article]


def refresh(
    store: StoreFolder, embedder: EmbeddingModel, request: RefreshRequest, progress: Progress | None = None
) -> RefreshReport:
    """Bring the store up to date with its sources.

    Raises:
        NothingToIndex: No source under the paths that were named.
        StoreBusy: Another refresh is running.
        StoreUnwritable: The data folder cannot be written, or the disk is full.
        EmbeddingError: The model cannot be used.
    """
    with store.writer():
        try:
            return _Refresh(store, embedder, request, progress or Silent()).run()
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnwritable(f"the refresh failed while writing to {store.folder}: {exc}") from exc


class _Refresh:
    def __init__(
        self, store: StoreFolder, embedder: EmbeddingModel, request: RefreshRequest, progress: Progress
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._request = request
        self._progress = progress
        self._started = time.monotonic()
        self._failed: list[FailedSource] = []
        self._left_out: list[SourceLeftOut] = []

    def run(self) -> RefreshReport:
        roots, looked_at, samples = self._roots()
        live, manifest = self._live()
        fingerprint = self._fingerprint()
        reread = self._request.rebuild or manifest is None or manifest.fingerprint != fingerprint
        try:
            before = live.sources() if live else []
            plan = make_plan(before, roots, looked_at, reread=reread)
            self._failed.extend(plan.failed)
            read = self._read(plan, live)
        finally:
            if live:
                live.close()
        if not any(entry.source.key.root in looked_at for entry in read):
            raise NothingToIndex(self._nothing())
        if not samples:
            self._store.remember_roots(roots)
        after = [entry.source for entry in read]
        embedded = 0
        if manifest is None or reread or after != before:
            manifest, embedded = self._build(read, fingerprint, samples=samples)
        changes = compare(before, after)
        return RefreshReport(
            generation=manifest.generation,
            added=changes.added,
            changed=changes.changed,
            removed=changes.removed,
            unchanged=changes.unchanged,
            failed=tuple(self._failed),
            left_out=tuple(self._left_out),
            articles=manifest.articles,
            chunks=manifest.chunks,
            embedded=embedded,
            seconds=round(time.monotonic() - self._started, 3),
        )

    def _roots(self) -> tuple[list[Root], list[str], bool]:
        """All roots afterwards, which of them to look at, and whether they are the samples."""
        roots = {root.path: root for root in self._store.roots()}
        named = [path.resolve() for path in self._request.paths]
        if not named and not roots and self._request.default_root:
            named = [self._request.default_root.resolve()]
        for path in named:
            said = self._request.issue
            known = roots.get(str(path), Root(str(path)))
            roots[str(path)] = replace(known, issue=said.or_else(known.issue))
        if not roots:
            samples = Root(str(self._request.samples.resolve()))
            return [samples], [samples.path], True
        return list(roots.values()), [str(path) for path in named] or list(roots), False

    def _live(self) -> tuple[Catalogue | None, Manifest | None]:
        generation = self._store.current()
        if generation is None:
            return None, None
        try:
            manifest = self._store.manifest(generation)
            return Catalogue(self._store.catalogue(generation)), manifest
        except (StoreDamaged, sqlite3.Error):
            if self._request.rebuild:
                return None, None
            raise

    def _fingerprint(self) -> str:
        parts = (self._embedder.info.fingerprint, f"chunker {CHUNKER_VERSION}", f"reader {READER_VERSION}")
        return sha256("\n".join(parts).encode()).hexdigest()[:32]

    def _read(self, plan: Plan, live: Catalogue | None) -> list[_Read]:
        self._progress.stage("reading", len(plan.sources))
        known = {source.key: source for source in live.sources()} if live else {}
        read = []
        for planned in plan.sources:
            entry = self._read_one(planned) if planned.read else None
            old = known.get(planned.source.key)
            if entry is None and live and old:
                entry = _Read(old, live.articles_of(old.key))
            if entry is not None:
                read.append(entry)
            self._progress.advance()
        return read

    def _read_one(self, planned: PlannedSource) -> _Read | None:
        source = planned.source
        try:
            parsed = read_source(planned.file, Path(source.key.root), source.issue)
        except CorpusError as exc:
            self._failed.append(FailedSource(source.name, str(exc)))
            return None
        self._failed.extend(FailedSource(source.name, problem) for problem in parsed.problems)
        self._left_out.extend(SourceLeftOut(source.name, rest) for rest in parsed.left_out)
        return _Read(source, list(parsed.articles))

    def _nothing(self) -> str:
        first = self._failed[0]
        more = f" (and {len(self._failed) - 1} more like it)" if len(self._failed) > 1 else ""
        return f"nothing could be indexed: {first.source}: {first.error}{more}"

    def _build(self, read: Sequence[_Read], fingerprint: str, *, samples: bool) -> tuple[Manifest, int]:
        named = iter(assign_ids(article for entry in read for article in entry.articles))
        budget = TokenBudget(self._embedder.count_tokens, self._embedder.info.max_tokens)
        self._progress.stage("chunking", sum(len(entry.articles) for entry in read))
        sources = []
        for entry in read:
            rows = []
            for given in entry.articles:
                article = next(named)
                rows.append((article, given.id, chunk_article(article, budget)))
                self._progress.advance()
            sources.append(SourceArticles(entry.source, rows))
        chunks = [chunk for entry in sources for _, _, cut in entry.articles for chunk in cut]
        vectors, embedded = self._vectors(chunks)
        generation = self._store.begin()
        try:
            catalogue.write(self._store.catalogue(generation), sources)
            self._progress.stage("indexing", len(chunks))
            folder = self._store.vectors(generation)
            dense.write(folder, [chunk.id for chunk in chunks], vectors, self._progress.advance)
            _verify(folder, chunks, vectors)
            manifest = Manifest(
                generation=generation,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                fingerprint=fingerprint,
                model=self._embedder.info.name,
                model_fingerprint=self._embedder.info.fingerprint,
                dimension=self._embedder.info.dimension,
                sources=len(sources),
                articles=sum(len(entry.articles) for entry in sources),
                chunks=len(chunks),
                samples=samples,
            )
            self._store.publish(manifest)
        except BaseException:
            if self._store.current() != generation:
                self._store.discard(generation)
            raise
        return manifest, embedded

    def _vectors(self, chunks: Sequence[Chunk]) -> tuple[NDArray[np.float32], int]:
        """Vectors of shape (len(chunks), dimension) from the cache, else from the model."""
        model = self._embedder.info
        digests = [text_digest(chunk.embedding_text) for chunk in chunks]
        with EmbeddingCache(self._store.cache) as cache:
            known = cache.get(model.fingerprint, digests)
            missing = {
                digest: chunk.embedding_text
                for digest, chunk in zip(digests, chunks, strict=True)
                if digest not in known
            }
            self._progress.stage("embedding", len(missing))
            wanted = list(missing)
            for at in range(0, len(wanted), EMBED_AT_ONCE):
                batch = wanted[at : at + EMBED_AT_ONCE]
                made = self._embedder.passages([missing[digest] for digest in batch], self._progress.advance)
                cache.put(model.fingerprint, batch, made)
                known.update(zip(batch, made, strict=True))
        vectors = np.zeros((len(chunks), model.dimension), np.float32)
        for row, digest in enumerate(digests):
            vectors[row] = known[digest]
        return vectors, len(missing)


def _verify(folder: Path, chunks: Sequence[Chunk], vectors: NDArray[np.float32]) -> None:
    """Check that every vector is there and that canaries find themselves.

    Raises:
        StoreDamaged: They do not; the generation must not go live.
    """
    with closing(dense.DenseIndex(folder)) as index:
        if len(index) != len(chunks):
            raise StoreDamaged(f"the new generation holds {len(index)} vectors for {len(chunks)} chunks")
        step = max(1, len(chunks) // CANARIES)
        for row in range(0, len(chunks), step):
            best = index.search(vectors[row], 1)
            if not best or best[0].score < CANARY_SIMILARITY:
                raise StoreDamaged(f"the new generation does not find chunk {chunks[row].id}")
