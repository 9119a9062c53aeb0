"""The writing side of a store's folder: a row of generations, one of them live.

A generation is never edited once `CURRENT` has named it. A refresh builds the next one beside it,
and only the replacement of `CURRENT` makes it live; whatever an interrupted refresh left is swept
by the next. A generation that a reader holds (`vectorstore.locks.Hold`) is left until it lets go.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from vectorstore.catalogue.serialise import issue_to_json
from vectorstore.chroma.ownership import SPARES, sweep
from vectorstore.errors import NoSuchGeneration, StoreDamaged, StoreEmpty, StoreError
from vectorstore.files import flush, flush_tree, replace_text, writing
from vectorstore.inspection import plainly_damaged
from vectorstore.layout import DAMAGED, StoreLayout
from vectorstore.locks import unheld, writer_lock
from vectorstore.manifests import MANIFEST, write_manifest
from vectorstore.models import Manifest, Root
from vectorstore.unaltered import note_stamp

KEPT_BEHIND = 1
"""Generations kept behind the live one: the fallback when that one is damaged."""

_LOG = logging.getLogger("wenbao.store")


class StoreFolder(StoreLayout):
    """A store's folder with the few atomic steps that change it."""

    def remember_roots(self, roots: Sequence[Root]) -> None:
        """Replace the list of roots, atomically."""
        rows = [{"path": root.path, "issue": json.loads(issue_to_json(root.issue))} for root in roots]
        with writing(self.folder):
            replace_text(self._roots, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")

    @contextmanager
    def writer(self, doing: str = "refresh") -> Iterator[None]:
        """Hold the store's writer lock; an operating-system lock, so a dead holder frees it.

        Raises:
            StoreBusy: Another process holds it; the message names it.
            StoreUnwritable: The folder cannot be made or written.
        """
        with writer_lock(self.folder, doing):
            yield

    def begin(self) -> str:
        """Sweep what is no longer needed and make the next generation's empty folder; its number."""
        with writing(self.folder):
            self._generations.mkdir(exist_ok=True)
            self.collect()
            numbers = [int(path.name[:6]) for path in self._generations.glob("[0-9]*")]
            numbers += [int(row["generation"]) for row in self.history()]
            generation = f"{max(numbers, default=0) + 1:06d}"
            self.path(generation).mkdir()
        return generation

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest and flush the generation to disk: from here on it is whole, but not live."""
        folder = self.path(manifest.generation)
        with writing(self.folder):
            write_manifest(folder, manifest)
            flush_tree(folder)
            flush(self._generations)
        note_stamp(folder)

    def publish(self, manifest: Manifest) -> None:
        """Make a whole generation the live one."""
        if not (self.path(manifest.generation) / MANIFEST).exists():
            self.seal(manifest)
        with writing(self.folder):
            replace_text(self._current, manifest.generation + "\n")
            self._note(manifest.made_by, manifest)
            self.collect()

    def discard(self, generation: str) -> None:
        """Remove a generation that was never published."""
        shutil.rmtree(self.path(generation), ignore_errors=True)
        self._sweep()

    def set_aside(self, generation: str) -> None:
        """Take a damaged generation out of the row; where it was live, the one before it serves."""
        with writing(self.folder):
            aside = self.path(generation + DAMAGED)
            if self.path(generation).exists():
                shutil.rmtree(aside, ignore_errors=True)
                self.path(generation).rename(aside)
                flush(self._generations)
            with suppress(StoreDamaged):
                if self.current() not in {None, generation}:
                    return
            whole = self.whole()
            if whole:
                replace_text(self._current, whole[0] + "\n")
            else:
                self._current.unlink(missing_ok=True)

    def mend(self) -> list[str]:
        """Set aside what is plainly damaged, so that `CURRENT` names a whole generation again.

        Returns:
            What was wrong, one line each; empty where nothing was.
        """
        said: list[str] = []
        while True:
            try:
                manifest, damage = self.serving()
            except StoreEmpty:
                return said
            except StoreDamaged as exc:
                damage, manifest = str(exc), None
            if not damage:
                return said
            said.append(damage)
            live = None
            with suppress(StoreDamaged):
                live = self.current()
            if live is not None:
                self.set_aside(live)
            elif manifest is not None:
                with writing(self.folder):
                    replace_text(self._current, manifest.generation + "\n")
            else:
                with writing(self.folder):
                    self._current.unlink(missing_ok=True)
                    for path in self._folders():
                        self.set_aside(path.name)
                return said

    def roll_back(self) -> Manifest:
        """Make the generation before the live one live again; the manifest of that.

        What a takedown keeps as its fallback says the same as the live one: that is none to go back to.

        Raises:
            NoSuchGeneration: There is none, or it is damaged.
        """
        live = self.current()
        twin = False
        for name in [name for name in self.whole() if live is not None and name < live]:
            with suppress(StoreDamaged):
                manifest = self.manifest(name)
                if live is not None and self._is_twin(manifest, live):
                    twin = True
                elif not plainly_damaged(self.path(name), manifest.checksums) and self._has_vectors(manifest):
                    with writing(self.folder):
                        replace_text(self._current, name + "\n")
                        self._note("rollback", manifest)
                    return manifest
        if twin:
            raise NoSuchGeneration(
                "the last change took an article down, and going back never brings one back:"
                " `wenbao remove ID --undo` does"
            )
        raise NoSuchGeneration(f"there is no whole generation before {live or 'the first'} to go back to")

    def collect(self, *, everything: bool = False) -> int:
        """Remove every generation but the live one and `KEPT_BEHIND` whole ones before it.

        Args:
            everything: Also those that were set aside and the one that was kept behind, for `gc`.

        Returns:
            How many were removed. One that a reader holds stays until a later call.
        """
        with suppress(StoreDamaged):
            live = self.current()
            whole = self.whole()
            before = [name for name in whole if live is not None and name < live]
            kept = {live, *before[: 0 if everything else KEPT_BEHIND]} if live else set(whole)
            gone = [path for path in self._folders() if path.name not in kept]
            gone += self._generations.glob(f"*{DAMAGED}") if everything else []
            removed = sum(self._remove(path) for path in gone)
            self._sweep(0 if everything else SPARES)
            return removed
        return 0

    def drop_older(self, generation: str) -> None:
        """Remove all generations before one, even those that a reader holds: for a takedown."""
        for path in self._generations.glob("[0-9]*"):
            if path.name[:6] < generation:
                shutil.rmtree(path, ignore_errors=True)
        if self.server is not None:
            sweep(self, self.server, spares=0)

    def _is_twin(self, manifest: Manifest, live: str) -> bool:
        """Whether a generation is the live one's fallback of the same takedown, and the live one serves."""
        with suppress(StoreDamaged):
            now = self.manifest(live)
            same = manifest.made_by == now.made_by == "remove" and manifest.withdrawals == now.withdrawals
            return same and not plainly_damaged(self.path(live), now.checksums)
        return False

    def _has_vectors(self, manifest: Manifest) -> bool:
        """Whether a server that is set still has a generation's collection; a folder's files are stamped."""
        if self.server is None or not manifest.collection:
            return True
        return self.server.about(manifest.collection) is not None

    def _sweep(self, spares: int = SPARES) -> None:
        """Remove the collections that went with their generations; what fails is left to a later call."""
        if self.server is not None:
            try:
                sweep(self, self.server, spares=spares)
            except StoreError as exc:
                _LOG.info("left for later: %s", exc)

    def _note(self, what: str, manifest: Manifest) -> None:
        row = {
            "generation": manifest.generation,
            "created": manifest.created,
            "made_by": what,
            "base": manifest.base,
            "sources": asdict(manifest.changes),
            "articles": manifest.articles,
            "chunks": manifest.chunks,
        }
        with self._history.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _remove(self, path: Path) -> bool:
        with unheld(path / MANIFEST) as free:
            if free:
                # First, so that no half removed generation can pass for a whole one.
                (path / MANIFEST).unlink(missing_ok=True)
                shutil.rmtree(path, ignore_errors=True)
            return free
