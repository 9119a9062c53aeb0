"""From a plan to the sources of the next generation: the new ones read, the others as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import CorpusError
from corpus.reading import read_source
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.edits import Entry
from vectorstore.models import FailedSource, SourceLeftOut
from vectorstore.planning import Plan, PlannedSource
from vectorstore.progress import Progress


@dataclass(slots=True)
class Intake:
    """What was read.

    Attributes:
        entries: The next generation's sources, in order.
        failed: Those that could not be read, and the parts of others.
        left_out: What the sources that were read hold beside articles.
    """

    entries: list[Entry] = field(default_factory=list)
    failed: list[FailedSource] = field(default_factory=list)
    left_out: list[SourceLeftOut] = field(default_factory=list)


def take_in(plan: Plan, live: Catalogue | None, progress: Progress, *, carried: bool) -> Intake:
    """Read what is new.

    Args:
        plan: The next generation's sources.
        live: Where to take those from that are not read, or cannot be.
        progress: Watches.
        carried: Leave their articles in the live generation's catalogue, which will be copied.
    """
    progress.stage("reading", sum(planned.read for planned in plan.sources))
    known = {source.key: source for source in live.sources()} if live else {}
    problems = live.problems() if live and not carried else {}
    intake = Intake()
    for planned in plan.sources:
        entry = _read(planned, intake) if planned.read else None
        old = known.get(planned.source.key)
        if entry is None and live and old:
            entry = Entry(old, None if carried else live.articles_of(old.key), problems.get(old.key, ()))
        if entry is not None:
            intake.entries.append(entry)
        if planned.read:
            progress.advance()
    return intake


def known_problems(plan: Plan, looked_at: Sequence[str], live: Catalogue) -> Iterator[FailedSource]:
    """What could not be read of sources that did not change: told at each refresh, for it still lacks."""
    known = live.problems()
    failed = {failure.source for failure in plan.failed}
    for planned in plan.sources if known else ():
        source = planned.source
        if not planned.read and source.key.root in looked_at and source.name not in failed:
            for problem in known.get(source.key, ()):
                yield FailedSource(source.name, problem)


def _read(planned: PlannedSource, intake: Intake) -> Entry | None:
    source = planned.source
    try:
        parsed = read_source(planned.file, Path(source.key.root), source.issue)
    except CorpusError as exc:
        intake.failed.append(FailedSource(source.name, str(exc)))
        return None
    intake.failed.extend(FailedSource(source.name, problem) for problem in parsed.problems)
    intake.left_out.extend(SourceLeftOut(source.name, rest) for rest in parsed.left_out)
    return Entry(source, parsed.articles, parsed.problems)
