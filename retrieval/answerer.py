"""The answer without a language model: evidence, claims, citations, or a refusal.

question → analysis → passages → evidence sentences → support → claims and citations → proof
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer.bylines import byline_of, is_named, stories_by
from retrieval.answer.compose import Draft, compose, plain
from retrieval.answer.disagreement import disagreeing, side_by_side
from retrieval.answer.headlines import as_list, printed_on
from retrieval.answer.imprint import imprint
from retrieval.answer.introductions import introductions_of
from retrieval.answer.nearest import nearest_stories
from retrieval.answer.repeats import collapsed
from retrieval.answer.whose import whose
from retrieval.answer.wording import headlines_line, period_line, refusal
from retrieval.asker import OnText
from retrieval.conversation.follow_ups import FollowUp, understand
from retrieval.errors import QuestionEmpty
from retrieval.evidence.admission import about, admitted, with_runner_up
from retrieval.evidence.focusing import focused
from retrieval.evidence.latest import newer_first
from retrieval.evidence.periods import names_relative_year
from retrieval.evidence.reranking import DEPTH, by_atoms, by_sentences
from retrieval.evidence.sentences import Evidence, gather
from retrieval.evidence.support import supported, weighed
from retrieval.evidence.trained import Genre, genre_of
from retrieval.evidence.vectors import SentenceVectors
from retrieval.language import language_of
from retrieval.models import Answer, Filters, Language, Passage, Timing, Turn
from retrieval.question.analysis import Kind, Question
from retrieval.question.clock import Clock, anchor, shanghai_today
from retrieval.question.scope import Scope, scope_of
from retrieval.question.smalltalk import Word, empty_archive, smalltalk
from retrieval.question.synonyms import in_papers_words
from retrieval.question.turning import turned
from retrieval.search.own_town import at_home, of_town
from retrieval.search.rarity import Rarity
from retrieval.search.respelling import put_right, respelt
from retrieval.search.retriever import MAX_QUESTION, Found, HybridRetriever
from retrieval.sought import Sought
from retrieval.tracing import traced
from vectorstore.archive import Archive, LiveArchive
from vectorstore.catalogue.script import simplified
from vectorstore.errors import StoreEmpty

NOT_IN_CORPUS = "not_in_corpus"

NOTHING = Draft((), ())


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one search found, the sentences that may answer, best first, and what the terms weigh.

    `odds` are the log odds that the first of them answers.
    """

    found: Found
    evidence: list[Evidence]
    rarity: Rarity
    odds: float


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question on its way: the archive asked, the answer begun, and what the caller wants."""

    archive: Archive
    base: Answer
    read: str
    filters: Filters
    top_k: int
    began: float


class Answerer:
    """Answers questions from the live generation. Thread-safe."""

    def __init__(self, live: LiveArchive, today: Clock = shanghai_today) -> None:
        self._live = live
        self._today = today
        self._vectors = {genre: SentenceVectors(live.embedder, genre) for genre in Genre}

    @traced("answer")
    def ask(
        self,
        question: str,
        *,
        top_k: int = 10,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        before: Sequence[Turn] = (),
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer one question.

        Args:
            question: In Chinese or English; what stands beyond `MAX_QUESTION` characters is not read.
            top_k: Passages that the answer lists.
            filters: To which reports the question is confined.
            before: Earlier turns of the conversation, oldest first; a follow-up is understood with them.
            on_text: Not called: the answer comes at once.

        Raises:
            QuestionEmpty: There is nothing but white space.
            StoreError: The store cannot be opened (an empty one gives a helpful word instead).
            EmbeddingError: The model cannot be used.
        """
        del on_text
        began = time.perf_counter()
        if not question.strip():
            raise QuestionEmpty("the question is empty: say what you want to know")
        read = simplified(question.strip()[:MAX_QUESTION])
        lang = language_of(read)
        word = smalltalk(question.strip(), lang)
        fresh = turned(read)
        if fresh:
            read, before = fresh, ()
        if word:
            return _instead(question, lang, word, began, None)
        try:
            archive = self._live.get()
        except StoreEmpty:
            return _instead(question, lang, empty_archive(lang), began, None)
        follow = understand(read, lang, before, archive.entry)
        base = Answer(question, lang, "refused", "", reason=NOT_IN_CORPUS, generation=archive.generation)
        asking = _Asking(archive, base, read, filters, top_k, began)
        answer = self._answer(asking, follow)
        if answer.status == "refused" and follow is None:
            # 招多少老师？ might stand alone, and does not: nothing answers it so.
            leant = understand(read, lang, before, archive.entry, alone=False)
            again = self._answer(asking, leant) if leant else answer
            return again if again.status == "answered" else answer
        return answer

    def _answer(self, asking: _Asking, follow: FollowUp | None) -> Answer:
        archive, asked = asking.archive, follow.asked if follow else asking.read
        scope = scope_of(asked, language_of(asked), archive, self._today(), asking.filters)
        base = replace(asking.base, period=scope.period, understood=follow.text if follow else None)
        if scope.entries is not None and (scope.listing or not scope.entries):
            return self._listed(asking, base, scope)
        return self._from(archive, base, Sought.of(scope, base.lang, follow), asking.top_k, asking.began)

    def _listed(self, asking: _Asking, base: Answer, scope: Scope) -> Answer:
        """The headlines of a scope, or the word that it is empty."""
        entries = scope.entries or ()
        draft = as_list(entries).proved()
        spent = 1e3 * (time.perf_counter() - asking.began)
        base = replace(base, timing=Timing(answer=spent, total=spent))
        if not draft.claims:
            archive, paper = asking.archive, asking.filters.paper or scope.paper
            text = refusal(
                (),
                base.lang,
                days=archive.days,
                period=scope.period,
                nothing_there=True,
                filtered=bool(asking.filters),
                no_paper="" if paper in archive.papers else paper,
                paper=scope.paper,
            )
            return replace(base, text=text)
        issues = printed_on(entries)
        if scope.period and all(scope.period.first <= day <= scope.period.last for day in issues):
            issues = []
        line = headlines_line(
            scope.period, len(entries), len(draft.claims), base.lang, issues if scope.period else ()
        )
        return _answered(base, draft, line)

    def _from(self, archive: Archive, base: Answer, sought: Sought, top_k: int, began: float) -> Answer:
        asked, scope = sought.question, sought.scope
        told = imprint(sought.side, asked, sought.stories(archive))
        if told and told.proved().claims:
            spent = 1e3 * (time.perf_counter() - began)
            whole = (Passage(c.article, c.source, 0, len(c.article.text), 1.0) for c in told.citations)
            base = replace(base, passages=tuple(whole), timing=Timing(answer=spent, total=spent))
            return _answered(base, told.proved(), "")
        retriever = HybridRetriever(archive=archive, embedder=self._live.embedder)
        for ids in sought.places():
            within = None if ids is None else archive.within(ids)
            english = asked.lang == "en"
            found = retriever.search(asked.text, max(top_k, DEPTH if english else 10), within=within)
            if not found.passages:
                continue
            meant = _mistyped(asked, found, archive) if base.understood is None else {}
            if meant:
                base = replace(base, understood=put_right(simplified(base.question.strip()), meant))
                return self._from(archive, base, sought.put_right(meant), top_k, began)
            worded = in_papers_words(sought.question, [simplified(one.text) for one in found.passages])
            worded, town = at_home(worded, found.passages)
            if worded is not asked:
                asked, sought = worded, replace(sought, question=worded)
                found = retriever.search(asked.text, max(top_k, 10), within=within)
                found = replace(found, passages=of_town(found.passages, town)) if town else found
            if english:
                found = replace(found, passages=by_atoms(asked.text, found.passages))
            searched = time.perf_counter()
            rarity = Rarity(chunk.text for chunk in found.pool)
            vectors = self._vectors[genre_of(found.passages[0].article)]
            evidence = gather(asked, found.passages, found.vector, rarity, vectors)
            if english:
                found = replace(found, passages=by_sentences(found.passages, evidence))
            on_it = about(asked, sought.admitted(evidence))
            may_answer = admitted(asked, on_it)
            asked_in = self._year(archive) if names_relative_year(asked.text) else None
            weighing = with_runner_up(may_answer, on_it)
            odds = weighed(asked, weighing, found, rarity, asked_in, chosen=sought.chose(ids))
            base = replace(base, passages=found.passages[:top_k], odds=odds)
            looked = Weighed(found, may_answer, rarity, odds)
            draft, line = self._draft(archive, sought, looked, gated=sought.gated(ids))
            base = replace(base, timing=_timing(found, began, searched))
            if draft.claims:
                of_days = period_line(scope.period, base.lang) if scope.period else ""
                return _answered(base, draft, "\n".join(filter(None, (of_days, line))))
        if not base.passages:
            return _instead(base.question, base.lang, empty_archive(base.lang), began, archive.generation)
        nearest = nearest_stories(base.passages)
        text = refusal(nearest, base.lang, days=archive.days, period=scope.period, paper=scope.paper)
        return replace(base, text=text, nearest=nearest)

    def _year(self, archive: Archive) -> int:
        """The year by which a question's 去年 is read."""
        return anchor(archive.days[1], self._today())[0].year

    def _draft(self, archive: Archive, sought: Sought, looked: Weighed, *, gated: bool) -> tuple[Draft, str]:
        """What can be said and proved, and a line above it; without claims where the evidence is too weak."""
        asked, scope = sought.question, sought.scope
        stories = stories_by(asked, archive, scope.entries)
        if stories:
            return as_list(stories).proved(), ""
        who = introductions_of(asked, archive, scope.entries)
        if who:
            return plain(asked, who).proved(), ""
        found, evidence, rarity = looked.found, looked.evidence, looked.rarity
        named = is_named(asked, evidence, rarity)
        if not evidence or (gated and not named and not supported(looked.odds, asked.lang)):
            return NOTHING, ""
        evidence = newer_first(evidence) if scope.latest else focused(asked, evidence)
        once = collapsed(evidence, found.passages)
        reports = disagreeing(asked, once.evidence, rarity)
        if reports:
            draft, line = side_by_side(reports, asked.lang)
            return once.told(draft).proved(), line
        framing = byline_of(asked, once.evidence, rarity)
        if asked.kind is Kind.REPORTER_OF and not framing:
            return NOTHING, ""
        draft = plain(asked, framing) if framing else compose(asked, once.evidence, rarity)
        return once.told(draft).proved(), ""


def _mistyped(asked: Question, found: Found, archive: Archive) -> dict[str, str]:
    """What of a Chinese question the archive has nowhere, and writes otherwise where the search looked."""
    if asked.lang == "en":
        return {}
    told = (f"{passage.article.headline or ''}\n{passage.text}" for passage in found.passages)
    texts = (simplified(text) for text in told)
    return respelt(asked.text, texts, lambda word: bool(archive.entries_holding(word)))


def _answered(base: Answer, draft: Draft, line: str) -> Answer:
    """The answer, below a line of its own and above one that says whose 我市 it quotes."""
    note = whose([c for c in draft.citations if c.field == "text"], base.passages, base.lang)
    return replace(
        base,
        status="answered",
        text="\n".join(filter(None, (line, draft.text(base.lang), note))),
        claims=draft.claims,
        citations=draft.citations,
        list_count=draft.list_count,
        reason=None,
    )


def _timing(found: Found, began: float, searched: float) -> Timing:
    now = time.perf_counter()
    return Timing(found.embed_ms, found.search_ms, 1e3 * (now - searched), 1e3 * (now - began))


def _instead(question: str, lang: Language, word: Word, began: float, generation: str | None) -> Answer:
    spent = 1e3 * (time.perf_counter() - began)
    return Answer(
        question=question,
        lang=lang,
        status="refused",
        text=word.text,
        reason=word.reason,
        timing=Timing(answer=spent, total=spent),
        generation=generation,
    )
