"""The order of the checks that a generated sentence passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from retrieval.claims.chinese import prove_chinese
from retrieval.claims.english import prove_english
from retrieval.claims.models import CitedText, Reason, Support, Verdict
from retrieval.claims.probe import speak_to_model
from retrieval.claims.sources import sources
from retrieval.evidence.vectors import SentenceVectors
from retrieval.language import language_of
from retrieval.models import Language
from retrieval.text.folding import bare, folded
from retrieval.text.people import people_in
from vectorstore.catalogue.script import simplified


@dataclass(frozen=True)
class Prover:
    """Proves generated sentences. Thread-safe.

    Attributes:
        vectors: The embedding model's sentence vectors; None: nothing is compared by meaning, and a
            sentence in another language than its quotes is struck.
    """

    vectors: SentenceVectors | None = None

    def prove(
        self, sentence: str, cited: Sequence[CitedText], *, lang: Language, question: str = ""
    ) -> Verdict:
        """Prove one sentence by the texts that it cites.

        Args:
            sentence: As the model wrote it; `[n]` in it are left out of the reading.
            cited: The texts that it cites; whoever calls has looked the numbers up.
            lang: The language that the answer must be in.
            question: Its words need no proof where the sentence repeats them; names and figures do.

        Returns:
            The verdict; never raises.
        """
        if not cited:
            return Verdict(kept=False, reason=Reason.NO_CITATION)
        said = bare(sentence)
        if not any(character.isalnum() for character in said):
            return Verdict(kept=False, reason=Reason.EMPTY)
        if (_language(said, cited) if lang == "en" else language_of(said)) != lang:
            return Verdict(kept=False, reason=Reason.LANGUAGE)
        read = sources(cited, people_in(folded(said)))
        if lang == "zh":
            verdict = prove_chinese(said, read, question)
        else:
            verdict = prove_english(said, read, question, self.vectors)
        if verdict.kept and self.vectors and speak_to_model(_around(verdict.support, cited), self.vectors):
            return Verdict(kept=False, reason=Reason.UNLIKE, detail="the quote speaks to the model")
        return verdict


SHORTEST = 6
"""Characters of a sentence that the probe reads: it was fitted on none shorter (怎么翻？)."""


def _around(support: Sequence[Support], cited: Sequence[CitedText]) -> list[str]:
    """The sentences of a support and those beside each in its paragraph, in simplified characters."""
    found: dict[str, None] = {}
    texts = {one.n: one.text for one in cited}
    for n, start, end in support:
        text = texts[n]
        low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        spans = sentence_spans(text[low : high if high >= 0 else len(text)])
        near = [at for at, (a, b) in enumerate(spans) if low + a < end and low + b > start]
        for a, b in spans[max(0, near[0] - 1) : near[-1] + 2] if near else ():
            if b - a >= SHORTEST:
                found[simplified(text[low + a : low + b])] = None
    return list(found)


_HAN_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿〇]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

_ENGLISH = re.compile(
    r"\b(?:the|a|an|is|are|was|were|be|has|have|had|will|of|in|to|and|for|on|at|by|from)\b", re.IGNORECASE
)

_FRAME = 3
"""English words that make a sentence of Chinese names an English one: "the firms are" at least."""


def _language(said: str, cited: Sequence[CitedText]) -> Language:
    """The language of a sentence, in which names that the quotes print may be left in Chinese."""
    if len(_LATIN_WORD.findall(said)) < _FRAME or not _ENGLISH.search(said):
        return language_of(said)
    printed = "".join(text.text for text in cited)
    return language_of(_HAN_RUN.sub(lambda run: "" if run.group() in printed else run.group(), said))


def prove(sentence: str, cited: Sequence[CitedText], *, lang: Language, question: str = "") -> Verdict:
    """Prove one sentence without an embedding model; see `Prover.prove`."""
    return Prover().prove(sentence, cited, lang=lang, question=question)
