"""Answers, articles and headlines as blocks of a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.telegram.markup import Block, Run, bolded, clean, marked, text, units
from bot.telegram.store.articles import article_key
from bot.telegram.texts.words import Words
from corpus.models import Article
from retrieval.answer.below import without_quotes
from retrieval.models import Also, Answer, Citation, Passage

PAGE = 2800
"""UTF-16 units of an article's page: what a phone shows in three screens, and far enough below 4,096 that
headline and source line fit on top. A choice."""

SNIPPET = 120
"""Characters of a passage where several are listed."""

PASSAGES_SHOWN = 5
"""Passages that one message lists."""

HEADLINE = 60
"""Characters of a headline in a list or on a button's line."""

_SENTENCE = re.compile(r"[。！？!?][”’」』）)]*|\n")
_WORD = re.compile(r"\w")
_CLOSERS = "”’」』\"')）"

Link = Callable[[Article], str | None]
"""Article → where its headline leads (a deep link), or None."""


def deep_link(username: str, article: Article) -> str | None:
    """Where a kept article's headline leads; None before the bot's name is known."""
    return f"https://t.me/{username}?start=a_{article_key(article)}" if username else None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article.

    Attributes:
        blocks: What it shows.
        page: Its number, from 0.
        pages: How many there are.
    """

    blocks: tuple[Block, ...]
    page: int
    pages: int


def answer_blocks(answer: Answer, words: Words, link: Link, *, short: bool = False) -> list[Block]:
    """An answer: how it was understood, what is said, and each quote with where it stands.

    Args:
        answer: To be shown.
        words: The bot's language.
        link: Where a headline in a list leads.
        short: Show the best quote only.
    """
    blocks = []
    if answer.understood and answer.understood.strip() != answer.question.strip():
        blocks.append(text(words.understood.format(question=answer.understood), italic=True))
    if _lists_headlines(answer):
        return [*blocks, *_headline_list(answer, link, words)]
    highlights = _highlights(answer)
    leads, cited = _parted(answer, highlights)
    # Of a model's sentence the proof marks nearly every word: bold would say nothing.
    standing_out = [] if answer.kind == "generated" else highlights
    blocks += [Block(bolded(_fact(lead, highlights), standing_out)) for lead in leads]
    if not leads and highlights:
        blocks.append(text("；".join(highlights), bold=True))
    shown = cited[:1] if short else cited
    blocks += [quote_block(citation, words) for citation in shown]
    return [*blocks, text(answer.notice, italic=True)] if answer.notice else blocks


def quote_block(citation: Citation, words: Words) -> Block:
    """A quote under its headline, paper, date and page, its answering words standing out."""
    runs = [Run(f"[{citation.n}] {source_line(citation.article, words)}\n", italic=True)]
    spans = [(start - citation.start, end - citation.start) for start, end in citation.spans]
    runs += marked(citation.quote, [(a, b) for a, b in spans if a >= 0 and b <= len(citation.quote)])
    runs += [Run("\n" + line, italic=True) for line in also_lines(citation, words)]
    return Block(tuple(runs), quote=True)


def also_lines(citation: Citation, words: Words) -> list[str]:
    """Where else the same was printed."""
    return [words.also.format(source=source_line(other, words)) for other in citation.also]


def source_line(article: Article | Also, words: Words, *, headline: bool = True) -> str:
    """Headline, paper, date and page; what is unknown is left out."""
    parts = (
        f"《{article.headline}》" if headline and article.headline else "",
        article.paper or "",
        article.date.isoformat() if article.date else "",
        words.paper_page.format(page=article.page) if article.page else "",
    )
    return " · ".join(part for part in parts if part)


def title_of(article: Article) -> str:
    """What stands for an article on one line."""
    return shortened(article.headline or article.text, HEADLINE)


def shortened(said: str, most: int) -> str:
    """One line of at most so many characters."""
    line = " ".join(clean(said).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def article_page(
    article: Article, words: Words, *, page: int | None = None, quote: tuple[int, int] | None = None
) -> ArticlePage:
    """One page of an article's full text.

    Args:
        article: Whole.
        words: The bot's language.
        page: Which page, from 0; None: the one on which the quote begins.
        quote: Offsets of what stands out in the text, if anything.
    """
    cuts = page_cuts(article.text)
    if page is None:
        page = sum(start <= quote[0] for start, _ in cuts) - 1 if quote else 0
    page = max(0, min(page, len(cuts) - 1))
    start, end = cuts[page]
    blocks: list[Block] = []
    if page == 0 and article.kicker:
        blocks.append(text(article.kicker, italic=True))
    if article.headline:
        blocks.append(text(article.headline, bold=True))
    if page == 0 and article.deck:
        blocks.append(text(article.deck))
    writers = [
        told.format(names=" ".join(names))
        for told, names in (
            (words.reporters, article.reporters),
            (words.correspondents, article.correspondents),
        )
        if names
    ]
    line = " · ".join(part for part in (source_line(article, words, headline=False), *writers) if part)
    if line:
        blocks.append(text(line, italic=True))
    spans = [(max(quote[0], start) - start, min(quote[1], end) - start)] if quote else []
    body = marked(article.text[start:end], spans)
    blocks.append(Block(body))
    if len(cuts) > 1:
        blocks.append(text(words.page.format(page=page + 1, pages=len(cuts)), italic=True))
    return ArticlePage(tuple(blocks), page, len(cuts))


def page_cuts(body: str) -> list[tuple[int, int]]:
    """Offsets [start, end) of a text's pages, each ending with a sentence where one ends in time."""
    cuts, start = [], 0
    while start < len(body):
        end = min(len(body), start + PAGE)
        while units(body[start:end]) > PAGE:
            end -= 1
        if end < len(body):
            ends = [match.end() for match in _SENTENCE.finditer(body, start, end)]
            if ends and ends[-1] - start > PAGE // 2:
                end = ends[-1]
        cuts.append((start, end))
        start = end
    return cuts or [(0, 0)]


def passages_blocks(passages: Sequence[Passage], words: Words, first: int) -> list[Block]:
    """Some passages, numbered, each with its headline and how it begins.

    Args:
        passages: All of an answer's.
        words: The bot's language.
        first: The first that is shown, from 0.
    """
    shown = passages[first : first + PASSAGES_SHOWN]
    blocks = [
        text(words.passages.format(first=first + 1, last=first + len(shown), total=len(passages)), bold=True)
    ]
    for number, passage in enumerate(shown, start=first + 1):
        head = f"{number}. {source_line(passage.article, words) or title_of(passage.article)}\n"
        runs = (Run(head, italic=True), Run(shortened(passage.text, SNIPPET)))
        blocks.append(Block(runs, quote=True))
    return blocks


def headline_runs(article: Article, link: str | None, words: Words) -> tuple[Run, ...]:
    """One headline of a list, with its page."""
    page = f" · {words.paper_page.format(page=article.page)}" if article.page else ""
    return Run("• "), Run(title_of(article), url=link), Run(f"{page}\n")


def _lists_headlines(answer: Answer) -> bool:
    """Whether the answer is a list of reports rather than something that they say."""
    return len(answer.citations) > 1 and sum(c.field == "headline" for c in answer.citations) * 2 > len(
        answer.citations
    )


def _headline_list(answer: Answer, link: Link, words: Words) -> list[Block]:
    """What is said besides the headlines, then these, ten a block."""
    quotes = {citation.quote for citation in answer.citations}
    leads = [line for line in answer.text.split("\n") if line.strip() and line not in quotes]
    blocks = [text(lead) for lead in leads if not any(quote in lead for quote in quotes)]
    rows = [headline_runs(c.article, link(c.article), words) for c in answer.citations]
    tens = (rows[start : start + 10] for start in range(0, len(rows), 10))
    return [*blocks, *(Block(tuple(run for row in ten for run in row)) for ten in tens)]


def _parted(answer: Answer, highlights: Sequence[str]) -> tuple[list[str], list[Citation]]:
    """The lines that say something beside a quote, and the citations in the order of the text.

    A line such as `According to …: “quote” Answer: words.` gives its end, unless the first line has said it
    all; what leads up to a quote is told by the quote's own source line. The prose of a model stays whole.
    """
    if answer.kind == "generated":
        return [line for line in without_quotes(answer).split("\n") if line.strip()], list(answer.citations)
    leads: list[str] = []
    cited, rest = [], list(answer.citations)
    for line in answer.text.split("\n"):
        at, inside = 0, []
        for citation in list(rest):
            found = line.find(citation.quote, at)
            if found >= 0 and citation.quote:
                inside.append(citation)
                rest.remove(citation)
                at = found + len(citation.quote)
        said = line[at:].lstrip(_CLOSERS).strip() if inside else line.strip()
        told = inside and leads and all(word in leads[0] for word in highlights)
        if _WORD.search(said) and not told:
            leads.append(said)
        cited += inside
    return leads, cited + rest


def _fact(lead: str, highlights: Sequence[str]) -> str:
    """A line of nothing but words that answer, without its full stop: as they stand where none says them."""
    bare = lead.removesuffix("。")
    return bare if all(word in highlights for word in bare.split("、")) else lead


def _highlights(answer: Answer) -> list[str]:
    """The words that answer, in order, each once."""
    said = [
        citation.article.field(citation.field)[start:end]
        for citation in answer.citations
        for start, end in citation.spans
    ]
    return [word for word in dict.fromkeys(said) if word.strip()]
