"""Figures, dates, names and titles of a claim that must stand in its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.cities import PREFECTURES, PROVINCES
from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason
from retrieval.claims.sources import Source
from retrieval.text.figures import Figure
from retrieval.text.moments import Day, agrees
from retrieval.text.tokens import Kind, Token, same
from retrieval.text.words import TITLES

_SHORT = re.compile(rf"(?<![一-鿿·])(?P<surname>[一-鿿])(?P<title>{TITLES})")


_BREAK = re.compile(r"[，。、；：！？\s（）()]|[和与及](?=[一-鿿]{2})")


def stands(token: Token, read: Sequence[Source]) -> None:
    """A figure, date, hour, code or name of the claim stands in a quote.

    Raises:
        Struck: It does not.
    """
    held = [other for source in read for row in source.rows for other in row.tokens]
    if any(same(token, other) for other in held):
        return
    if isinstance(token.value, Figure):
        alike = [o.value for o in held if isinstance(o.value, Figure)]
        digits = re.sub(r"[^\d.]", "", token.text)
        texts = [re.sub(r"[^\d.]", "", o.text) for o in held if isinstance(o.value, Figure)]
        unit = any(o.value == token.value.value for o in alike) or (digits != "" and digits in texts)
        raise Struck(Reason.UNIT if unit else Reason.NUMBER, token.text)
    if isinstance(token.value, Day):
        for source in read:
            article = source.cited.article
            for day in (article.date, article.dateline_date) if article else ():
                if day and agrees(token.value, Day(day.year, day.month, day.day, 0, 0)):
                    return
        raise Struck(Reason.DATE, token.text)
    if token.kind is Kind.HOUR:
        raise Struck(Reason.DATE, token.text)
    if any(token.text in source.whole for source in read):
        return
    raise Struck(
        Reason.NAME
        if token.kind is Kind.NAME
        else Reason.NUMBER
        if token.text[0].isdecimal()
        else Reason.NAME,
        token.text,
    )


def places_stand(claim: Sequence[Token], read: Sequence[Source]) -> None:
    """A city or province stands in a quote, where the segmenter, a list or 市 shows that it is one."""
    text = "".join(token.text for token in claim)
    for word in {token.word for token in claim} & (PREFECTURES | PROVINCES):
        tag = next(token.tag for token in claim if token.word == word)
        shown = re.search(rf"(?:[、在从到]{word}|{word}[、市省])", text)
        if (tag.startswith("ns") or shown) and not any(
            word in source.whole or word in source.article for source in read
        ):
            raise Struck(Reason.NAME, word)


def with_full_names(text: str, read: Sequence[Source]) -> str:
    """王市长 → 市长王建国, where the quotes name one 市长 with that surname."""

    def full(match: re.Match[str]) -> str:
        whole = "\n".join(source.whole for source in read)
        if match.group() in whole:
            return match.group()
        meant = {
            name
            for source in read
            for name in source.people
            if name[0] == match["surname"]
            and re.search(rf"{match['title']}{name}|{name}[^，。]{{0,6}}{match['title']}", whole)
        }
        return match["title"] + meant.pop() if len(meant) == 1 else match.group()

    return _SHORT.sub(full, text)


def titles_stand(text: str, read: Sequence[Source]) -> None:
    """A title right before a name must stand beside it somewhere in the article too."""
    for name in frozenset().union(*(source.people for source in read)):
        for match in re.finditer(re.escape(name), text):
            titled = re.search(rf"(?:{TITLES})$", text[max(0, match.start() - 8) : match.start()])
            if titled and not any(
                titled.group() in piece for source in read for piece in beside(name, source)
            ):
                raise Struck(Reason.PAIR, f"{titled.group()}{name}")


def beside(name: str, source: Source) -> Iterable[str]:
    """What stands right before and right behind each mention of a name, up to the next mark or name."""
    for match in re.finditer(re.escape(name), source.article):
        yield _BREAK.split(source.article[max(0, match.start() - 24) : match.start()])[-1]
        yield _BREAK.split(source.article[match.end() : match.end() + 10])[0]
        apposed = re.match(r"[（(，]([^，。、；）)]{2,16})[）)，。]", source.article[match.end() :])
        if apposed:
            yield apposed[1]
