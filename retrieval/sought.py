"""What one question looks for, and where: scope and conversation brought together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import Article
from retrieval.answer.bylines import asks_author, framed_out
from retrieval.conversation.follow_ups import FollowUp
from retrieval.evidence.sentences import Evidence
from retrieval.models import Language
from retrieval.question.analysis import Kind, Question, analyse
from retrieval.question.focus import speaks_of
from retrieval.question.scope import Scope
from retrieval.question.sides import Side
from retrieval.search.respelling import put_right
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        question: Analysed; for a follow-up with the topic lent to it.
        scope: The reports that it is confined to.
        first: Ids of the stories that a follow-up is looked for in first; empty for other questions.
        said: What an earlier answer has said already.
        side: What is asked about those stories themselves.
    """

    question: Question
    scope: Scope
    first: tuple[str, ...] = ()
    said: str = ""
    side: Side = Side.NONE

    @classmethod
    def of(cls, scope: Scope, lang: Language, follow: FollowUp | None) -> Sought:
        """Bring a question's scope and, for a follow-up, what it was understood as together."""
        asked = replace(analyse(scope.topic), lang=lang)
        if asks_author(asked.text, lang):
            asked = framed_out(replace(asked, kind=Kind.REPORTER_OF))
        if follow is None:
            return cls(asked, scope)
        if follow.topic:
            text, content = (f"{follow.topic} {own}" for own in (asked.text, asked.content))
            asked = replace(asked, text=text, content=content)
        if follow.said and not follow.wants:
            asked = replace(asked, kind=Kind.WHAT, asked=0, units=(), focus="")
        return cls(asked, scope, follow.articles, follow.said, follow.side)

    def put_right(self, meant: Mapping[str, str]) -> Sought:
        """The same with what was mistyped put right."""
        scope = replace(self.scope, topic=put_right(self.scope.topic, meant))
        return replace(Sought.of(scope, self.question.lang, None), first=self.first)

    def stories(self, archive: Archive) -> list[CatalogueEntry]:
        """The stories of the answer before that the scope allows, where something is asked about them."""
        if self.side is Side.NONE:
            return []
        return [entry for entry in map(archive.entry, self._allowed()) if entry]

    def gated(self, within: Sequence[str] | None) -> bool:
        """Whether evidence must be weighed: what an answer's own stories tell further need not be."""
        return not (self.said and self.chose(within))

    def chose(self, within: Sequence[str] | None) -> bool:
        """Whether these are stories of the answer before, and no others."""
        return within is not None and set(within) <= set(self.first)

    def places(self) -> Iterator[Sequence[str] | None]:
        """Where to search, one place after the other until one answers: article ids, None for everywhere."""
        allowed = self._allowed()
        if allowed:
            yield allowed
        yield None if self.scope.entries is None else [entry.article.id for entry in self.scope.entries]

    def admitted(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """What may answer: for a follow-up, what has not been said, from stories that speak of what it asks.

        The topic that a follow-up is lent speaks for its stories and not for the thing asked about.
        """
        if not self.first:
            return list(evidence)
        if self.side in {Side.WRITER, Side.PRINTED}:
            return []  # only the story's own imprint tells it, and there is none
        focus = self.question.focus
        stories = {item.article.id: item.article for item in evidence}
        silent = {id_ for id_, article in stories.items() if focus and _silent(article, focus)}
        return [item for item in evidence if item.article.id not in silent and not self._said(item)]

    def _said(self, item: Evidence) -> bool:
        return item.article.text[item.start : item.end] in self.said

    def _allowed(self) -> list[str]:
        if self.scope.entries is None:
            return list(self.first)
        inside = {entry.article.id for entry in self.scope.entries}
        return [article for article in self.first if article in inside]


def _silent(article: Article, focus: str) -> bool:
    """Whether a story never speaks of a thing, and lacks a character of its name (幅画 may be 幅油画)."""
    text = simplified("\n".join(filter(None, (article.kicker, article.headline, article.deck, article.text))))
    return not speaks_of(text, focus) and not set(focus) <= set(text)
