"""Questions about who wrote what, answered from bylines and headlines rather than from the text.

"卫书苑写了什么？" and "what did Wei Shuyuan write?" want the headlines of someone's stories, in which the
name must stand as an author's; "谁写了…的报道" and "who took the photo of …?" want the byline of the story
that the rest of the question finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from corpus.models import Article, ArticleKind
from retrieval.evidence.sentences import Evidence
from retrieval.models import Citation, Language
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.catalogue.terms import terms
from vectorstore.models import CatalogueEntry

_WROTE_ZH = r"(?:采写|撰写|报道|发表|拍摄|[写拍])"
_BY_ZH = re.compile(
    rf"(?:^|[，,：:]|记者|通讯员|作者)\s*(?P<names>[一-鿿·]{{2,4}}(?:[和与、及][一-鿿·]{{2,4}}){{0,3}}?)\s*"
    rf"(?:都|一共|总共|最近|今天|昨天|近日|还){{0,3}}(?:在\S{{1,10}}?)?{_WROTE_ZH}(?:了|过|的)?(?:是)?(?:什么|啥|哪|几|多少)"
    rf"|(?:^|[，,：:]|记者|通讯员|作者)\s*(?P<of>[一-鿿·]{{2,4}})的(?:报道|稿子?|文章|新闻|照片|作品)(?:有|都有|是|有几|有多少)?(?:哪|什么|几|多少)"
)
_BY_EN = re.compile(
    r"\bwhat\s+(?:\w+\s+)?(?:did|has|have)\b.*\b(?:writ\w*|report\w*|photograph\w*|cover\w*|fil\w*)\b"
    r"|\b(?:stor(?:y|ies)|articles?|reports?|pieces?|photos?)\b.*\b(?:did|has|have)\b.*\b(?:writ\w*|report\w*|take\w*|fil\w*)\b"
    r"|\b(?:stor(?:y|ies)|articles?|reports?|pieces?|photos?)\s+(?:\w+\s+)?by\b",
    re.IGNORECASE,
)
_AUTHOR_ZH = re.compile(
    r"(?:谁|哪(?:[位个名]|[几些]个?位?)(?:记者|通讯员|作者|人)?)(?:采写|撰写|报道|拍摄|[写拍])[了的过]?.*(?:报道|新闻|稿|文章|消息|照片|图片|图)"
    r"|(?:报道|新闻|稿子?|文章|消息|照片|图片|图)(?:是|由)?(?:谁|哪[位个名]\S{0,3})(?:采写|撰写|写|报道|拍)"
    r"|(?:报道|新闻|稿子?|文章|消息|照片)的?(?:作者|记者|摄影者?)(?:是|叫)(?:谁|什么|哪)"
)
_AUTHOR_EN = re.compile(
    r"\bwho\s+(?:wrote|filed|reported|covered|photographed)\b.*\b(?:story|article|report|news|piece|photos?|pictures?|about|on|the)\b"
    r"|\bwho\s+(?:took|shot)\b.*\b(?:photos?|photographs?|pictures?|images?)\b",
    re.IGNORECASE,
)
_FRAME_ZH = re.compile(
    r"谁|哪[位个名]|记者|通讯员|作者|采写|撰写|拍摄|[写拍]|报道|新闻|稿子?|文章|消息|照片|图片|关于|有关|[这那]|[篇张条]|[的了过是由]"
)
_OF_PAPERS = re.compile(r"记者|通讯员|报道|新闻|稿|照片")
_PHOTO = re.compile(r"照片|图片|拍|\b(?:photo|picture|photograph)", re.IGNORECASE)
_TAKEN = re.compile(r"摄|图")

NAMED = 0.6
"""Share of the weight of a question's words, its frame left out, that a story must hold to be the one whose
author is asked for. The frame (谁写了…的报道) is in no story and would count against all. A choice: a
question's seams (桥铺 in 大桥铺装) are in no story either."""


def asks_author(text: str, lang: Language) -> bool:
    """Whether a question asks who wrote a story or took a photo."""
    return bool((_AUTHOR_ZH if lang == "zh" else _AUTHOR_EN).search(text))


def framed_out(question: Question) -> Question:
    """A question for an author without its frame: what its story must speak of."""
    if question.lang == "en":
        return question
    return replace(question, content=_FRAME_ZH.sub(" ", question.content))


def stories_by(
    question: Question, archive: Archive, within: Sequence[CatalogueEntry] | None
) -> list[CatalogueEntry]:
    """The stories of the authors that a question names, in the archive's order; none for another question.

    Args:
        question: In simplified characters.
        archive: Whose authors count.
        within: The articles that it is confined to; None for all.
    """
    if question.lang == "zh":
        names = _names_zh(question)
        entries = (
            within if within is not None else [e for name in names for e in archive.entries_holding(name)]
        )
        found = _of(names, entries)
        if not found and (names or question.kind is Kind.STORY_BY) and _OF_PAPERS.search(question.text):
            # printed in traditional characters, or the name not read
            every = list(within if within is not None else archive.entries())
            found = _of(names, every) or _of(_any_author(question.text, every), every)
    else:
        found = _of(_spelt(question.text, archive), within if within is not None else archive.entries())
    if _PHOTO.search(question.text):
        return [entry for entry in found if _is_photo(entry.article)] or found
    return found


def _names_zh(question: Question) -> list[str]:
    match = _BY_ZH.search(question.text)
    if not match:
        return []
    return re.split(r"[和与、及]", match["names"] or match["of"])


def _of(names: Sequence[str], entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """The stories that all these authors share; where there are none, those of each."""
    wanted = frozenset(names)
    told: dict[str, tuple[CatalogueEntry, frozenset[str]]] = {}
    for entry in entries if wanted else ():
        both = wanted & authors(entry.article)
        if both:
            told[entry.article.id] = (entry, both)
    shared = [entry for entry, held in told.values() if held == wanted]
    return shared or [entry for entry, _ in told.values()]


def _any_author(text: str, entries: Iterable[CatalogueEntry]) -> list[str]:
    return sorted({name for entry in entries for name in authors(entry.article) if name in text})


def authors(article: Article) -> frozenset[str]:
    """Reporters and correspondents, in simplified characters."""
    return frozenset(simplified(name) for name in (*article.reporters, *article.correspondents))


_KNOWN: WeakKeyDictionary[Archive, frozenset[str]] = WeakKeyDictionary()
"""A generation's authors, read once when the first English question names one."""


def _spelt(text: str, archive: Archive) -> list[str]:
    """The authors whose names an English question for someone's stories spells."""
    if not _BY_EN.search(text):
        return []
    from retrieval.text.pinyin import names_in

    names = names_in(text)
    if not names:
        return []
    if archive not in _KNOWN:
        _KNOWN[archive] = frozenset(name for entry in archive.entries() for name in authors(entry.article))
    return sorted(author for author in _KNOWN[archive] if any(_is(author, name) for name in names))


def _is(author: str, name: Sequence[str]) -> bool:
    """Whether a name spells the whole author's name, and not a part of it."""
    from retrieval.text.pinyin import orders, spelt_in

    return any(span == (0, len(author)) for letters in orders(name) for span in spelt_in(letters, author))


def byline_of(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> list[Citation]:
    """The byline of the story that a question about its author means; a photo's, where one is asked for."""
    if question.kind is not Kind.REPORTER_OF or not evidence:
        return []
    item = _named(question, evidence, rarity)
    if item is None and (question.lang == "en" or not _PHOTO.search(question.text)):
        item = next((e for e in evidence if _fits(question, e.article)), None)
    found = authors_in(CatalogueEntry(item.article, item.passage.source), 1) if item else None
    return [found] if found else []


def _fits(question: Question, article: Article) -> bool:
    return not _PHOTO.search(question.text) or _is_photo(article)


def _is_photo(article: Article) -> bool:
    return article.kind is ArticleKind.PHOTO_CAPTION or bool(_TAKEN.search(article.byline or ""))


def is_named(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> bool:
    """Whether a Chinese question about an author names one of the stories plainly."""
    return question.kind is Kind.REPORTER_OF and _named(question, evidence, rarity) is not None


def _named(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> Evidence | None:
    """The best evidence of a story that holds the question's words."""
    asked = list(dict.fromkeys(terms(question.content)))
    if question.lang == "en" or not asked:
        return None
    best: dict[str, Evidence] = {}
    for item in evidence:
        best.setdefault(item.article.id, item)
    for item in best.values():
        words = set(terms(f"{item.article.headline or ''}\n{item.article.text}"))
        if _fits(question, item.article) and rarity.covered(asked, words) >= NAMED:
            return item
    return None


def authors_in(entry: CatalogueEntry, n: int) -> Citation | None:
    """A story's byline with the names of its authors marked; None where it names nobody."""
    article = entry.article
    byline = article.byline or ""
    names = (*article.reporters, *article.correspondents)
    spans = sorted((at, at + len(name)) for name in names if (at := byline.find(name)) >= 0)
    if not spans:
        return None
    return Citation(n, article, entry.source, "byline", 0, len(byline), byline, tuple(spans))
