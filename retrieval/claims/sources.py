"""The cited texts, read once: their sentences as tokens, their people, what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.claims.instructions import speaks_to_model
from retrieval.claims.models import CitedText
from retrieval.text.folding import folded
from retrieval.text.people import people_in, people_of
from retrieval.text.slots import slots
from retrieval.text.tokens import Token, last_day, tokens


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of a cited text, or a headline that stands above it.

    Attributes:
        n: Number of the cited text.
        start: Offset in the cited text; -1 for what is not in it (a headline).
        end: Offset behind.
        text: Folded.
        tokens: Of `text`.
        slots: Tokens of the statements that a 分别 sentence makes.
    """

    n: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    slots: tuple[tuple[Token, ...], ...]

    @property
    def beside(self) -> bool:
        """Whether it stands beside the cited text rather than in it."""
        return self.start < 0


@dataclass(frozen=True, slots=True)
class Source:
    """One cited text.

    Attributes:
        cited: As given.
        rows: Headline, kicker and deck first, then the sentences in order.
        people: Names in the article.
        article: The whole article's text, folded, with its byline: where titles are looked up.
        whole: Everything that may be said of it, folded: text, headline, byline, paper, city, date.
    """

    cited: CitedText
    rows: tuple[Row, ...]
    people: frozenset[str]
    whole: str
    article: str


def sources(cited: Sequence[CitedText], more_names: frozenset[str] = frozenset()) -> list[Source]:
    """Read cited texts.

    Args:
        cited: Those that a sentence cites.
        more_names: Names of the sentence that the texts may hold unrecognised.
    """
    return [_numbered(_source(one if one.n == 0 else replace(one, n=0), more_names), one) for one in cited]


def _numbered(source: Source, cited: CitedText) -> Source:
    rows = tuple(replace(row, n=cited.n) for row in source.rows)
    return replace(source, cited=cited, rows=rows)


@lru_cache(maxsize=256)
def _source(cited: CitedText, more_names: frozenset[str]) -> Source:
    article = cited.article
    text = folded("\n".join(cited.text[start:end] for start, end in _heard(cited)))
    people = people_of(article) | people_in(text) | frozenset(name for name in more_names if name in text)
    whole = _whole(cited, article)
    said = [article.text[start:end] for start, end in heard(article.text)] if article else []
    entire = folded("\n".join([*said, article.byline or ""])) if article else ""
    return Source(cited, tuple(_rows(cited, people)), people, whole, f"{entire}\n{whole}")


def _rows(cited: CitedText, people: frozenset[str]) -> Iterator[Row]:
    article = cited.article
    dated = (article.dateline_date or article.date) if article else None
    before = None
    titles = (article.kicker, article.headline, article.deck) if article else ()
    for title in titles:
        if (
            title
            and not speaks_to_model(title)
            and not (article and article.headline_made and title == article.headline)
        ):
            yield _row(
                cited.n,
                -1,
                -1,
                folded(title),
                tuple(tokens(folded(title), article.date if article else None, names=people)),
            )
    for start, end in _heard(cited):
        text = folded(cited.text[start:end])
        row = tokens(text, dated, before=before, names=people)
        before = last_day(row) or before
        made = tuple(tuple(tokens(slot, dated, before=before, names=people)) for slot in slots(text))
        yield Row(cited.n, start, end, text, tuple(row), made)


def heard(text: str) -> list[tuple[int, int]]:
    """The sentences of a text that may prove something.

    What speaks to the model may not, nor what stands in one paragraph with it: what it wants said follows.
    """
    spans = sentence_spans(text)
    lines = [text.count("\n", 0, start) for start, _ in spans]
    spoken = {
        line for line, (start, end) in zip(lines, spans, strict=True) if speaks_to_model(text[start:end])
    }
    return [span for line, span in zip(lines, spans, strict=True) if line not in spoken]


def _heard(cited: CitedText) -> list[tuple[int, int]]:
    """The same of a cited text, whose paragraphs its article knows whole."""
    article = cited.article
    end = cited.start + len(cited.text)
    if article is None or article.field(cited.field)[cited.start : end] != cited.text:
        return heard(cited.text)
    whole = heard(article.field(cited.field))
    return [
        span
        for span in sentence_spans(cited.text)
        if any(a <= cited.start + span[0] and cited.start + span[1] <= b for a, b in whole)
    ]


def _row(n: int, start: int, end: int, text: str, row: tuple[Token, ...]) -> Row:
    return Row(n, start, end, text, row, ())


def _whole(cited: CitedText, article: Article | None) -> str:
    parts = [cited.text[start:end] for start, end in _heard(cited)]
    if article:
        parts += [article.headline or "", article.kicker or "", article.deck or "", article.byline or ""]
        parts += [*article.reporters, *article.correspondents, article.paper or "", article.city or ""]
    return folded("\n".join(parts))
