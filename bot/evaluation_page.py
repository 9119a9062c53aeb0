"""An evaluation as one HTML page: tables, drawn plots, what was missed. It loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from retrieval.evaluation.comparison import Difference
from retrieval.evaluation.evaluate import UNANSWERABLE, Outcome, Report
from retrieval.evaluation.saved import Evaluation

COLUMNS = (
    ("questions", "questions"),
    ("hit@1", "hit_at_1"),
    ("hit@5", "hit_at_5"),
    ("hit@10", "hit_at_10"),
    ("MRR", "mrr"),
    ("answered", "answered"),
    ("quote holds", "quote_holds"),
    ("text holds", "text_holds"),
    ("quote length", "quote_length"),
    ("span F1", "span_f1"),
    ("refusal P", "refusal_precision"),
    ("refusal R", "refusal_recall"),
    ("refusal F1", "refusal_f1"),
)
"""Heading → measure."""

MISSED = 200
"""Missed questions that are listed: more would be looked up in the saved file."""

_WIDTH, _ROW, _LEFT, _FULL = 640, 24, 120, 380
_TOP, _BOTTOM = 10, 200
_TICKS = 5


def cell(measure: str, value: float | None) -> str:
    """A measure as people read it; – where nothing in the set bears on it."""
    if value is None:
        return "–"
    if measure in {"questions", "answerable", "gold_missing", "failed"}:
        return str(int(value))
    return f"{value:.0f}" if measure.endswith("_ms") or measure == "quote_length" else f"{value:.3f}"


def page(
    evaluation: Evaluation, other: Evaluation | None = None, differences: Sequence[Difference] = ()
) -> str:
    """Write the page.

    Args:
        evaluation: What is shown.
        other: What it was compared with.
        differences: How they differ.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parent / "templates"
    # Questions and file names are other people's text: every value is escaped.
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    groups = evaluation.groups
    missed = [outcome for outcome in evaluation.outcomes if _missed(outcome)]
    return environment.get_template("evaluation.html").render(
        evaluation=evaluation,
        report=evaluation.report,
        columns=[heading for heading, _ in COLUMNS],
        rows=[_row("all", evaluation.report), *(_row(name, report) for name, report in groups.items())],
        bars=_bars(groups),
        curve=_curve([outcome.milliseconds for outcome in evaluation.outcomes]),
        other=other,
        differences=differences,
        whiskers=_whiskers(differences),
        missed=[{"id": o.id, "question": o.question, "what": _missed(o)} for o in missed[:MISSED]],
        more=max(0, len(missed) - MISSED),
    )


def _row(name: str, report: Report) -> dict[str, Any]:
    measures = report.to_json()
    return {"name": name, "cells": [cell(measure, measures[measure]) for _, measure in COLUMNS]}


def _bars(groups: dict[str, Report]) -> dict[str, Any]:
    bars = []
    for at, (name, report) in enumerate(groups.items()):
        share = report.refusal_recall if name == UNANSWERABLE else report.quote_holds
        label = f"{cell('', share)} of {report.questions}"
        bars.append({"name": name, "y": at * _ROW + 4, "length": round((share or 0) * _FULL), "label": label})
    return {"width": _WIDTH, "height": len(bars) * _ROW + 8, "left": _LEFT, "full": _FULL, "bars": bars}


def _curve(times: Sequence[float]) -> dict[str, Any]:
    """The share of questions that took no longer than a time; the slowest hundredth is cut off."""
    ordered = sorted(times)
    longest = max(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 1.0) if ordered else 1.0
    shown = [time for time in ordered if time <= longest]
    points = " ".join(
        f"{time / longest * _WIDTH:.1f},{_BOTTOM - at / len(ordered) * (_BOTTOM - _TOP):.1f}"
        for at, time in enumerate(shown, start=1)
    )
    ticks = [
        {"x": round(_WIDTH * n / _TICKS), "label": f"{longest * n / _TICKS:.0f}"} for n in range(1, _TICKS)
    ]
    size = {"width": _WIDTH, "height": _BOTTOM + 24, "top": _TOP, "bottom": _BOTTOM}
    return {**size, "points": points, "ticks": ticks}


def _whiskers(differences: Sequence[Difference]) -> dict[str, Any]:
    widest = max((max(abs(d.low), abs(d.high)) for d in differences), default=0.0) or 1.0
    zero, scale = _LEFT + _FULL / 2, _FULL / 2 / widest
    rows = [
        {
            "name": d.measure,
            "y": at * _ROW + 12,
            "low": round(zero + d.low * scale, 1),
            "high": round(zero + d.high * scale, 1),
            "at": round(zero + (d.now - d.before) * scale, 1),
        }
        for at, d in enumerate(differences)
    ]
    return {"width": _WIDTH, "height": len(rows) * _ROW + 8, "zero": zero, "rows": rows}


def _missed(outcome: Outcome) -> str:
    """What went wrong with a question, in words; "" where nothing did."""
    if outcome.status == "failed":
        return "failed"
    if outcome.unanswerable:
        return "" if outcome.status == "refused" else "answered, and the archive does not say"
    if outcome.status == "refused":
        return "refused"
    if outcome.quote_holds:
        return ""
    found = "not found" if outcome.rank is None else f"found in place {outcome.rank}"
    return f"the quotes do not hold the answer (its article {found})"
