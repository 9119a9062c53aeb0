"""From files to a live generation: plan, read what is new, build beside, verify, swap.

Until the swap, readers are served by the generation that was live before; whatever fails, that one
stays live.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from corpus import READER_VERSION
from corpus.chunking import CHUNKER_VERSION
from corpus.models import Issue
from vectorstore import withdrawals
from vectorstore.building import Task, build
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.lexical import LEXICAL_VERSION
from vectorstore.catalogue.schema import LAYOUT
from vectorstore.catalogue.terms import TERMS_VERSION
from vectorstore.dense import in_place
from vectorstore.errors import NothingToIndex, StoreDamaged, StoreEmpty, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.intake import Intake, known_problems, take_in
from vectorstore.models import (
    Changes,
    EmbeddingModel,
    FailedSource,
    Manifest,
    RefreshReport,
    Root,
    StoredSource,
)
from vectorstore.planning import Plan, compare, make_plan, require_few_gone
from vectorstore.progress import Progress, Silent
from vectorstore.stamps import Stamps
from vectorstore.unfinished import finish_takedowns

_LOG = logging.getLogger("wenbao.store")


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What a refresh was asked to do.

    Attributes:
        paths: Files and folders to look at and to remember; none means all remembered roots.
        issue: What the flags say of the pages under `paths`.
        default_root: Indexed where no root is remembered and no path is named.
        samples: The bundled pages' folder, which serves until a root is named.
        rebuild: Read and build everything again.
        force: Let sources go however many they are, and be it all of a root.
        dry_run: Only tell what would be done; nothing is written.
    """

    samples: Path
    paths: tuple[Path, ...] = ()
    issue: Issue = field(default_factory=Issue)
    default_root: Path | None = None
    rebuild: bool = False
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Live:
    """The generation that serves while the next one is made."""

    manifest: Manifest
    catalogue: Catalogue


def refresh(
    store: StoreFolder, embedder: EmbeddingModel, request: RefreshRequest, progress: Progress | None = None
) -> RefreshReport:
    """Bring the store up to date with its sources.

    Raises:
        NothingToIndex: No source under the paths that were named.
        TooMuchGone: A large share of a root's sources vanished, and `force` was not said.
        StoreBusy: Another refresh is running.
        StoreUnwritable: The data folder cannot be written, or the disk is full.
        ServerUnreachable: The vectors go to a Chroma server that does not answer.
        EmbeddingError: The model cannot be used.
    """
    if request.dry_run:
        return _Refresh(store, embedder, request, progress or Silent()).run()
    with store.writer():
        return refresh_locked(store, embedder, request, progress)


def refresh_locked(
    store: StoreFolder, embedder: EmbeddingModel, request: RefreshRequest, progress: Progress | None = None
) -> RefreshReport:
    """The same for a caller that holds the writer lock."""
    try:
        for damage in store.mend():
            _LOG.warning("set aside: %s", damage)
        report = _Refresh(store, embedder, request, progress or Silent()).run()
        finish_takedowns(store)
    except (sqlite3.Error, OSError) as exc:
        raise StoreUnwritable(f"the refresh failed while writing to {store.folder}: {exc}") from exc
    return report


def fingerprint_of(embedder: EmbeddingModel) -> str:
    """What a generation made now would be made by; generations of two fingerprints are never mixed."""
    parts = (
        embedder.info.fingerprint,
        f"chunker {CHUNKER_VERSION}",
        f"reader {READER_VERSION}",
        f"terms {TERMS_VERSION}",
        f"lexical {LEXICAL_VERSION}",
        f"layout {LAYOUT}",
    )
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


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
        self._passed_over: tuple[tuple[str, int], ...] = ()

    def run(self) -> RefreshReport:
        live = self._live()
        try:
            return self._run(live)
        finally:
            if live:
                live.catalogue.close()

    def _run(self, live: _Live | None) -> RefreshReport:
        request = self._request
        withdrawn = withdrawals.load(self._store.withdrawn)
        fingerprint = fingerprint_of(self._embedder)
        whole = self._why_whole(live, fingerprint)
        # Made under another list of takedowns (undone since, a rollback, a backup), the live generation may
        # lack articles whose files did not change: only reading them again brings those back.
        other_list = live is not None and live.manifest.withdrawals != withdrawn.count
        reread = bool(whole) or other_list
        roots, looked_at, samples = self._roots(everything=reread)
        before = live.catalogue.sources() if live else []
        stamps = Stamps() if whole else Stamps.load(self._store.stamps)
        plan = make_plan(before, roots, looked_at, stamps, reread=reread, force=request.force)
        self._failed.extend(plan.failed)
        self._passed_over = tuple(plan.passed_over.most_common())
        if live:
            self._failed.extend(known_problems(plan, looked_at, live.catalogue))
        if not request.force:
            require_few_gone(before, roots, [planned.source for planned in plan.sources])
        # Asks a server whether it is there, before a page is read.
        placed = not request.dry_run and in_place(self._store, live.manifest if live else None)
        catalogue = live.catalogue if live else None
        intake = take_in(plan, catalogue, self._progress, carried=not whole)
        self._failed.extend(intake.failed)
        after = [entry.source for entry in intake.entries]
        if request.dry_run:
            return self._told(live, plan, before, after, whole)
        if self._failed and not any(source.key.root in looked_at for source in after):
            raise NothingToIndex(self._nothing())
        if not samples:
            self._store.remember_roots(roots)
        changes = compare(before, after)
        stamps.save(self._store.stamps, looked_at)
        nothing_new = placed and after == before and not reread
        if live is not None and nothing_new:
            return self._report(live.manifest, changes, 0, whole, intake)
        task = Task(
            entries=intake.entries,
            base=live.manifest if live else None,
            withdrawn=withdrawn.articles.keys(),
            withdrawals=withdrawn.count,
            fingerprint=fingerprint,
            made_by="rebuild" if request.rebuild else "refresh",
            changes=changes,
            samples=samples,
            whole=bool(whole),
            tidy=other_list,
        )
        manifest, embedded = build(self._store, self._embedder, task, self._progress)
        return self._report(manifest, changes, embedded, whole, intake)

    def _report(
        self, manifest: Manifest, changes: Changes, embedded: int, whole: str, intake: Intake
    ) -> RefreshReport:
        return RefreshReport(
            generation=manifest.generation,
            changes=changes,
            failed=tuple(self._failed),
            left_out=tuple(intake.left_out),
            articles=manifest.articles,
            chunks=manifest.chunks,
            embedded=embedded,
            seconds=round(time.monotonic() - self._started, 3),
            whole=whole,
            passed_over=self._passed_over,
        )

    def _told(
        self,
        live: _Live | None,
        plan: Plan,
        before: Sequence[StoredSource],
        after: Sequence[StoredSource],
        whole: str,
    ) -> RefreshReport:
        """What a dry run found; it has read what is new, so that nothing unreadable is promised."""
        readable = set(after)
        known = {source.key for source in before}
        kept = {source.key for source in after}
        steps = [
            ("read again" if planned.source.key in known else "read", planned.source.name)
            for planned in plan.sources
            if planned.read and planned.source in readable
        ]
        steps += [("drop", source.name) for source in before if source.key not in kept]
        return RefreshReport(
            generation=live.manifest.generation if live else None,
            changes=compare(before, after),
            failed=tuple(self._failed),
            articles=live.manifest.articles if live else 0,
            chunks=live.manifest.chunks if live else 0,
            seconds=round(time.monotonic() - self._started, 3),
            dry_run=True,
            plan=tuple(steps),
            whole=whole,
            passed_over=self._passed_over,
        )

    def _roots(self, *, everything: bool) -> tuple[list[Root], list[str], bool]:
        """All roots afterwards, which of them to look at, and whether they are the samples."""
        roots = {root.path: root for root in self._store.roots()}
        named = [path.resolve() for path in self._request.paths]
        if not named and not roots and self._request.default_root:
            named = [self._request.default_root.resolve()]
        for path in named:
            said = self._request.issue
            known = roots.get(str(path), Root(str(path)))
            roots[str(path)] = replace(known, issue=said.or_else(known.issue))
        if not roots and not self._store.roots_named():
            samples = Root(str(self._request.samples.resolve()))
            return [samples], [samples.path], True
        looked_at = [str(path) for path in named] or list(roots)
        return list(roots.values()), list(roots) if everything else looked_at, False

    def _live(self) -> _Live | None:
        """The live generation, or None where there is none that can be read."""
        try:
            manifest = self._store.live()
            return _Live(manifest, Catalogue(self._store.catalogue(manifest.generation)))
        except StoreEmpty:
            return None
        except StoreDamaged as exc:
            _LOG.warning("%s; everything is read and built again", exc)
            return None

    def _why_whole(self, live: _Live | None, fingerprint: str) -> str:
        if live is None:
            return "there is no generation to go on from"
        if self._request.rebuild:
            return "--rebuild"
        if live.manifest.model_fingerprint != self._embedder.info.fingerprint:
            return f"the embedding model is now {self._embedder.info.name}, not {live.manifest.model}"
        if live.manifest.fingerprint != fingerprint:
            return "this version of Wenbao reads, cuts or stores pages differently"
        return ""

    def _nothing(self) -> str:
        first = self._failed[0]
        more = f" (and {len(self._failed) - 1} more like it)" if len(self._failed) > 1 else ""
        return f"nothing could be indexed: {first.source}: {first.error}{more}"
