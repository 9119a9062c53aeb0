"""The store's folder: a row of generations, one of them live.

    data/
      CURRENT                 names the live generation; replaced atomically
      roots.json              the files and folders that this store indexes
      withdrawn.json          articles that were taken down (`vectorstore.takedown`)
      history.jsonl           what was published, when, by what
      writer.lock             held by the one process that may write
      embeddings.sqlite       vectors computed before (`vectorstore.cache`)
      seen.sqlite             digests of files by their stamps (`vectorstore.stamps`)
      generations/000042/
        manifest.json         written last: without it a folder is no generation
        catalogue.sqlite      sources, articles, chunks, the lexical index
        chroma/               the vectors
      generations/000041.damaged/   set aside; `wenbao gc` removes it

A generation is never edited once `CURRENT` has named it. A refresh builds the next one beside it,
and only the replacement of `CURRENT` makes it live; whatever an interrupted refresh left is swept
by the next. A generation that a reader holds (`vectorstore.locks.Hold`) is left until it lets go.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vectorstore.errors import NoSuchGeneration, StoreDamaged, StoreEmpty
from vectorstore.files import flush, flush_tree, replace_text, writing
from vectorstore.inspection import MANIFEST, cut_short
from vectorstore.locks import Hold, unheld, writer_lock
from vectorstore.models import Changes, Manifest, Root
from vectorstore.serialise import issue_from_json, issue_to_json

KEPT_BEHIND = 1
"""Generations kept behind the live one: the fallback when that one is damaged."""

DAMAGED = ".damaged"
"""Behind the number of a generation that was set aside."""

_LOG = logging.getLogger("wenbao.store")


class StoreFolder:
    """Paths and the few atomic steps of a store's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = folder / "CURRENT"
        self._roots = folder / "roots.json"
        self._generations = folder / "generations"

    @property
    def cache(self) -> Path:
        """The embedding cache's file."""
        return self.folder / "embeddings.sqlite"

    @property
    def stamps(self) -> Path:
        """The file of digests by stamps."""
        return self.folder / "seen.sqlite"

    @property
    def withdrawn(self) -> Path:
        """The list of articles that were taken down."""
        return self.folder / "withdrawn.json"

    def path(self, generation: str) -> Path:
        """A generation's folder."""
        return self._generations / generation

    def catalogue(self, generation: str) -> Path:
        """A generation's catalogue file."""
        return self.path(generation) / "catalogue.sqlite"

    def vectors(self, generation: str) -> Path:
        """A generation's Chroma folder."""
        return self.path(generation) / "chroma"

    def current(self) -> str | None:
        """What `CURRENT` says: the live generation's number, or None where there is none yet.

        Raises:
            StoreDamaged: It says nothing that can be a number.
        """
        try:
            name = self._current.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise StoreDamaged(
                f"{self._current} cannot be read ({exc}): run `wenbao verify --repair`"
            ) from exc
        if not name.isdecimal():
            raise StoreDamaged(f"{self._current} names no generation: run `wenbao verify --repair`")
        return name

    def manifest(self, generation: str) -> Manifest:
        """Read a generation's manifest.

        Raises:
            StoreDamaged: It is missing or cannot be read.
        """
        path = self.path(generation) / MANIFEST
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            if fields.pop("sha256") != _digest(fields):
                raise ValueError("it does not hold what was written to it")  # noqa: TRY301
            fields["changes"] = Changes(**fields["changes"])
            fields["checksums"] = {name: (size, sha) for name, (size, sha) in fields["checksums"].items()}
            return Manifest(**fields)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
            raise StoreDamaged(
                f"the manifest {path} cannot be read ({exc}): run `wenbao verify --repair`"
            ) from exc

    def live(self) -> Manifest:
        """The manifest of the generation that serves.

        It is the live one, or where that is plainly damaged (a file missing or cut short), the newest
        whole one before it.

        Raises:
            StoreEmpty: Nothing has been indexed yet.
            StoreDamaged: No generation is whole.
        """
        manifest, damage = self.serving()
        if damage:
            _LOG.warning("%s; generation %s serves", damage, manifest.generation)
        return manifest

    def serving(self) -> tuple[Manifest, str]:
        """The same, with what is wrong with the live generation ("" where nothing is)."""
        said = ""
        try:
            live = self.current()
        except StoreDamaged as exc:
            live, said = None, str(exc)
        before = [name for name in self.whole() if live is None or name < live]
        if live is None and not said:
            if not before:
                raise StoreEmpty(f"nothing is indexed in {self.folder} yet: run `wenbao refresh`")
            said = f"{self._current} is missing: run `wenbao verify --repair`"
        for name in [live, *before] if live else before:
            try:
                manifest = self.manifest(name)
            except StoreDamaged as exc:
                said = said or str(exc)
                continue
            damage = cut_short(self.path(name), manifest.checksums)
            if not damage:
                return manifest, said
            said = said or f"generation {name} is damaged ({damage[0]}): run `wenbao verify --repair`"
        raise StoreDamaged(said)

    def hold(self, generation: str) -> Hold:
        """Keep a generation from being collected for as long as the hold lasts.

        Raises:
            FileNotFoundError: It has just been collected; look at `live` again.
        """
        return Hold(self.path(generation) / MANIFEST)

    def roots(self) -> tuple[Root, ...]:
        """The remembered roots, in the order in which they were first named."""
        try:
            rows = json.loads(self._roots.read_text(encoding="utf-8"))
            return tuple(Root(row["path"], issue_from_json(json.dumps(row["issue"]))) for row in rows)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except (OSError, ValueError, TypeError, KeyError) as exc:
            raise StoreDamaged(
                f"the list of roots {self._roots} cannot be read ({exc}): delete it and name the"
                " folders again with `wenbao refresh PATH`"
            ) from exc

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
            fields = asdict(manifest)
            text = json.dumps(fields | {"sha256": _digest(fields)}, ensure_ascii=False, indent=1) + "\n"
            (folder / MANIFEST).write_text(text, encoding="utf-8")
            flush_tree(folder)
            flush(self._generations)

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

        Raises:
            NoSuchGeneration: There is none, or it is damaged.
        """
        live = self.current()
        for name in [name for name in self.whole() if live is not None and name < live]:
            with suppress(StoreDamaged):
                manifest = self.manifest(name)
                if not cut_short(self.path(name), manifest.checksums):
                    with writing(self.folder):
                        replace_text(self._current, name + "\n")
                        self._note("rollback", manifest)
                    return manifest
        raise NoSuchGeneration(f"there is no whole generation before {live or 'the first'} to go back to")

    def whole(self) -> list[str]:
        """Numbers of all generations that were finished, newest first."""
        return sorted((path.name for path in self._folders() if (path / MANIFEST).is_file()), reverse=True)

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
            return sum(self._remove(path) for path in gone)
        return 0

    def drop_older(self, generation: str) -> None:
        """Remove all generations before one, even those that a reader holds: for a takedown."""
        for path in self._generations.glob("[0-9]*"):
            if path.name[:6] < generation:
                shutil.rmtree(path, ignore_errors=True)

    def history(self) -> list[dict[str, Any]]:
        """What was published, oldest first; a line that a crash cut short is passed over."""
        rows = []
        with suppress(OSError), (self.folder / "history.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                with suppress(ValueError):
                    rows.append(json.loads(line))
        return rows

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
        with (self.folder / "history.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _remove(self, path: Path) -> bool:
        with unheld(path / MANIFEST) as free:
            if free:
                # First, so that no half removed generation can pass for a whole one.
                (path / MANIFEST).unlink(missing_ok=True)
                shutil.rmtree(path, ignore_errors=True)
            return free

    def _folders(self) -> list[Path]:
        return [path for path in self._generations.glob("[0-9]*") if path.name.isdecimal()]


def _digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
