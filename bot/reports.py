"""How the store's state and a refresh are told to a person at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from bot.terminal import UNFOLDED, console, error_console, visible
from vectorstore.generations import StoreFolder
from vectorstore.models import Manifest, RefreshReport, Root


def counted(number: int, thing: str) -> str:
    """1 generation, 2 generations."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def print_refresh(report: RefreshReport) -> None:
    """Say what a refresh did, each failure on a line of its own on stderr."""
    parts = [
        f"{count} {word}"
        for count, word in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (report.unchanged, "unchanged"),
        )
        if count
    ]
    out = console()
    out.print(f"Sources: {', '.join(parts) or 'none'}.", soft_wrap=True)
    out.print(
        f"{counted(report.articles, 'article')} in {counted(report.chunks, 'chunk')},"
        f" {report.embedded} embedded;"
        f" generation {report.generation}, {report.seconds:.1f} s.",
        soft_wrap=True,
    )
    if report.left_out:
        reasons = Counter(rest.left_out.reason for rest in report.left_out)
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        out.print(f"Left out of the articles: {told} (`--json` lists them).", style="dim", soft_wrap=True)
    if not report.articles:
        out.print(
            "Nothing is indexed now: `wenbao refresh PATH` indexes the pages under PATH.", soft_wrap=True
        )
    _print_failures(report)


KINDS = 5
"""Kinds of files that were passed over which a person reads; `--json` gives all."""


def _print_failures(report: RefreshReport) -> None:
    if report.passed_over:
        from corpus.readers import READERS

        kinds = [f"{count} {suffix or 'without suffix'}" for suffix, count in report.passed_over[:KINDS]]
        more = ["…"] if len(report.passed_over) > KINDS else []
        said = f"Passed over: {', '.join([*kinds, *more])} (Wenbao reads {', '.join(READERS)})."
        error_console().print(visible(said), style="dim", soft_wrap=True)
    for failure in report.failed:
        error_console().print(
            Text.assemble(("not indexed ", "red"), visible(f"{failure.source}: {failure.error}")),
            soft_wrap=True,
        )


PLANNED = 50
"""Lines of a plan that a person reads; `--json` gives all."""


def print_plan(report: RefreshReport) -> None:
    """Say what a refresh would do, a source a line."""
    out = console()
    for what, name in report.plan[:PLANNED]:
        out.print(f"{what:<10} {visible(name)}", soft_wrap=True)
    if len(report.plan) > PLANNED:
        out.print(f"… and {len(report.plan) - PLANNED} more (`--json` lists them)", style="dim")
    counts = f"{report.added} added, {report.changed} changed, {report.removed} removed"
    out.print(f"Would be {counts}, {report.unchanged} unchanged; nothing was written.", soft_wrap=True)
    if report.whole:
        out.print(f"Everything would be built again: {visible(report.whole)}.", soft_wrap=True)
    _print_failures(report)


_MINUTE = len("2026-11-23T02:47")
"""Of a time in ISO 8601, up to its seconds."""


def print_history(rows: Sequence[Mapping[str, Any]], live: str | None, kept: Collection[str]) -> None:
    """List what was published, newest last, with what each changed; where no table fits, in words.

    The counts are of sources, as `refresh` tells them; a takedown changes none of them, but the articles. It
    makes two generations that say the same, the second as a fallback of its own: that one is listed.
    """
    out = console()
    rows = [row for row, after in zip(rows, [*rows[1:], {}], strict=True) if not _is_twin(row, after)]
    newest = {row.get("generation"): n for n, row in enumerate(rows)}  # after a rollback one stands twice
    table = Table(box=None, padding=(0, 1, 0, 0))
    for name in ("generation", "made, UTC", "by", "sources: added", "changed", "removed", "articles", ""):
        table.add_column(name, header_style="dim")
    words = []
    for n, row in enumerate(rows):
        generation, sources = str(row.get("generation")), row.get("sources") or {}
        state = "live" if generation == live else "kept" if generation in kept else ""
        told = state if newest[row.get("generation")] == n else ""
        made = str(row.get("created"))[:_MINUTE].replace("T", " ")
        cells = [generation, made, row.get("made_by")]
        cells += [sources.get(name, "") for name in ("added", "changed", "removed")]
        cells = [visible(str(cell)) for cell in (*cells, row.get("articles"), told)]
        table.add_row(*cells)
        words.append(
            f"{cells[0]} {cells[1]} {cells[2]}: sources {cells[3]} added, {cells[4]} changed,"
            f" {cells[5]} removed, {cells[6]} articles{told and f', {told}'}"
        )
    if Measurement.get(out, out.options.update(max_width=UNFOLDED), table).maximum <= out.width:
        out.print(table)
    else:
        for line in words:
            out.print(line)


def _is_twin(row: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    same = row.get("articles") == after.get("articles") and row.get("generation") == after.get("base")
    return same and row.get("made_by") == after.get("made_by") == "remove"


def print_sources(roots: Sequence[Root], live: Manifest | None) -> None:
    """List the roots, or say what serves in their place."""
    out = console()
    if not roots:
        if live and live.samples:
            out.print("The bundled sample pages serve until you name a PATH: wenbao refresh PATH")
        else:
            out.print("No file or folder is indexed: wenbao refresh PATH")
    for root in roots:
        said = [root.issue.paper, root.issue.city, root.issue.page and f"page {root.issue.page}"]
        said.append(root.issue.date.isoformat() if root.issue.date else None)
        told = ", ".join(part for part in said if part)
        out.print(visible(root.path) + (f"  ({visible(told)})" if told else ""), soft_wrap=True)


def print_status(
    manifest: Manifest,
    store: StoreFolder,
    days: tuple[str | None, str | None],
    papers: Sequence[tuple[str | None, int]],
    undated: int,
) -> None:
    """Show one generation as a small table."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    first, last = days
    covered = "" if first is None else first if first == last else f"{first} – {last}"
    without = f"{counted(undated, 'article')} without a date" if undated else ""
    roots = store.roots()
    rows = (
        ("articles", f"{manifest.articles} in {manifest.chunks} chunks, from {manifest.sources} sources"),
        ("days", "; ".join(filter(None, (covered, without))) or "–"),
        ("papers", ", ".join(f"{paper or 'unnamed'} ({count})" for paper, count in papers)),
        (
            "indexed",
            "the bundled sample pages" if manifest.samples else ", ".join(r.path for r in roots) or "–",
        ),
        ("model", f"{manifest.model}, {manifest.dimension} dimensions"),
        ("generation", f"{manifest.generation}, made {manifest.created}"),
        ("data", str(store.folder)),
        *((("vectors", f"in a Chroma server, {manifest.collection}"),) if manifest.collection else ()),
    )
    for name, value in rows:
        table.add_row(name, visible(value))
    console().print(table)
