"""What a refresh has to do: which sources to read, and which to carry over, by content hash.

A source is looked at where its root was named (or all roots were); the sources of other roots are
carried over. What vanished under a root that was looked at is removed; what cannot be read is not
gone: it is carried over and reported. A file under two roots belongs to the deeper one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.discovery import discover, read_bytes
from corpus.errors import CorpusError, SourceUnreadable
from corpus.readers import READERS
from vectorstore.errors import TooMuchGone
from vectorstore.models import Changes, FailedSource, Root, SourceKey, StoredSource
from vectorstore.stamps import Stamps, status


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """One source of the next generation.

    Attributes:
        source: With the digest of the file as it was seen while planning.
        read: Whether to read the file; else its articles come from the live generation.
    """

    source: StoredSource
    read: bool

    @property
    def file(self) -> Path:
        """Where the source lies."""
        return Path(self.source.key.root) / self.source.key.path


@dataclass(slots=True)
class Plan:
    """The next generation's sources in the archive's order, and what else lies under the roots.

    Attributes:
        sources: In order.
        failed: What cannot be read.
        passed_over: Suffix (in lower case) → files of a kind that no reader knows.
    """

    sources: list[PlannedSource] = field(default_factory=list)
    failed: list[FailedSource] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


GONE_SHARE = 0.3
"""The share of a root's known sources that may vanish in one refresh without `--force`. A paper takes
single pages back; a third of a folder at once is a disk that is not mounted or a mistaken `rm`. Chosen, not
measured: refusing costs one more command, dropping in error costs the archive's answers."""

GONE_FEW = 2
"""Fewer sources than this may always go: one page of two is somebody tidying up."""


def make_plan(
    live: Sequence[StoredSource],
    roots: Sequence[Root],
    looked_at: Sequence[str],
    stamps: Stamps,
    *,
    reread: bool,
    force: bool = False,
) -> Plan:
    """Compare the files with the live generation.

    Args:
        live: The live generation's sources.
        roots: All roots of the next generation, in order.
        looked_at: Absolute paths of the roots whose files are compared; others are carried over.
        stamps: Digests of files that were read before.
        reread: Read every source again that can be read (another splitter, or `--rebuild`).
        force: Take a root in which no page is left at its word; else what was indexed of it is kept.
    """
    plan = Plan()
    folders = [Path(root.path) for root in roots]
    known = {source.key: source for source in live}
    for root in roots:
        mine = [source for source in live if source.key.root == root.path]
        found, listed = _files(root, plan, folders, stamps) if root.path in looked_at else ([], False)
        if found:
            _compare(root, found, known, plan, reread=reread)
            continue
        if listed and mine and force:
            continue
        if listed:
            plan.failed.append(_nothing_there(root, len(mine)))
        kept = (source for source in mine if _owner(source.key, folders) == root.path)
        plan.sources.extend(PlannedSource(source, read=False) for source in kept)
    return plan


def compare(before: Sequence[StoredSource], after: Sequence[StoredSource]) -> Changes:
    """Count what differs; a file that only changed its name or place is unchanged."""
    old = {source.key: source for source in before}
    new = {source.key: source for source in after}
    changed = sum(
        1
        for key, source in new.items()
        if key in old and (source.sha256, source.issue) != (old[key].sha256, old[key].issue)
    )
    gone = Counter((s.sha256, s.issue) for key, s in old.items() if key not in new)
    come = Counter((s.sha256, s.issue) for key, s in new.items() if key not in old)
    renamed = (gone & come).total()
    added = come.total() - renamed
    return Changes(added, changed, gone.total() - renamed, len(new) - changed - added)


def require_few_gone(
    live: Sequence[StoredSource], roots: Sequence[Root], after: Sequence[StoredSource]
) -> None:
    """Refuse what looks like an accident: a large share of a root's sources gone at once.

    Args:
        live: The live generation's sources.
        roots: Those that are still wanted: a root that was forgotten was meant to go.
        after: The next generation's sources; one that only moved is not gone.

    Raises:
        TooMuchGone: The message names the root, the numbers and what to do.
    """
    staying = set(after)
    moved = Counter(source.sha256 for source in after) - Counter(
        source.sha256 for source in live if source in staying
    )
    keys = {source.key for source in after}
    for root in roots:
        mine = [source for source in live if source.key.root == root.path]
        gone = 0
        for source in mine:
            if source.key not in keys:
                if moved[source.sha256] > 0:
                    moved[source.sha256] -= 1
                else:
                    gone += 1
        if gone >= GONE_FEW and gone > GONE_SHARE * len(mine):
            raise TooMuchGone(
                f"{gone} of the {len(mine)} sources under {root.path} are gone: is a disk not mounted?"
                " Nothing was changed; `wenbao refresh --force` says that it was meant"
            )


def display_name(root: Path, path: str) -> str:
    """How people see a source: the root's own name and the path below it, never the whole path."""
    return f"{root.name}/{path}" if path else root.name


def _compare(
    root: Root,
    found: Sequence[tuple[SourceKey, str | None]],
    known: dict[SourceKey, StoredSource],
    plan: Plan,
    *,
    reread: bool,
) -> None:
    for key, digest in found:
        old = known.get(key)
        if digest is None:
            if old is not None:
                plan.sources.append(PlannedSource(old, read=False))
            continue
        source = StoredSource(key, display_name(Path(root.path), key.path), digest, root.issue)
        plan.sources.append(PlannedSource(source, read=reread or source != old))


def _files(
    root: Root, plan: Plan, folders: Sequence[Path], stamps: Stamps
) -> tuple[list[tuple[SourceKey, str | None]], bool]:
    """Each source file of a root, with its digest, or None where it cannot be read.

    Returns:
        The files, and whether the root itself could be listed.
    """
    folder = Path(root.path)
    found: list[tuple[SourceKey, str | None]] = []
    try:
        for file in discover(folder, lambda path: plan.passed_over.update([path.suffix.lower()])):
            key = SourceKey(root.path, "" if file == folder else file.relative_to(folder).as_posix())
            if _owner(key, folders) == root.path:
                found.append((key, _digest(file, display_name(folder, key.path), plan, stamps)))
    except SourceUnreadable as exc:
        kept = f"what was indexed of it is kept, `wenbao sources --forget {folder}` drops it"
        plan.failed.append(FailedSource(folder.name, f"{exc}; {kept}"))
        return [], False
    return found, True


def _digest(file: Path, name: str, plan: Plan, stamps: Stamps) -> str | None:
    known = stamps.digest(file)
    if known is not None:
        return known
    before = status(file)
    try:
        digest = hashlib.sha256(read_bytes(file)).hexdigest()
    except CorpusError as exc:
        plan.failed.append(FailedSource(name, str(exc)))
        return None
    stamps.remember(file, before, digest)
    return digest


def _owner(key: SourceKey, folders: Sequence[Path]) -> str:
    file = Path(key.root) / key.path
    above = (folder for folder in folders if folder == file or folder in file.parents)
    return str(max(above, key=lambda folder: len(folder.parts)))


def _nothing_there(root: Root, known: int) -> FailedSource:
    said = f"there are no pages ({', '.join(READERS)}) under {root.path}"
    if known:
        said += f"; what was indexed of it ({known} sources) is kept, `wenbao refresh --force` drops it"
    return FailedSource(Path(root.path).name, said)
