"""What a conversation is about: the person or thing whose sides its questions ask for.

乔素珍是谁 is about 乔素珍 and 7路公交末班车几点 about 7路公交: what is asked next is asked of them, not of
the whole question before. One that names no such thing (哪6家企业成功创建省级绿色工厂) lends all of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from corpus.models import Article
from retrieval.conversation.anaphors import has_anaphor
from retrieval.conversation.ellipsis import opened
from retrieval.language import has_han
from retrieval.models import Turn
from retrieval.question.analysis import Kind, analyse
from retrieval.question.sides import aspect_of
from retrieval.text.people import is_person, people_in, people_of
from retrieval.text.timewords import time_words
from retrieval.text.tokens import words_of
from retrieval.text.words import TITLES
from vectorstore.catalogue.script import simplified

LONGEST = 24
"""Characters of a Chinese topic; more is a clause. A choice: the sample pages' longest names have 14."""

_ASKED = re.compile(
    r"什么|为何|为啥|何[时处地人]|多少|多[大高长远久重深宽快]|周几|星期几|礼拜几|哪|几|谁|怎|如何|是否|有没有|是不是|[吗么]$"
)
_WHO = re.compile(
    r"^(?:谁是(?P<behind>[^，。？]{2,12})|(?P<before>[^，。？的]{2,12}?)(?:到底|究竟)?(?:是|又是)"
    r"(?:谁|什么人|哪位|何人|(?:干|做)(?:什么|啥|嘛)的?|什么|啥))$"
)
_LINE = re.compile(r"\d{1,4}(?:路(?:公交车?)?|号线)")
_ANY_DAY = datetime.date(2000, 1, 1)  # whichever: only whether it is a time is looked at
_NOUN_LIKE = ("n", "t", "j", "m", "q", "b", "s", "f", "x", "a", "vn", "zg", "k", "g")
WIDE = frozenset(
    {"我市", "我县", "我省", "本市", "全市", "全县", "全省", "今年", "去年", "目前", "现在", "最近", "请问"}
)
_DATES = ("是", "什", "何", "哪", "几")
_TITLED = re.compile(rf"(?:{TITLES})$")

_AUX = r"is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
_WHO_EN = re.compile(
    r"^who(?:'s|\s+(?:is|was))\s+(?P<name>(?:the\s+)?[\w'.-]+(?:\s+[\w'.-]+){0,3})$", re.IGNORECASE
)
_SUBJECT_EN = re.compile(
    rf"^(?:when|where|why|how(?:\s+(?!many|much)\w+)?|how\s+(?:many|much)(?:\s+[\w-]+){{0,3}}?|what(?:\s+\w+)?|who|which\s+\w+)"
    rf"\s+(?P<aux>{_AUX})\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_ENDS_EN = re.compile(
    r"\b(?:in|on|at|for|from|to|by|with|about|during|near|when|where|if|and|open|opened|built|\w+ed)\b|[,;:]",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)
_LINE_EN = re.compile(
    r"\b(?:bus(?:\s+(?:line|route))?|line|route)\s+\d{1,4}\b|\bnumber\s+\d{1,4}\s+bus\b", re.IGNORECASE
)
_BE = frozenset({"is", "are", "was", "were"})
_MOST_WORDS = 8
"""Words of an English topic: the new campus of the experimental primary school. A choice."""


def topic_of(question: str, stories: Sequence[Article] = ()) -> str:
    """The person or thing that a whole question is about; "" where it names none.

    Args:
        question: In simplified characters, as it was understood.
        stories: Those that answered it: they know the names of their people.
    """
    text = " ".join(question.split()).strip("？?。.！! ")
    return _chinese(text, stories) if has_han(text) else _english(text)


def thread(turns: Sequence[Turn], stories: Sequence[Article]) -> str:
    """What a conversation is about: the topic of its questions on one story that the story's title names.

    Where the title names none it is the last one.
    """
    title = simplified(stories[0].headline or "") if stories else ""
    questions = (simplified(turn.question) for turn in _on_the_story(turns))
    topics = [topic for question in questions if (topic := topic_of(question, stories))]
    named = next((topic for topic in topics if len(topic) > 1 and topic in title), "")
    return named if named and not alike(named, topics[0]) else (topics or [""])[0]


def alike(one: str, other: str) -> bool:
    """Whether two topics are of one kind, and the later took the earlier one's place: 5路公交, 3路公交."""
    return one != other and (one[-1] == other[-1] or bool(_LINE.match(one) and _LINE.match(other)))


def person(turns: Sequence[Turn], stories: Sequence[Article]) -> str:
    """Whom 他, she and his stand for: the last person whom the conversation was about; "" for nobody."""
    known = {simplified(name) for article in stories for name in people_of(article)}
    for turn in _on_the_story(turns):
        question = simplified(turn.question)
        topic = topic_of(question, stories)
        names = {word.strip() for word in turn.words}
        asked_who = analyse(question).kind is Kind.PERSON and not _is_named(topic, known)
        candidates: list[str] = [*(names if asked_who and len(names) == 1 else ()), topic]
        for name in candidates:
            if name and (_is_named(name, known) or may_be_person(name)):
                return name
    return ""


def may_be_person(topic: str) -> bool:
    """Whether a topic looks like somebody's name or post: 侯全喜, 市长, Hou Quanxi."""
    return is_person(topic) or bool(_TITLED.search(topic)) or _is_name_en(topic)


def _on_the_story(turns: Sequence[Turn]) -> list[Turn]:
    """The turns that were answered from a story of the last one, the last one first."""
    last = set(turns[-1].articles) if turns else set()
    return [turn for turn in reversed(turns) if turn is turns[-1] or last & set(turn.articles)]


def _is_named(topic: str, known: AbstractSet[str]) -> bool:
    """Whether somebody is called so: of 乔素珍是谁 the answer is no name, of 谁是最有价值球员 it is one."""
    return topic in known or is_person(topic) or _is_name_en(topic)


def _chinese(text: str, stories: Sequence[Article]) -> str:
    head, comma, _ = text.partition("，")
    if comma:  # as a follow-up was understood: 乔素珍，追悼会什么时候举行
        return _chinese(head, stories) if _ASKED.search(head) else _bounded(head)
    text = opened(text, "zh") or text
    who = _WHO.match(text)
    if who:
        return _bounded(who["behind"] or who["before"])
    asked = _ASKED.search(text)
    lead = text[: asked.start()] if asked else text
    named = _person_of(lead, stories)
    title = simplified(stories[0].headline or "") if stories else ""
    return named or _bounded(_head(_noun_phrase(text, len(lead)), title))


def _person_of(lead: str, stories: Sequence[Article]) -> str:
    known = {simplified(name) for article in stories for name in people_of(article)} | people_in(lead)
    there: list[str] = [name for name in known if name and name in lead]
    there = [
        name for name in there if len(name) > _SHORT or _NAME_ENDS.match(lead, lead.index(name) + len(name))
    ]
    there.sort(key=lead.index)
    return there[0] if there else ""


_SHORT = 2
_NAME_ENDS = re.compile(r"[的是有在今现什几多哪为和，]|$")
"""What stands behind a name of two characters: 少儿 in 少儿借阅区 is nobody's."""


def _bounded(topic: str) -> str:
    topic = topic.strip("《》“” ")
    if not 1 < len(topic) <= LONGEST or has_anaphor(topic, "zh") or topic in WIDE:
        return ""
    return topic


def _noun_phrase(text: str, limit: int) -> list[str]:
    """The words of the noun phrase that a question begins with, without what says when or how widely."""
    words: list[str] = []
    rest = [(word, tag, at) for word, tag, at in _placed(text) if at < limit]
    for n, (word, tag, at) in enumerate(rest):
        behind = rest[n + 1] if n + 1 < len(rest) else ("", "", 0)
        if not words and (word in WIDE or (tag == "t" and time_words(word, "zh", _ANY_DAY))):
            continue
        compound = tag == "v" and behind[1] == "n" and len(behind[0]) == 1  # 少儿借阅区
        if tag.startswith(_NOUN_LIKE) or (words and (word == "的" or compound)):
            words.append(word)
        elif tag == "v" and not words and text[at + len(word) :].startswith(_DATES):  # 停电是哪一天
            return [word]
        else:
            break
    return words


def _placed(text: str) -> list[tuple[str, str, int]]:
    found, at = [], 0
    for word, tag in words_of(text):
        found.append((word, tag, at))
        at += len(word)
    return found


def _head(words: list[str], title: str) -> str:
    """The thing itself in a noun phrase that goes on to a side of it.

    7路公交 of 7路公交末班车, 侯全喜 of 侯全喜的邮路, 青禾大桥 of 青禾大桥总投资; else the longest beginning
    that the story's title names.
    """
    phrase = "".join(words).rstrip("的")
    line = _LINE.match(phrase)
    if line:
        return line.group()
    owner, of, _ = phrase.rpartition("的")
    if of:
        return owner
    for end in range(len(words) - 1, 0, -1):
        start = "".join(words[:end])
        if len(start) > _SHORT and start in title and "".join(words[end:]) not in title:
            return start
    for at in range(1, len(words)):
        if aspect_of("".join(words[at:]), "zh"):
            return "".join(words[:at]).rstrip("总")
    return phrase


def _english(text: str) -> str:
    head, colon, _ = text.partition(": ")
    if colon and not re.match(r"(?:wh|how)", head, re.IGNORECASE):
        return head
    text = opened(text, "en") or text
    who = _WHO_EN.match(text)
    if who:
        return "" if has_anaphor(who["name"], "en") else who["name"]
    line = _LINE_EN.search(text)
    if line:
        return line.group()
    asks = _SUBJECT_EN.match(text)
    return _subject_en(asks["aux"].lower(), asks["rest"]) if asks else ""


def _subject_en(auxiliary: str, rest: str) -> str:
    """The subject behind an auxiliary, if it is a definite thing or a name."""
    article = _DEFINITE.match(rest)
    start = article.end() if article else 0
    end = _ENDS_EN.search(rest, start)
    words = rest[start : end.start() if end else len(rest)].split()
    if auxiliary not in _BE and (not end or end.group().lower() not in {"open", "opened", "built"}):
        words = words[:-1]  # what stands before a preposition is the verb: did the county team | win
    phrase = " ".join(words)
    if not words or len(words) > _MOST_WORDS or has_anaphor(phrase, "en"):
        return ""
    if not article:
        return phrase if _is_name_en(phrase) else ""
    return f"the {phrase}"


def _is_name_en(phrase: str) -> bool:
    words = phrase.split()
    return bool(words) and all(word[:1].isupper() for word in words) and phrase.isascii() and phrase != "I"
