"""A store's folder as its readers see it: where things lie, which generation is live, which one serves.

    data/
      CURRENT                 names the live generation; replaced atomically
      roots.json              the files and folders that this store indexes
      withdrawn.json          articles that were taken down (`vectorstore.takedown`)
      history.jsonl           what was published, when, by what
      writer.lock             held by the one process that may write
      embeddings.sqlite       vectors computed before (`vectorstore.cache`)
      seen.sqlite             digests of files by their stamps (`vectorstore.stamps`)
      store.json              this store's id in a Chroma server (`vectorstore.chroma.ownership`)
      generations/000042/
        manifest.json         written last: without it a folder is no generation
        catalogue.sqlite      sources, articles, chunks, the lexical index
        catalogue.stamp       the stamp that it had when it was last read whole (`vectorstore.unaltered`)
        chroma/               the vectors, unless they are a collection of a Chroma server
      generations/000041.damaged/   set aside; `wenbao gc` removes it

Nothing here writes; `vectorstore.generations` does.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.catalogue.serialise import issue_from_json
from vectorstore.errors import StoreDamaged, StoreEmpty
from vectorstore.inspection import plainly_damaged
from vectorstore.locks import Hold
from vectorstore.manifests import MANIFEST, read_manifest
from vectorstore.models import Manifest, Root

if TYPE_CHECKING:
    from vectorstore.chroma.api import ChromaServer

DAMAGED = ".damaged"
"""Behind the number of a generation that was set aside."""

_LOG = logging.getLogger("wenbao.store")


class StoreLayout:
    """Paths of a store's folder, and what its small files say."""

    def __init__(self, folder: Path, server: ChromaServer | None = None) -> None:
        """Describe a store.

        Args:
            folder: Where it lies, or will lie.
            server: Where new generations' vectors go; None: into the folder.
        """
        self.folder = folder
        self.server = server
        self._current = folder / "CURRENT"
        self._roots = folder / "roots.json"
        self._history = folder / "history.jsonl"
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

    def folders_of(self, generation: str) -> list[str]:
        """Names of what stands under a generation's number: itself, and what was set aside."""
        return [name for name in (generation, generation + DAMAGED) if self.path(name).is_dir()]

    def manifest(self, generation: str) -> Manifest:
        """Read a generation's manifest.

        Raises:
            StoreDamaged: It is missing or cannot be read.
        """
        return read_manifest(self.path(generation))

    def live(self) -> Manifest:
        """The manifest of the generation that serves.

        It is the live one, or where that is plainly damaged (a file missing or cut short, its catalogue
        written to), the newest whole one before it.

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
            damage = plainly_damaged(self.path(name), manifest.checksums)
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

    def roots_named(self) -> bool:
        """Whether a root was ever remembered here; one that was forgotten counts."""
        return self._roots.exists()

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

    def whole(self) -> list[str]:
        """Numbers of all generations that were finished, newest first."""
        return sorted((path.name for path in self._folders() if (path / MANIFEST).is_file()), reverse=True)

    def history(self) -> list[dict[str, Any]]:
        """What was published, oldest first; a line that a crash cut short is passed over."""
        rows = []
        with suppress(OSError), self._history.open(encoding="utf-8") as lines:
            for line in lines:
                with suppress(ValueError):
                    rows.append(json.loads(line))
        return rows

    def _folders(self) -> Iterator[Path]:
        yield from [path for path in self._generations.glob("[0-9]*") if path.name.isdecimal()]
