"""Prompts: files with versions, and the messages made of them.

A prompt file's name ends in its version. `prompts/digests.json` pins each file's content: text that changes
under an unchanged version would let answers of the old text be served for the new (a test compares).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from retrieval.claims import fenced
from retrieval.generation.models import Exchange, Messages
from retrieval.generation.numbering import Piece
from retrieval.models import Language, Turn

VERSIONS = {"answer": 1, "follow-up": 1}
"""Which version of each prompt is in use."""

HISTORY = 2
"""Earlier exchanges that a model sees: what a follow-up leans on is the last or the one before it."""

HISTORY_LENGTH = 300
"""Characters of an earlier answer that it sees: prompts are what a small model spends its time on."""

_USER: dict[Language, str] = {
    "zh": "片段：\n{evidence}\n片段到此为止。\n\n问题：{question}\n请按规则回答，句末标出片段编号。",
    "en": "Passages:\n{evidence}\nEnd of the passages.\n\nQuestion: {question}\n"
    "Answer in English by the rules, with the passage's number behind each sentence.",
}


@cache
def prompt(name: str) -> str:
    """The text of a prompt file, such as "answer-zh-1"."""
    return (files(__package__) / "prompts" / f"{name}.txt").read_text(encoding="utf-8").strip()


def versioned(kind: str, lang: Language) -> str:
    """The name of the prompt in use, such as "answer-zh-1"."""
    return f"{kind}-{lang}-{VERSIONS[kind]}"


def answer_messages(question: str, lang: Language, pieces: Sequence[Piece]) -> Messages:
    """What asks for an answer.

    Each passage stands on a line of its own behind its number, `[1] …`, and no other line begins so.
    """
    name = versioned("answer", lang)
    evidence = "\n".join(f"[{piece.cited.n}] {evidence_line(piece)}" for piece in pieces)
    user = _USER[lang].format(evidence=evidence, question=fenced(question))
    return Messages(prompt(name), user, version=name)


def evidence_line(piece: Piece) -> str:
    """A passage as the model sees it: when and under which headline it was printed, then its text."""
    article = piece.cited.article
    about = []
    if article and article.date:
        about.append(article.date.isoformat())
    if article and article.headline and not article.headline_made:
        about.append(f"《{fenced(article.headline)}》")
    return f"{''.join(about)}{'：' if about else ''}{fenced(piece.cited.text)}"


def follow_up_messages(question: str, lang: Language, before: Sequence[Turn]) -> Messages:
    """What asks for a follow-up made whole."""
    name = versioned("follow-up", lang)
    history = tuple(
        Exchange(fenced(turn.question), fenced(turn.answer)[:HISTORY_LENGTH]) for turn in before[-HISTORY:]
    )
    return Messages(prompt(name), fenced(question), history, name)
