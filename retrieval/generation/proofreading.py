"""A model's sentences, one by one, before the proof; what stays becomes claims and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from retrieval.answer.compose import Draft
from retrieval.claims import CitedText, Prover, Reason, Verdict
from retrieval.generation.models import Sentence
from retrieval.generation.numbering import Piece
from retrieval.models import Citation, Claim, Language, Span
from vectorstore.catalogue.script import simplified

KEPT_SHARE = 0.5
"""Share of the written characters that must be proved: below that what stays is scraps. A choice."""

MOST_SENTENCES = 3
"""Sentences of an answer, as the prompts say; what a model writes beyond them is not waited for."""

SHORTEST_SPAN = 2
"""Characters that a claim and its quote must share in a row to be marked in the quote."""

MOST_MARKED = 0.6
"""Share of a quote that may be marked. A choice: beyond it nothing stands out."""

_GIVEN_ZH = r"(?:资料|片段|材料|报道|文中|原文|存档|文章|文本|信息|内容)"

_NOTHING_ZH = re.compile(
    rf"^(?:对不起[，,]|抱歉[，,]|很?遗憾[，,])?(?:根据|从|在)?(?:以上|所给|给出|提供|这些|上述|现有|的|编号)*{_GIVEN_ZH}"
    r"[^。]{0,12}?(?:没有|未|并未|并没有|无法?|不)(?:有|能|明确|具体|直接|进一步)*"
    r"(?:说明|提到|提及|提供|给出|包含|涉及|写明|说|指出|透露|披露|显示|相关|关于|回答|确定|记载|报道|得知|判断)"
    r"|^(?:对不起[，,]|抱歉[，,])?(?:我|目前|暂时)?"
    r"(?:没有|未能?)(?:找到|查到|提供|提及|说明|相关|足够)[^。，]{0,10}(?:信息|资料|内容|答案|数据)"
    r"|^(?:对不起[，,]|抱歉[，,])?我?(?:无法|不能)(?:回答|确定|得知|判断)|^我?不(?:清楚|知道)。?$"
)
"""A sentence about the evidence begins with it; 他不知道 and 企业未提供资料 are claims about the world."""

_NOTHING_EN = re.compile(
    r"^(?:sorry,?\s+|unfortunately,?\s+)?(?:the\s+|these\s+|this\s+|none\s+of\s+the\s+)?(?:given\s+|provided\s+|numbered\s+)?"
    r"(?:passages?|articles?|text|reports?|archive|information)\b[^.]{0,20}?"
    r"\b(?:do(?:es)?\s+not|don't|doesn't|did\s+not|says?\s+nothing|is\s+not|mentions?)\b"
    r"|\bnot\s+(?:mentioned|stated|specified|provided|given)\s+in\s+(?:the|these|any)\b|\bnot\s+(?:mentioned|stated|specified)\.?$"
    r"|^(?:sorry,?\s+)?(?:I\s+)?(?:cannot|can't|could\s+not|am\s+unable\s+to|do\s+not\s+know)\b"
    r"|\bcannot\s+be\s+(?:determined|answered)\b|^(?:there\s+is\s+)?no\s+(?:information|mention|answer)\b",
    re.IGNORECASE,
)


def says_nothing(sentence: str) -> bool:
    """Whether a sentence says that the passages do not say."""
    said = sentence.strip()
    return bool(_NOTHING_ZH.search(said) or _NOTHING_EN.search(said))


class Proofreader:
    """Takes the sentences of one answer and keeps those that are proved."""

    def __init__(
        self,
        prover: Prover,
        pieces: Sequence[Piece],
        question: str,
        lang: Language,
        quoted: Sequence[Citation] = (),
    ) -> None:
        """Begin an answer.

        Args:
            prover: Who proves.
            pieces: The numbered evidence.
            question: As it was understood.
            lang: The language that the answer must be in.
            quoted: What the extractive answer quotes. A sentence that is proved inside one of its quotes
                cites that quote whole: the words around a proof are what a reader understands it by.
        """
        self._prover, self._question, self._lang, self._quoted = prover, question, lang, quoted
        self._pieces = {piece.cited.n: piece for piece in pieces}
        self._kept: list[tuple[Sentence, Verdict]] = []
        self.struck: list[tuple[Sentence, Verdict | None]] = []
        self.silent = False

    def add(self, sentence: Sentence) -> bool:
        """Whether the next sentence is proved."""
        if says_nothing(sentence.text):
            self.silent = self.silent or not self._kept
            return False
        cited = [self._pieces[n].cited for n in sentence.numbers if n in self._pieces]
        if len(cited) < len(sentence.numbers):  # a passage that does not exist
            self.struck.append((sentence, None))
            return False
        if stutters(sentence.text, [piece.cited.text for piece in self._pieces.values()]):
            self.struck.append((sentence, Verdict(kept=False, reason=Reason.EMPTY)))
            return False
        verdict = self._verdict(sentence, cited)
        if not verdict.kept or not verdict.support:
            self.struck.append((sentence, verdict))
            return False
        said = _bare(sentence.text)
        if any(said in _bare(kept.text) for kept, _ in self._kept):
            return False
        self._kept = [(kept, proof) for kept, proof in self._kept if _bare(kept.text) not in said]
        self._kept.append((sentence, verdict))
        return True

    def _verdict(self, sentence: Sentence, cited: Sequence[CitedText]) -> Verdict:
        """The proof by what is cited; failing that, by another passage of the evidence, which is cited then.

        Small models name the wrong one of several passages, or number the last sentence only. What a reader
        sees is the passage that proves the sentence, whichever number the model wrote.
        """
        verdict = self._prove(sentence, cited)
        others = [piece.cited for n, piece in self._pieces.items() if n not in sentence.numbers]
        for other in [] if verdict.kept else others:
            second = self._prove(sentence, [other])
            if second.kept:
                return second
        return verdict

    def _prove(self, sentence: Sentence, cited: Sequence[CitedText]) -> Verdict:
        return self._prover.prove(sentence.text, cited, lang=self._lang, question=self._question)

    @property
    def text(self) -> str:
        """What has been proved so far, as a reader sees it."""
        return joined([sentence.text for sentence, _ in self._kept], self._lang)

    @property
    def full(self) -> bool:
        """Whether what is proved is as long as an answer may be."""
        return len(self._kept) >= MOST_SENTENCES

    @property
    def enough(self) -> bool:
        """Whether what is proved is an answer and not what was left of one.

        It is where it holds the words that the extractive answer marks, whatever else was struck.
        """
        marked = [simplified(words) for words in marked_words(self._quoted)]
        if marked and all(words in simplified(self.text) for words in marked):
            return True
        kept = sum(len(sentence.text) for sentence, _ in self._kept)
        struck = sum(len(sentence.text) for sentence, _ in self.struck)
        return kept > 0 and kept >= KEPT_SHARE * (kept + struck)

    @property
    def beside(self) -> bool:
        """Whether what is proved has nothing of what was found to answer: true, and no answer.

        Neither is a sentence of it proved inside the extractive answer's quotes, nor does it hold one of
        the words marked there.
        """
        marked = [words for citation in self._quoted for words in marked_words([citation])]
        said = simplified(self.text)
        return (
            bool(self._quoted)
            and not any(
                self._around(self._pieces[n], start, end)
                for _, verdict in self._kept
                for n, start, end in verdict.support
            )
            and not any(simplified(words) in said for words in marked)
        )

    def draft(self) -> Draft:
        """The claims and the quotes that prove them, each quote once."""
        citations: dict[tuple[str, int, int], Citation] = {}
        claims = []
        for sentence, verdict in self._kept:
            numbers = []
            for n, start, end in verdict.support:
                piece = self._pieces[n]
                citation = self._citation(piece, start, end, sentence.text, len(citations) + 1)
                key = (citation.article.id, citation.start, citation.end)
                known = citations.get(key)
                numbers.append(known.n if known else citation.n)
                citations.setdefault(key, citation)
            claims.append(Claim(sentence.text, tuple(dict.fromkeys(numbers))))
        return Draft(tuple(claims), tuple(citations.values())).proved()

    def _citation(self, piece: Piece, start: int, end: int, said: str, number: int) -> Citation:
        cited = piece.cited
        assert cited.article is not None  # numbered evidence always has one
        around = self._around(piece, start, end)
        first, last = (around.start, around.end) if around else (cited.start + start, cited.start + end)
        quote = cited.article.field(cited.field)[first:last]
        spans = tuple((first + a, first + b) for a, b in self._spans(quote, said))
        return Citation(number, cited.article, piece.source, cited.field, first, last, quote, spans)

    def _around(self, piece: Piece, start: int, end: int) -> Citation | None:
        """The extractive answer's quote that holds a sentence of a passage, if one does."""
        cited = piece.cited
        first, last = cited.start + start, cited.start + end
        for citation in self._quoted:
            same = cited.article is not None and citation.article.id == cited.article.id
            if same and citation.field == cited.field and citation.start <= first and last <= citation.end:
                return citation
        return None

    def _spans(self, quote: str, said: str) -> list[Span]:
        """Where the words that answer stand in a quote.

        They are the extractive answer's where quote and claim hold them, else what both
        share and the question does not say.
        """
        reading, claim = simplified(quote), simplified(said)
        found = []
        for words in marked_words(self._quoted):
            at = reading.find(simplified(words))
            if words and at >= 0 and simplified(words) in claim:
                found.append((at, at + len(words)))
        if found:
            return found
        found = shared(reading, claim, simplified(self._question))
        # Where nearly all of it is marked, nothing stands out.
        return found if sum(end - start for start, end in found) <= MOST_MARKED * len(quote) else []


STUTTER = 12
"""Characters that a sentence says twice where its model has lost its thread (从甲变为甲). Of 13,923 sentences
of news-5k 0.9 % say so many twice themselves, mostly names: a run counts that no passage holds twice."""


def stutters(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a sentence says a long run of words twice that the passages say once."""
    said, read = _bare(sentence), [_bare(passage) for passage in passages]
    runs = (said[at : at + STUTTER] for at in range(len(said) - 2 * STUTTER + 1))
    return any(said.count(run) > 1 and all(one.count(run) < 2 for one in read) for run in runs)  # noqa: PLR2004


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def marked_words(citations: Sequence[Citation]) -> list[str]:
    """The words that stand out in quotes."""
    return [c.article.field(c.field)[start:end] for c in citations for start, end in c.spans]


def shared(quote: str, claim: str, question: str) -> list[Span]:
    """Where a quote holds runs of the claim that the question does not hold, as offsets in the quote."""
    spans = []
    for start, end in _blocks(quote, claim):
        at = start
        for first, last in [*_blocks(quote[start:end], question), (end - start, end - start)]:
            words = quote[at : start + first]
            kept = words.strip(_EDGES)
            if len(kept) >= SHORTEST_SPAN:
                place = at + words.index(kept)
                spans.append((place, place + len(kept)))
            at = start + last
    return spans


_EDGES = "，。、；：,.;: 的了是在"


def _blocks(text: str, other: str) -> list[Span]:
    """Where a text holds runs of another of at least `SHORTEST_SPAN` characters, in order."""
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    found = [(block.a, block.a + block.size) for block in matcher.get_matching_blocks()]
    return [(start, end) for start, end in found if end - start >= SHORTEST_SPAN]


def joined(sentences: Sequence[str], lang: Language) -> str:
    """Sentences as one paragraph."""
    return ("" if lang == "zh" else " ").join(sentences)
