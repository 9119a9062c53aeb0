"""What a conversation lends a follow-up: the question that it goes back to, its stories, its topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.models import Article
from retrieval.conversation.anaphors import without_anaphors
from retrieval.conversation.topics import thread, topic_of
from retrieval.conversation.wholes import LONGEST_STEM, joined, stem
from retrieval.language import has_han
from retrieval.models import Language, Turn
from retrieval.question.analysis import analyse
from retrieval.question.sides import Side, side_of
from retrieval.question.smalltalk import smalltalk
from retrieval.question.turning import turned
from retrieval.text.glosses import gloss, phrases, stems
from vectorstore.catalogue.script import simplified

_PIECE = 2  # a single character shared with a headline says nothing


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up, understood.

    Attributes:
        text: The whole question, as it is shown.
        asked: The part that says what is wanted; a question in itself.
        topic: The words lent by the question before, which the evidence must speak of as well; "" where
            `asked` is whole.
        articles: Ids of the stories that are looked in first, and alone where they answer.
        said: What has been said already and is not wanted again.
        wants: Whether it wants more of the same kind (还有哪些) and not just more (还有呢).
        side: What is asked about the stories themselves.
    """

    text: str
    asked: str
    topic: str = ""
    articles: tuple[str, ...] = ()
    said: str = ""
    wants: bool = True
    side: Side = Side.NONE


@dataclass(frozen=True, slots=True)
class Lent:
    """What the conversation lends.

    Attributes:
        root: The question that its last answered turn goes back to.
        turns: Up to that turn.
        stories: What its answer quoted.
        lang: The follow-up's language.
        refused: What a question since then was about, that was refused; "" for none.
    """

    root: str
    turns: Sequence[Turn]
    stories: Sequence[Article]
    lang: Language
    refused: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """Those of its stories."""
        return tuple(article.id for article in self.stories)

    @property
    def topic(self) -> str:
        """The person or thing that the conversation is about; "" where its question names none."""
        return thread(self.turns, self.stories)


def since_turned(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns since the talk last turned to another subject, without the words that said so."""
    for at in range(len(turns) - 1, -1, -1):
        fresh = turned(simplified(turns[at].question))
        if fresh is not None:
            first = (replace(turns[at], question=fresh),) if fresh else ()
            return (*first, *turns[at + 1 :])
    return turns


def answered(turns: Sequence[Turn], lang: Language) -> Sequence[Turn]:
    """The turns up to the last that was answered; where none was, up to the last real question."""
    told = [at for at, turn in enumerate(turns, start=1) if turn.articles]
    asked = [at for at, turn in enumerate(turns, start=1) if not smalltalk(turn.question, lang)]
    return turns[: (told or asked or [0])[-1]]


def refused_since(questions: Sequence[str], lang: Language) -> str:
    """What the last of the questions that were refused was about."""
    real = [question for question in questions if not smalltalk(question, lang)]
    return topic_of(simplified(real[-1])) if real else ""


def root_of(turns: Sequence[Turn]) -> str:
    """The question that the last turn goes back to: as understood, it begins with it."""
    last = turns[-1].question
    for turn in turns:
        said = stem(turn.question)
        if last.startswith(tuple(f"{said}{mark}" for mark in ("，", ",", ":", "（", " ("))):
            return turn.question
    return last


def last_asked(last: str, root: str) -> str:
    """What the last turn asked, without the root that it was understood with."""
    own = last[len(stem(root)) :].lstrip("，,：: ") if last.startswith(stem(root)) else ""
    own = own.removeprefix("and ")
    return own if len(own) > 1 else last


def topic_words(lent: Lent) -> str:
    """What the conversation is about: the root's words that stand in the story's title, else all of them."""
    content = " ".join(analyse(lent.root).content.split())[:LONGEST_STEM]
    if not lent.stories or not has_han(content):
        return content
    article = lent.stories[0]
    titles = simplified("\n".join(filter(None, (article.headline, article.kicker, article.deck))))
    shared = _shared(content, titles)
    return " ".join(shared) if shared else content


def _shared(text: str, titles: str) -> list[str]:
    """The longest runs of `text` that stand in `titles`, in order."""
    runs, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and text[at : end + 1] in titles:
            end += 1
        if end - at >= _PIECE:
            runs.append(text[at:end].strip())
        at = max(end, at + 1)
    return [run for run in runs if len(run) >= _PIECE]


def spoken_of(content: Sequence[str], stories: Sequence[Article]) -> bool:
    """Whether one of the stories speaks of every one of these words; English ones by their glosses."""
    texts = [simplified(f"{article.headline or ''}\n{article.text}") for article in stories]
    if all(word in text for text in texts[:1] for word in content):
        return bool(texts) or not content
    if not any(map(has_han, content)):
        wanted = set(stems(" ".join(content)))
        return bool(wanted) and any(wanted <= _glossed(text) for text in texts)
    return any(all(word in text for word in content) for text in texts)


def _glossed(text: str) -> frozenset[str]:
    return frozenset(english for word, _, _ in phrases(text) for english in gloss(word))


_TITLE = 12
"""Characters of a story that stand for a title that it has not."""


def of_title(own: str, lent: Lent) -> FollowUp:
    """A question asked of the story itself, by its title, in a list or across languages."""
    topic = simplified(lent.stories[0].headline or lent.stories[0].text[:_TITLE])
    shown = f"《{topic}》" if lent.lang == "zh" else f"“{topic}”"
    side = side_of(own, lent.lang)
    whole = joined(shown, own, lent.lang)
    return FollowUp(whole, without_anaphors(own, lent.lang), topic, lent.ids, side=side)
