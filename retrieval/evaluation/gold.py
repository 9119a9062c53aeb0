"""Questions with their right answers, read from a file.

A line names its gold article by `article` or `articles` (ids), or by its `headline`, or, where a caption has
none, by how its text `starts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.errors import QuestionsUnreadable
from retrieval.language import language_of
from retrieval.question.analysis import Kind, analyse
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry

UNANSWERABLE = "unanswerable"
CROSS_LINGUAL = "cross-lingual"
FOLLOW_UP = "follow-up"

_GROUPS = {
    Kind.LIST: "list",
    Kind.NUMBER: "number",
    Kind.DURATION: "date",
    Kind.DATE: "date",
    Kind.PERSON: "person",
    Kind.REPORTER_OF: "person",
    Kind.PLACE: "place",
}
"""Kinds of question that are told apart in a breakdown; all others are "other"."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and what a right answer holds.

    Attributes:
        id: From the file, or the line's number.
        question: As it is asked.
        articles: Ids of the gold articles.
        answers_any: One of these suffices.
        answers_all: Each of these must appear.
        unanswerable: Whether the archive does not say.
        headline: The gold article's headline, in place of ids.
        starts: How its text starts, in place of ids.
        kind: The kind of answer it wants, as its author says; None to read it from the question.
        after: The id of the question that it is a follow-up of.
    """

    id: str
    question: str
    articles: tuple[str, ...] = ()
    answers_any: tuple[str, ...] = ()
    answers_all: tuple[str, ...] = ()
    unanswerable: bool = False
    headline: str | None = None
    starts: str | None = None
    kind: str | None = None
    after: str | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it counts in: its kind, or unanswerable; cross-lingual and follow-up besides."""
        own = UNANSWERABLE if self.unanswerable else self.kind
        if own is None:
            own = _GROUPS.get(analyse(simplified(self.question)).kind, "other")
        crossing = language_of(self.question) == "en"  # the archive's papers are Chinese
        extra = ((CROSS_LINGUAL, crossing), (FOLLOW_UP, self.after is not None))
        return (own, *(name for name, true in extra if true))


def load_questions(path: Path) -> list[GoldQuestion]:
    """Read a file of questions, JSON lines as in docs/contract.md.

    Raises:
        QuestionsUnreadable: The file cannot be read, a line is no question, or two have one id.
    """
    try:
        # Not splitlines(): JSON leaves U+2028 and its like bare inside a string.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        why = exc.strerror or exc if isinstance(exc, OSError) else "it is no text in UTF-8"
        raise QuestionsUnreadable(f"the questions {path} cannot be read: {why}") from exc
    questions: list[GoldQuestion] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                question = _question(json.loads(line), number)
            except (ValueError, TypeError, AttributeError) as exc:
                raise QuestionsUnreadable(f"{path}, line {number}, is no question ({exc})") from exc
            first = lines_of.setdefault(question.id, number)
            if first != number:
                raise QuestionsUnreadable(
                    f"{path}, line {number}, has the id {question.id!r} of line {first}"
                )
            questions.append(question)
    if not questions:
        raise QuestionsUnreadable(f"{path} holds no questions")
    return questions


def resolved(questions: Iterable[GoldQuestion], entries: Iterable[CatalogueEntry]) -> list[GoldQuestion]:
    """Turn headlines and first words into the ids of the archive's articles."""
    articles = [entry.article for entry in entries]
    done = []
    for question in questions:
        ids = question.articles
        if question.headline is not None:
            ids = tuple(a.id for a in articles if a.headline == question.headline)
        elif question.starts is not None:
            ids = tuple(a.id for a in articles if a.text.startswith(question.starts))
        done.append(replace(question, articles=ids))
    return done


def _question(row: dict[str, Any], number: int) -> GoldQuestion:
    articles = row.get("articles", [row["article"]] if row.get("article") is not None else [])
    question = row.get("question")
    if not isinstance(question, str):
        raise TypeError("it has no question")
    gold = GoldQuestion(
        id=str(row.get("id", number)),
        question=question,
        articles=tuple(str(article) for article in articles),
        answers_any=_answers(row, "answers_any"),
        answers_all=_answers(row, "answers_all"),
        unanswerable=bool(row.get("unanswerable", False)),
        headline=row.get("headline"),
        starts=row.get("starts"),
        kind=row.get("kind"),
        after=str(row["after"]) if row.get("after") is not None else None,
    )
    if not gold.unanswerable and not (gold.answers_any or gold.answers_all):
        raise ValueError("it has neither answers nor unanswerable")
    return gold


def _answers(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """A row's right answers. One string in place of a list would count letter by letter."""
    answers = row.get(name, [])
    if not isinstance(answers, list):
        raise TypeError(f'"{name}" must be a list of strings: ["…"]')
    if not all(isinstance(answer, str) and answer.strip() for answer in answers):
        raise TypeError(f'"{name}" holds what is no string, or an empty one')
    return tuple(answers)
