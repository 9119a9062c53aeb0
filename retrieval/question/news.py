"""The words for news and papers, and whether a question asks for nothing but the news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.models import Language
from retrieval.text.pinyin import spelt_in
from vectorstore.models import CatalogueEntry

NEWS = {
    "zh": re.compile(
        r"(?:有|登了?|刊登了?|刊发了?|发了?)(?:哪[些几]篇?|什么|几篇|多少篇?)文章|报纸|报上|报刊|见报|新闻|报道|消息|头条|头版|要闻|版面|[日晚早晨新商时]报|刊登|登载|刊发|登了|[这那当本]期"
    ),
    "en": re.compile(
        r"\b(?:news(?:paper)?s?|papers?|headlines?|stor(?:y|ies)|articles?|report(?:s|ed)?|issue|edition|front\s+page"
        r"|publish(?:ed)?|printed)\b",
        re.IGNORECASE,
    ),
}
"""Words that ask for what was printed or reported."""

PAPER = {
    "zh": re.compile(
        r"报纸|报上|报刊|见报|头版|版面|刊登|登载|刊发|登了|[这那当本]期|[日晚早晨新商时]报(?!道)"
    ),
    "en": re.compile(
        r"\b(?:(?:news)?papers?|issue|edition|front\s+page|publish(?:ed)?|printed)\b", re.IGNORECASE
    ),
}
"""Those that ask for what was printed on a day, not for what was reported of it."""

HAPPENED = {
    "zh": re.compile(r"发生了?(?:什么|哪些|啥)|有(?:什么|哪些|啥)(?:大事|事情?|事儿)"),
    "en": re.compile(r"\bwhat\s+(?:else\s+)?happened\b|\banything\s+happen", re.IGNORECASE),
}
"""Those that ask for the events of a day."""

_FILLER = {
    "zh": re.compile(
        r"第?[\d一二三四五六七八九十]+版|请问?|告诉|列[出举]|看看|一下|都|有没有|有关|关于|什么|哪些|哪几|[篇条个则件]|多少|几|啥|些|发生|刊登|登载|刊发|登|"
        r"写|说|讲|发|主要|重要|重大|大事|事情|事儿|事|内容|标题|题目|全部|所有|一共|总共|在|上|里|中|当天|当日|那天|这天|"
        r"这|那|本|期|份|日报|晚报|是|有|的|了|过|吗|呢|呀|啊|我|给|想|知道|看|新|要闻|[今本]报|和|以及|为|[，。？！,.?!：:、\s“”《》]"
    ),
    "en": re.compile(
        r"\b(?:what|which|who|when|was|were|is|are|be|been|has|have|had|did|do|does|in|on|of|from|for|at|by|the|a|an|s|any|some|all|"
        r"every|show|list|give|tell|get|read|me|us|my|our|there|here|happened|happen|else|say|said|says|write|written|about|"
        r"top|main|major|latest|local|that|this|day|please|you|i|can|could|would|want|know|anything|something|to|and|it|"
        r"main|front|page|s)\b|[^\w]",
        re.IGNORECASE,
    ),
}
_CAPITAL = re.compile(r"\b[A-Z][a-z]{2,}\b")
_PAGE = re.compile(r"第\s?([A-Za-z]?\d{1,3})\s?版|\bpage\s+([A-Za-z]?\d{1,3})\b", re.IGNORECASE)
_FRONT = re.compile(r"头版|\bfront\s+page\b", re.IGNORECASE)


def is_bare(topic: str, lang: Language, entries: Sequence[CatalogueEntry]) -> bool:
    """Whether nothing is asked beyond "what is the news"."""
    for paper in {entry.article.paper for entry in entries}:
        topic = topic.replace(paper, " ") if paper else topic
    topic = _without_cities(topic, {entry.article.city for entry in entries if entry.article.city})
    for pattern in (_PAGE, NEWS[lang], HAPPENED[lang], _FILLER[lang]):
        topic = pattern.sub(" ", topic)
    return len("".join(topic.split())) <= 1


def _without_cities(topic: str, cities: set[str]) -> str:
    """What happened in Puyang is what happened: the papers are of that city."""
    for city in cities:
        topic = topic.replace(f"{city}市", " ").replace(city, " ")
    spelt = (word for word in _CAPITAL.findall(topic) if any(spelt_in(word.lower(), city) for city in cities))
    for word in spelt:
        topic = topic.replace(word, " ")
    return topic


def page_asked(text: str) -> str | None:
    """The page that a question names, as printed and in capitals; None for none."""
    if _FRONT.search(text):
        return "1"
    match = _PAGE.search(text)
    return (match.group(1) or match.group(2)).upper() if match else None
