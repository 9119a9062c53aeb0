"""An earlier question asked again of something else: 那训达粮油呢？, what about page 2?

What is exchanged is what is of the same kind in the earlier question: a day for a day, a page for a page,
a name that ends alike (东城大桥 for 西城大桥, 7路 for 16路), else the thing that the question began with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Article
from retrieval.language import has_han
from retrieval.models import Language
from retrieval.question.analysis import Kind, analyse
from retrieval.text.timewords import TimeWords, time_words
from retrieval.text.tokens import words_of
from vectorstore.catalogue.script import simplified

_WROTE = re.compile(
    r"^(?P<name>[一-鿿·]{2,4}?)(?:都|一共|还)?(?:采写|撰写|拍摄|报道|写|拍)(?:了|过)?(?:哪|什么|几|多少)"
)
"""A list that is anybody's: 田青写了哪些报道."""

_LINE_EN = re.compile(
    r"(?:the\s+)?\b(?:bus(?:\s+(?:line|route))?|line|route|no\.?|number)\s*(?P<n>\d{1,4})\b(?:\s+bus)?",
    re.IGNORECASE,
)
_LINE_ZH = re.compile(r"(?P<n>\d{1,4})(?:路(?:公交车?)?|号线)")
"""A line of buses or trains: the one thing whose name both languages tell by a number."""

_ANY_DAY = datetime.date(2000, 1, 1)  # whichever: only where the words stand is looked at
_PAGE = re.compile(
    r"第\s?[A-Za-z]?\d{1,3}\s?版|头版|(?:\bon\s+)?(?:the\s+)?\b(?:page\s+\w?\d{1,3}|front\s+page)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d+(?P<unit>[^\d\s]{1,4})$")
_COUNTED = re.compile(
    r"(?P<zh>哪)(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[家个位名项种条所座大]"
    r"|(?P<en>\b(?:which|what)\s)(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s",
    re.IGNORECASE,
)
_BREAK_ZH = re.compile(
    r"[，。、；：？！“”《》\s]|的(?!士)|是|有(?!限)|在|了|为(?!民)|由|被|把|对|从|向|到|给|和|与"
    r"|什么|哪[些里儿一几]?|谁|多少|几|怎么|怎样|如何|何时|何处|总共|一共|共|总|最[早晚迟]|今年|去年|昨[天日]|计划|预计"
)
_WHOSE = frozenset({"我市", "我县", "我省", "本市", "本县", "全市", "全县", "全省", "今天", "目前", "请问"})

_NAMING = ("n", "b", "j", "m", "a", "s", "f", "x")
"""Parts of speech, in jieba's letters, that a name is made of beside what it ends on."""

_BREAK_EN = re.compile(
    r"\b(?:(?:what|which)\s+(?:time|hours?|day|date|year|kind|type|number)|what|which|who|when|where|why|how|many|much|is|are|was|were|did|do|does|has|have|had|will|would|can|could|the|a|an|of|in|"
    r"on|at|to|for|from|by|with|and|about|get|got|receive|received|built|open|opened)\b|[^\w\s'-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with one thing exchanged, and whether that took another's place or only came in addition."""

    text: str
    replaced: bool


def _uncounted(match: re.Match[str]) -> str:
    return "哪些" if match["zh"] else match["en"]


def exchanged(earlier: str, named: str, lang: Language) -> Exchange | None:
    """The earlier question with the named thing in the place of what is of its kind.

    Args:
        earlier: A whole question.
        named: The thing that the follow-up names.
        lang: The follow-up's language.

    Returns:
        The new question, in the earlier one's language; None where nothing in it is of the kind.
    """
    named = named.strip()
    spoken: Language = "zh" if has_han(earlier) else "en"
    day, page = _day(named, lang), _page(named)
    if day:
        spans = [(words.start, words.end) for words in time_words(earlier, spoken, _ANY_DAY)]
        named = _spelt(day) if spoken != lang else named
        named = named if spoken == "zh" or named.lower().startswith("on ") else f"on {named}"
    elif page:
        spans = [match.span() for match in _PAGE.finditer(earlier)]
        named = f"第{page}版" if spoken == "zh" else f"on page {page}"
    else:
        whole = _in_english(earlier, named) if spoken == lang == "en" else None
        if whole:
            return whole
        line = _line(named, earlier, spoken)
        spans, named = ([line[0]], line[1]) if line else (_parallels(earlier, named, spoken), named)
        if not spans:
            return None
    replaced = bool(spans)
    if not spans:
        at = 0 if spoken == "zh" else len(earlier.rstrip("?？. "))
        spans, named = [(at, at)], named if spoken == "zh" else f" {named}"
    return Exchange(_put(earlier, spans[0], named, spoken), replaced)


def exchanged_subject(earlier: str, named: str, stories: Sequence[Article]) -> Exchange | None:
    """The earlier question with the named thing for the one that it was about.

    Args:
        earlier: A whole question.
        named: The thing that the follow-up names.
        stories: The stories that answered the earlier question, best first: what their titles name is
            the thing that it was about; else it is what the question begins with.

    Returns:
        The new question; None for one that asks for a list: "which firms …, and the mayor?" asks for no
        list of mayors.
    """
    spoken: Language = "zh" if has_han(earlier) else "en"
    wrote = _WROTE.match(earlier) if has_han(named) else None
    if wrote:
        return Exchange(_put(earlier, wrote.span("name"), named, spoken), replaced=True)
    if has_han(named) != (spoken == "zh") and not re.fullmatch(r"[A-Z0-9.-]+", named):
        return None  # "the opening hours在哪" is a question in no language
    subject = None if analyse(earlier).kind is Kind.LIST else _subject(earlier, spoken, stories)
    return Exchange(_put(earlier, subject, named, spoken), replaced=True) if subject else None


def _put(earlier: str, span: tuple[int, int], named: str, spoken: Language) -> str:
    """Of another thing the count is not known: 哪6家 becomes 哪些, which six becomes which."""
    before, behind = (_COUNTED.sub(_uncounted, part) for part in (earlier[: span[0]], earlier[span[1] :]))
    if re.match(r"(?:an?|the)\s", named, re.IGNORECASE):
        before = re.sub(r"\b(?:an?|the)\s+$", "", before, flags=re.IGNORECASE)
    whole = f"{before}{named}{behind}".rstrip("？?。. ")
    return f"{whole}{'？' if spoken == 'zh' else '?'}"


_PREPOSITIONS = "in|at|on|of|for|from|to|by|with|near"
_LED_BY = re.compile(rf"({_PREPOSITIONS})\s+(.+)", re.IGNORECASE)
_ONE = re.compile(r"(?P<article>an?|the)?\s*(?P<kind>[\w-]+(?:\s+[\w-]+)?)\s+ones?", re.IGNORECASE)
_PROPER = r"[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*"


def _in_english(earlier: str, named: str) -> Exchange | None:
    """A phrase in the place of one that the same preposition leads, a name in that of a name.

    "for a national one" is said of the kind of thing that the earlier phrase names; a phrase that takes no
    other's place comes behind.
    """
    led = _LED_BY.fullmatch(named)
    if led:
        phrase = _phrase(led[1], earlier) or (_phrase(_AT_A_PLACE, earlier) if _is_place(led) else None)
        if phrase:
            thing = _of_its_kind(led[2], phrase["thing"])
            return Exchange(_put(earlier, phrase.span(), f"{led[1]} {thing}", "en"), replaced=True)
        end = len(earlier.rstrip("?？. "))
        return Exchange(_put(earlier, (end, end), f" {named}", "en"), replaced=False)
    if re.fullmatch(_PROPER, named):
        names = [match.span() for match in re.finditer(rf"\b{_PROPER}", earlier) if match.start()]
        return Exchange(_put(earlier, names[-1], named, "en"), replaced=True) if names else None
    return None


_AT_A_PLACE = "in|at|near"
_TIME_EN = (
    r"(?:the\s+)?(?:\d|morning|afternoon|evening|night|noon|summer|winter|spring|autumn|last|next|past|weekend"
    r"|january|february|march|april|may\b|june|july|august|september|october|november|december)"
)


def _phrase(preposition: str, earlier: str) -> re.Match[str] | None:
    """The phrase that a preposition leads, unless it tells a time."""
    return re.search(
        rf"\b(?:{preposition})\s+(?!{_TIME_EN})"
        rf"(?P<thing>(?:[^,?!.]|\.(?=\s?\w))+?)"
        rf"(?=\s+(?:{_PREPOSITIONS})\b|\s*[,?!]|\.?\s*$)",
        earlier,
        re.IGNORECASE,
    )


def _is_place(led: re.Match[str]) -> bool:
    """Whether a phrase such as "in Beishan" tells a place: then it takes that of "at the market"."""
    return bool(re.fullmatch(_AT_A_PLACE, led[1], re.IGNORECASE)) and not re.match(
        _TIME_EN, led[2], re.IGNORECASE
    )


def _of_its_kind(named: str, thing: str) -> str:
    """Read "a national one" beside "a provincial green factory": a national green factory."""
    one = _ONE.fullmatch(named)
    words = [word for word in thing.split() if word.lower() not in {"a", "an", "the"}]
    left = words[len(one["kind"].split()) :] if one else []
    return " ".join([*filter(None, [one["article"]]), one["kind"], *left]) if one and left else named


def _line(named: str, earlier: str, spoken: Language) -> tuple[tuple[int, int], str] | None:
    """Where the earlier question's number of a line stands, and the number in its place (line 28 for 7路)."""
    own = _LINE_EN.fullmatch(named) or _LINE_ZH.fullmatch(named)
    there = (_LINE_ZH if spoken == "zh" else _LINE_EN).search(earlier)
    return (there.span("n"), own["n"]) if own and there else None


def _parallels(earlier: str, named: str, spoken: Language) -> list[tuple[int, int]]:
    """What in the earlier question is of the same kind as a thing that is named; best first."""
    numbered = _NUMBERED.match(named)
    if numbered:
        return [m.span() for m in re.finditer(rf"\d+{re.escape(numbered['unit'])}", earlier)]
    return _alike(earlier, named) if spoken == "zh" and has_han(named) else []


def _day(named: str, lang: Language) -> TimeWords | None:
    """The time that is named, where nothing else is."""
    for words in (*time_words(named, lang, _ANY_DAY), *time_words(f"on {named}", lang, _ANY_DAY)):
        if words.end - words.start >= len(named) - 1:
            return words
    return None


def _spelt(day: TimeWords) -> str:
    """A time in digits, which both languages read; a span that is no day is left to its first day."""
    first = day.first
    return f"{first.month}月{first.day}日" if day.anchored else first.isoformat()


def _page(named: str) -> str | None:
    match = _PAGE.fullmatch(named)
    if not match:
        return None
    number = re.search(r"[A-Za-z]?\d{1,3}", match.group())
    return number.group() if number else "1"


def _alike(earlier: str, named: str) -> list[tuple[int, int]]:
    """Names in the earlier question that end on the same characters, the longest ending first."""
    for length in range(min(3, len(named) - 1), 0, -1):
        ending = named[-length:]
        spans = []
        for match in re.finditer(re.escape(ending), earlier):
            start = _name_start(earlier, match.start() + 1)
            last = _last_word(earlier, match.end())
            if len(words_of(named)) == 1 and abs(len(named) - (match.end() - last)) <= 1:
                start = max(start, last)  # 末班车 takes the place of 首班车 alone in 7路首班车
            if start < match.end():
                spans.append((start, match.end()))
        if spans:
            return spans
    return []


def _last_word(text: str, end: int) -> int:
    """Where the word that ends at `end`, or goes on there, begins."""
    at = 0
    for word, _ in words_of(text):
        if at < end <= at + len(word):
            return at
        at += len(word)
    return at


_HEAD = 2
"""Characters before a name's known word that belong to it where nothing else stands there: a name is seldom
in a word list, and 龙都大桥 is cut into 龙, 都 (an adverb) and 大桥."""


def _name_start(text: str, end: int) -> int:
    """Where the name that goes on at `end` begins: with its own word, or the nouns before that."""
    words, at = [], 0
    for word, tag in words_of(text):
        words.append((at, at + len(word), tag))
        at += len(word)
    start = max((a for a, b, _ in words if a < end <= b), default=end)
    for a, b, tag in reversed(words):
        if b == start and tag[:1] in _NAMING and not _BREAK_ZH.fullmatch(text, a, b):
            start = a
    breaks = [match.end() for match in _BREAK_ZH.finditer(text, 0, start)]
    run = max(breaks, default=0)
    return run if 0 < start - run <= _HEAD and text[run:start] not in _WHOSE else start


def _subject(earlier: str, spoken: Language, stories: Sequence[Article]) -> tuple[int, int] | None:
    """The thing that a question is about: what its story's title names, else what it begins with."""
    titles = simplified("\n".join(article.headline or "" for article in stories[:1]))
    pattern = _BREAK_ZH if spoken == "zh" else _BREAK_EN
    pieces, at = [], 0
    for match in [*pattern.finditer(earlier), None]:
        end = match.start() if match else len(earlier)
        start = at + len(earlier[at:end]) - len(earlier[at:end].lstrip())
        if len(earlier[start:end].strip()) > 1:
            pieces.append((start, start + len(earlier[start:end].rstrip())))
        at = match.end() if match else end
    for start, end in pieces if spoken == "zh" else ():
        for stop in range(end, start + 1, -1):
            if earlier[start:stop] in titles:
                return start, stop
    return pieces[0] if pieces else None
