"""What tells a follow-up from a question that stands alone.

A follow-up leans on what was said before: by a pronoun that nothing in the question itself goes before
(他们拿到多少钱？, when was it built?), by leaving out all that it asks about (多少钱？, why?), or by naming
nothing but what is different this time (那训达粮油呢？, what about page 2?). A question that brings its own
subject stands alone, whatever pronoun comes later in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from retrieval.conversation.anaphors import (
    ANAPHOR_EN,
    ANAPHOR_ZH,
    NTH_EN,
    NTH_ZH,
    ORDINALS,
    points_at_nothing,
)
from retrieval.models import Language
from retrieval.question.analysis import number_of

LONGEST = 80
"""Characters: a longer message brings its own subject. A choice; the longest follow-up tried has 40."""


class Lean(Enum):
    """How a follow-up leans on the question before it."""

    MORE = "more of the same"
    INSTEAD = "the same of something else"
    ABOUT = "something else of the same"
    SHORT = "something else of the same, if the story speaks of it"


@dataclass(frozen=True, slots=True)
class Leaning:
    """A follow-up as its form shows it.

    Attributes:
        lean: How it leans.
        own: What it says itself: a question for ABOUT and SHORT, the thing named for INSTEAD, "" for MORE.
        content: For SHORT, the words that it brings along, which the story must speak of.
        one: Whether its pronoun stands for one person or thing (他, it) and not for several.
        place: Which of the stories listed before it means, from 1 (第二篇, the second one); 0 for none.
    """

    lean: Lean
    own: str = ""
    content: tuple[str, ...] = ()
    one: bool = False
    place: int = 0


def leaning(text: str, lang: Language) -> Leaning | None:
    """How a question leans on an earlier one; None where it stands alone.

    Args:
        text: The question, in simplified characters.
        lang: Its language.
    """
    text = " ".join(text.split()).strip(_EDGE)
    if not text or len(text) > LONGEST:
        return None
    return _chinese(text) if lang == "zh" else _english(text)


_EDGE = "？?。.！!，,、；;：:~～… "


_OPENER = re.compile(
    r"^(?:(?:那么?(?![家个座位条些里儿边天年次种样件篇场所项份]|时(?!间))|然后|另外|还有(?=[，,])|对了|哦|噢|嗯|好的?|谢谢|请问|我?想?再?问一?下|再问)[，,、。！!\s]*)+"
)
_MORE_ZH = re.compile(
    r"^(?:(?:还|另外)有(?:呢|吗|么|别的|其[他它]的?|没有|哪些|什么|谁|哪[几一]?[个家位名项种条所座])?(?:[一-鿿]{0,4})?|(?:别的|其[他它余]的?)呢?"
    r"|继续|接着(?:说|讲)|再[说讲][说讲点些]?|(?:请?再?详细|具体)(?:[一]?点|[说讲][说讲]?)?呢?|多[说讲][说讲点些一]*|更多(?:的?呢)?|然后呢|后来呢)$"
)
_ASKS_ZH = re.compile(
    r"什么时候|什么时间|什么地方|什么|为何|为啥|何时|何处|何地|何人|多少|多[大高长远久重深宽快]|哪|几|谁|怎么|怎样|如何|是否|有没有|是不是|[吗么]$"
)
_OF_PAPERS = re.compile(r"新闻|报纸|消息|头条|头版|[日晚早晨商]报")
"""A question for a day's news brings its own subject: the day."""

_NAMES = re.compile(r"[“”《》\d]|[A-Za-z]{2}")

_FUNCTION_ZH = re.compile(
    r"什么时候|什么时间|什么地方|什么|为何|为啥|何时|何处|何地|何人|多少|多[大高长远久重深宽快]|哪[些里儿一几]?|几|谁|怎么样?|怎样|如何|是否|有没有|是不是"
    r"|一共|总共|大概|大约|具体|当时|最后|后来|分别|可以|能够?|应该|必须|需要|情况|事情|事儿|东西|左右|以及|到底|究竟"
    r"|[个家名位项种条所座件次本部篇则年月日天号点元块钱人]|[是有的了在到去来过着就才又也都还要会吗呢呀啊吧么被给对从由把为因于和与跟让用以及其而但并各每请向往按]|[事花拿得做干写说讲算叫报道]|发生|获得|得到"
)
_SUBJECTLESS = 4
"""Han characters that a question may bring and still be one that leaves its subject to the story before it,
which must speak of them: verbs and the plainest nouns have two, with an object four (奖励企业)."""

_LED = 8
"""The same behind 那, which goes on with what was talked of (那少儿借阅区在哪). A choice: a place's
or a post's name."""

_POINTING = 30
"""Characters: what begins with 这 and goes on longer brings what 这 points at (日本人…，而这正是…)."""

_VERB = 2
"""Han characters of a bare verb behind its interrogative (几点关门, 多少人参加): it wants a subject."""


def _chinese(text: str) -> Leaning | None:
    rest = _OPENER.sub("", text)
    if _MORE_ZH.match(text) or _MORE_ZH.match(rest):
        return Leaning(Lean.MORE)
    on = text.startswith("那") and rest != text
    return (_instead_zh(rest) or _pointing_zh(rest) or _bare_zh(rest, on=on)) if rest else None


def _instead_zh(rest: str) -> Leaning | None:
    named = rest[:-1] if rest.endswith("呢") else ""
    if not named or _ASKS_ZH.search(named) or ANAPHOR_ZH.fullmatch(named):
        return None
    return Leaning(Lean.INSTEAD, named.rstrip("的"))


def _pointing_zh(rest: str) -> Leaning | None:
    nth = NTH_ZH.match(rest)
    if nth:
        return Leaning(Lean.ABOUT, rest, place=number_of(nth.group(1)))
    anaphor = ANAPHOR_ZH.search(rest)
    if anaphor and len(rest) <= _POINTING and not _content_zh(rest[: anaphor.start()]):
        return Leaning(Lean.ABOUT, rest, one=bool(anaphor["one"]))
    return None


def _bare_zh(rest: str, *, on: bool = False) -> Leaning | None:
    if not _ASKS_ZH.search(rest) or _OF_PAPERS.search(rest) or _NAMES.search(rest):
        return None
    content = _content_zh(rest)
    asks = _ASKS_ZH.search(rest)
    named = re.match(r"什么是|谁是|哪[里儿]是", rest)
    predicate = (
        asks is not None
        and not named
        and not _content_zh(rest[: asks.start()])
        and len("".join(content)) <= _VERB
    )
    if not content or predicate:
        return Leaning(Lean.ABOUT, rest)
    most = _LED if on else _SUBJECTLESS
    return Leaning(Lean.SHORT, rest, content) if len("".join(content)) <= most else None


def _content_zh(text: str) -> tuple[str, ...]:
    """What is left of a question without interrogatives and function words, piece by piece."""
    return tuple(re.findall(r"\w+", _FUNCTION_ZH.sub(" ", text)))


def opened(text: str, lang: Language) -> str:
    """A message without its edges and the words that only open it (那, and, so)."""
    text = " ".join(text.split()).strip(_EDGE)
    return (_OPENER if lang == "zh" else _OPENER_EN).sub("", text)


_OPENER_EN = re.compile(
    r"^(?:(?:and|so|but|also|then|ok(?:ay)?|thanks|thank\s+you|well|now|please)\b[,.!\s]*)+", re.IGNORECASE
)
_MORE_EN = re.compile(
    r"^(?:(?:and\s+)?(?:what|who|where|which|anything|anyone|something)\s+(?:else|others?|more)(?:\s+\w+){0,3}|(?:any|the)\s+(?:more|others?|rest)"
    r"|(?:tell|show)\s+me\s+(?:some\s+)?more(?:\s+about\s+(?:it|this|that|them))?|more(?:\s+details?|\s+please)?|go\s+on|continue|and\s+then"
    r"|(?:what|how)\s+about\s+the\s+(?:rest|others?))$",
    re.IGNORECASE,
)
_INSTEAD_EN = re.compile(r"^(?:what|how)\s+about\s+(?:(?:in|on|of|for)\s+)?(.+)$", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*")
_WORDS_EN = """what which who whom whose when where why how many much long often old far big large is are was
were be been being do does did has have had can could will would shall should may might must a an the of in on
at to for from by with about and or but so then not no i you we us me my your our tell give say please got get
happen happened happens exactly ever also too all any some one ones thing things time day else"""
_FUNCTION_EN = frozenset(_WORDS_EN.split())
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)
_ASKS_EN = re.compile(r"wh|how", re.IGNORECASE)
_ASKED_NOUN = re.compile(
    r"^(?:which|what|whose|how\s+(?:many|much))\s+(?:\w+\s+){1,2}?(?=(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\s+$)",
    re.IGNORECASE,
)
"""What is asked for, right before a verb and its pronoun, names nothing that the pronoun could mean: which
company did he visit."""

_FRAGMENT = 3
"""Words: "how many workers?", "which page?". With an auxiliary a question says more than that."""

_AND_SHORT = 2
"""Content words that "and how much did the firms get?" may bring and still lean, and "who is the director?"
perhaps."""


def _english(text: str) -> Leaning | None:
    if _MORE_EN.match(text):
        return Leaning(Lean.MORE)
    rest = _OPENER_EN.sub("", text)
    added = len(rest) < len(text) and text[:3].lower() == "and"
    return (
        (_instead_en(rest, added=added) or _pointing_en(rest) or _bare_en(rest, added=added))
        if rest
        else None
    )


def _instead_en(rest: str, *, added: bool) -> Leaning | None:
    about = _INSTEAD_EN.match(rest)
    if about and not ANAPHOR_EN.fullmatch(about.group(1)):
        return Leaning(Lean.INSTEAD, about.group(1))
    if added and not _ASKS_EN.match(rest) and len(_WORD.findall(rest)) <= _FRAGMENT + 1:
        return Leaning(Lean.INSTEAD, rest)
    return None


def _pointing_en(rest: str) -> Leaning | None:
    nth = NTH_EN.search(rest)
    if nth:
        return Leaning(Lean.ABOUT, rest, place=_place(nth.group(1)))
    anaphor = next((m for m in ANAPHOR_EN.finditer(rest) if not points_at_nothing(rest, m)), None)
    if anaphor and not _content_en(_ASKED_NOUN.sub("", rest[: anaphor.start()])):
        return Leaning(Lean.ABOUT, rest, one=bool(anaphor["one"]))
    return None


def _bare_en(rest: str, *, added: bool) -> Leaning | None:
    if not _ASKS_EN.match(rest):
        return None
    content, words = _content_en(rest), _WORD.findall(rest)
    fragment = len(words) <= _FRAGMENT and not _AUXILIARY.search(rest)
    if not content or fragment or (added and len(content) <= _AND_SHORT):
        return Leaning(Lean.ABOUT, rest)
    return Leaning(Lean.SHORT, rest, tuple(content)) if len(content) <= _AND_SHORT else None


def _content_en(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in _FUNCTION_EN]


def _place(word: str) -> int:
    return ORDINALS.index(word.lower()) + 1 if word.lower() in ORDINALS else int(word[:-2])
