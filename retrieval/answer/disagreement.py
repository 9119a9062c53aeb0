"""Reports that give different figures for what is asked: side by side, newest first, never merged.

Two sentences of two articles speak of the same thing where they hold the same words of the question and the
words around their figures agree; they disagree where those figures have one unit and two values.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer.compose import Draft
from retrieval.answer.wording import quoted
from retrieval.evidence.sentences import Evidence
from retrieval.models import Citation, Claim, Language
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from retrieval.text.figures import Figure, figures
from retrieval.text.measures import same_unit
from retrieval.text.units import carries
from vectorstore.catalogue.terms import terms

READ = 12
"""Best sentences that are compared."""

AROUND = 12
"""Characters before a figure, and half as many behind it, whose agreement tells that two figures are for the
same thing."""

ALIKE = 0.5
"""Share of the bigrams around two figures that must agree, figures masked. Two papers' sentences on one
count (全市有绿色工厂12家, 全市绿色工厂已达15家) have 0.5 and more; of the 1,634 Chinese questions of
cmrc-trial and xquad-zh, whose articles tell of different things, it makes none disagree
(benchmarks/repeats.py)."""

SAME_WORDS = 0.12
"""Weight of the question's words, as a share of all, that one of two sentences (with its headline) may hold
and the other lack: more, and they speak of different things (濮阳县, 范县). Set by hand."""

MOST = 4
"""Reports shown side by side."""

_LINE: dict[Language, str] = {
    "zh": "几篇报道给出的数字不一样，新的在前：",
    "en": "The reports give different figures; the newest comes first:",
}

_CLAUSE = re.compile(r"[，,；;。！？\n]")
_DIGITS = re.compile(r"[\d０-９.．,，]+|[零〇一二三四五六七八九十百千万亿两]+(?=[家个人名元吨亩公])")


@dataclass(frozen=True, slots=True)
class Reported:
    """One report's figure.

    Attributes:
        evidence: The sentence.
        figure: The figure, its offsets in the article's text.
        day: The report's date.
    """

    evidence: Evidence
    figure: Figure
    day: datetime.date


def disagreeing(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> list[Reported]:
    """The reports that give different figures for what is asked, newest first; empty where they agree.

    Args:
        question: Analysed.
        evidence: Best first.
        rarity: Over the chunks that the search stirred up.
    """
    if question.kind is not Kind.NUMBER or question.lang != "zh" or not evidence:
        return []
    asked = list(dict.fromkeys(terms(question.content)))
    read = [item for item in evidence[:READ] if _day(item)]
    first = read[0] if read else evidence[0]
    best = next((f for f in _candidates(question, first)), None) if read else None
    if best is None:
        return []
    found = [best]
    for item in read:
        if any(item.article.id == other.evidence.article.id for other in found):
            continue
        match = next((f for f in _candidates(question, item) if _rivals(best, f, asked, rarity)), None)
        if match:
            found.append(match)
    if len({report.figure.value for report in found}) == 1:
        return []
    return sorted(found, key=lambda report: report.day, reverse=True)[:MOST]


def side_by_side(reports: Sequence[Reported], lang: Language) -> tuple[Draft, str]:
    """The reports as claims, newest first, each with its date; and the line above them."""
    claims, citations = [], []
    for n, report in enumerate(reports, start=1):
        item = report.evidence
        text = item.article.text[item.start : item.end]
        spans = ((report.figure.start, report.figure.end),)
        citation = Citation(n, item.article, item.passage.source, "text", item.start, item.end, text, spans)
        citations.append(citation)
        paper = f"{item.article.paper} " if item.article.paper else ""
        mark = "：" if lang == "zh" else ": "
        claims.append(Claim(f"{paper}{report.day.isoformat()}{mark}{quoted(citation, lang)}", (n,)))
    return Draft(tuple(claims), tuple(citations)), _LINE[lang]


def _day(item: Evidence) -> datetime.date | None:
    return item.article.date or item.article.dateline_date


def _candidates(question: Question, item: Evidence) -> list[Reported]:
    """The figures of a sentence that carry the unit asked for, those among the question's words first."""
    asked = set(terms(question.content))
    text = item.text
    found = []
    for figure in figures(text):
        written = text[figure.start : figure.end]
        if figure.soft or figure.unit in {"", "第", "年", "月", "日"} or not carries(written, question.units):
            continue
        clause = _clause(text, figure.start)
        moved = replace(figure, start=item.start + figure.start, end=item.start + figure.end)
        day = _day(item)
        assert day is not None
        found.append((len(asked.intersection(terms(clause))), Reported(item, moved, day)))
    return [report for _, report in sorted(found, key=lambda pair: -pair[0])]


def _rivals(a: Reported, b: Reported, asked: Sequence[str], rarity: Rarity) -> bool:
    """Whether two figures are for the same thing."""
    if not same_unit(a.figure.unit, b.figure.unit) or a.figure.bound != b.figure.bound:
        return False
    own, other = (set(terms(_context(report))) for report in (a, b))
    lone = (set(asked) & own) ^ (set(asked) & other)
    return rarity.covered(asked, lone) <= SAME_WORDS and _alike(_around(a), _around(b)) >= ALIKE


def _context(report: Reported) -> str:
    return f"{report.evidence.article.headline or ''}\n{report.evidence.text}"


def _around(report: Reported) -> str:
    """The words around a figure, its own and other figures masked."""
    item, figure = report.evidence, report.figure
    text = item.text
    start, end = figure.start - item.start, figure.end - item.start
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND // 2]
    return _DIGITS.sub("#", f"{_CLAUSE.split(before)[-1]}#{_CLAUSE.split(behind)[0]}")


def _alike(a: str, b: str) -> float:
    """Dice's coefficient of the bigrams of two strings."""
    left, right = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (a, b))
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0


def _clause(text: str, at: int) -> str:
    starts = [match.end() for match in _CLAUSE.finditer(text, 0, at)]
    end = _CLAUSE.search(text, at)
    return text[starts[-1] if starts else 0 : end.start() if end else len(text)]
