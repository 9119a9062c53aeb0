"""Prompts: files with versions, and the messages made of them.

A prompt file's name ends in its version. `prompts/digests.json` pins each file's content: text that changes
under an unchanged version would let answers of the old text be served for the new (a test compares).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from retrieval.claims import fenced
from retrieval.generation.models import Exchange, Messages
from retrieval.generation.numbering import Piece
from retrieval.models import Language, Turn

VERSIONS = {"answer": 2, "follow-up": 1}
"""Which version of each prompt is in use."""

HISTORY = 2
"""Earlier exchanges that a model sees: what a follow-up leans on is the last or the one before it."""

HISTORY_LENGTH = 300
"""Characters of an earlier answer that it sees: prompts are what a small model spends its time on."""

_PLACE = re.compile(r"\{(\w+)\}")

_PART = "\n===\n"
"""Between a prompt's rules and the template of the message with the evidence and the question."""


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
    evidence = "\n".join(f"[{piece.cited.n}] {evidence_line(piece)}" for piece in pieces)
    return _filled("answer", lang, evidence=evidence, question=fenced(question), last=str(len(pieces)))


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
    history = tuple(
        Exchange(fenced(turn.question), fenced(turn.answer)[:HISTORY_LENGTH]) for turn in before[-HISTORY:]
    )
    return replace(_filled("follow-up", lang, question=fenced(question)), history=history)


def _filled(kind: str, lang: Language, **values: str) -> Messages:
    name = versioned(kind, lang)
    rules, _, template = prompt(name).partition(_PART)
    # Not str.format: a value may hold braces, and is not to be looked at again.
    user = _PLACE.sub(lambda place: values[place.group(1)], template)
    return Messages(rules, user, version=name)
