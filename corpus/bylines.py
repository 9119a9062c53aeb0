"""Who wrote it: bylines read off the start or the end of a paragraph.

A byline is a source (本报讯, 新华社北京5月16日电) with or without a list of roles and names, in brackets or
not: 本报讯（记者 … 通讯员 …）, 本报记者 … 文/图, □ 记者 …, （记者 …）, … 摄. Extraction puts spaces and
line breaks anywhere into it and loses brackets; who is named in it is read by `corpus.people`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.characters import HAN, squeeze
from corpus.people import (
    CLOSE,
    OPEN,
    PHOTO,
    ROLE,
    SIGNED,
    Person,
    loose,
    read_names,
    read_open_people,
    read_people,
)
from corpus.reflow import reflow


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline as printed after reflow, and what it says.

    Attributes:
        text: As printed, single spaces between its parts.
        reporters: Names of 记者 and other writers, in order.
        correspondents: Names of 通讯员, in order.
        photo: Whether it credits a photographer and no writer.
    """

    text: str
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photo: bool = False


_FURNISHED = re.compile(
    rf"(?:{loose('图片由 照片由 本图由 资料图片 资料图 资料照片 网络图片 效果图')})[^。，；]{{0,40}}$"
)

_DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*日"
_DISPATCH = loose("综合讯 讯 专电 电 消息 訊 專電 電")
SOURCE = re.compile(
    rf"(?:据\s*)?(?:(?:{loose('本报 本刊 本台 本网 新华社 新华网 中新社 中新网 中国新闻网 本報 中央社')})"
    rf"(?:(?:\s*[{HAN}]){{0,8}}?\s*{_DAY}\s*|\s*[{HAN}]{{2,8}}?)?\s*(?:{_DISPATCH})"
    rf"|[{HAN}·]{{2,12}}(?:报|网|社)\s*(?:讯|电)(?=\s*[（(\s])"
    rf"|据[{HAN}]{{2,10}}报道(?=\s)|[{HAN}]{{2,6}}(?:新闻|日报|晚报|网)(?:客户端)?消息(?=\s))"
)
"""The source before a report: a paper's own 讯, an agency's 电 with its place and day, a relay (据…电)."""

_SOURCE_END = re.compile(rf"(?:{SOURCE.pattern})\s*$")
_ORNAMENT = re.compile(r"[□■●◆◎○▲△★☆▌丨|]+\s*")
_PHOTO_END = re.compile(rf"(?<![/／文])(?:{loose('摄影报道')}|{PHOTO})\s*[）)]?\s*$")
_GROUP = re.compile(rf"[{re.escape(OPEN)}]([^{re.escape(OPEN + CLOSE)}。！？]{{1,160}})[{re.escape(CLOSE)}]")
_GROUP_END = re.compile(
    rf"(?:{loose('新华社发 本报发 新华社照片')}\s*)?"
    rf"[{re.escape(OPEN)}]([^{re.escape(OPEN + CLOSE)}。！？]{{1,120}})[{re.escape(CLOSE)}]\s*$"
)
_LOOSE_END = re.compile(r"[。！？…”』」）)]\s+([^。！？…]{3,80})$")
_ENGLISH = re.compile(r"By\s+((?:[A-Z][\w.'’-]*\s?){1,4}(?:(?:,|\s?and)\s+(?:[A-Z][\w.'’-]*\s?){1,4})*)")
_BOARD = re.compile(f"[{HAN}]{{1,8}}(?:报|社|网)(?:特约)?评论员(?:文章)?|本报编辑部")
"""The paper itself as the author."""

_MOST_LINES = 4
"""Lines that a byline of its own fills: it wraps over three in the narrowest columns."""

_TAIL = 200
"""Characters at a paragraph's end among which a byline is looked for: three roles with four names each."""

ASKED_AGAIN = 512
"""Readings that are kept: a dozen rules ask the same of a line and its neighbours, one after the other.
A MB of captions, each another, then costs 7.6 s, not 8.9; one caption over and over 1.3, not 11.5."""


def leading_byline(raw: str) -> tuple[Byline, int] | None:
    """Read the byline at the start of a paragraph.

    Args:
        raw: The paragraph as printed, line breaks included.

    Returns:
        The byline and the offset in `raw` behind it; None where the paragraph begins without one.
    """
    start = len(raw) - len(raw.lstrip())
    ornament = _ORNAMENT.match(raw, start)
    at = ornament.end() if ornament else start
    source = SOURCE.match(raw, at)
    if source:
        at = source.end()
    opening = at + len(raw[at : at + _TAIL]) - len(raw[at : at + _TAIL].lstrip())
    group = _GROUP.match(raw, opening)
    inside = SOURCE.fullmatch(group[1].strip()) if group and not source else None
    if group and inside:  # 【本報訊】
        return _byline(raw[start : group.end()], []), group.end()
    if group:
        people = read_people(group[1], enclosed=True)
        if people:
            return _byline(raw[start : group.end()], people), group.end()
    end = start + _byline_lines(raw[start : start + _TAIL]) if not source else start
    whole = whole_byline(raw[start:end])
    if whole:
        return whole, end
    end, people = read_open_people(raw, at)
    if end > at:
        return _byline(raw[start:end], people), end
    if source:
        return _byline(raw[start:at], []), at
    return None


def _byline_lines(raw: str) -> int:
    """How many characters of `raw` are lines that a byline fills; 0 where the first line is none."""
    ends = [match.start() for match in re.finditer(r"\n|$", raw[:_TAIL])][:_MOST_LINES]
    return max((end for end in ends if whole_byline(raw[:end])), default=0)


def trailing_byline(raw: str) -> tuple[Byline, int] | None:
    """Read the byline or photo credit at the end of a paragraph.

    Args:
        raw: The paragraph as printed, line breaks included.

    Returns:
        The byline and the offset in `raw` at which it begins; None where there is none.
    """
    base = max(0, len(raw) - _TAIL)
    found = _at_end(raw[base:])
    return (found[0], base + found[1]) if found else None


@lru_cache(ASKED_AGAIN)
def _at_end(tail: str) -> tuple[Byline, int] | None:
    group = _GROUP_END.search(tail)
    if group and _SOURCE_END.search(tail[: group.start()]):
        return None  # the whole paragraph is an article's opening: 本报讯（记者 …）
    if group and (read_people(group[1], enclosed=True) or _FURNISHED.match(group[1].strip())):
        return _byline(group[0], read_people(group[1], enclosed=True) or []), group.start()
    loose = _LOOSE_END.search(tail)
    if loose and (read_people(loose[1], enclosed=False) or _FURNISHED.match(loose[1].strip())):
        return _byline(loose[1], read_people(loose[1], enclosed=False) or []), loose.start(1)
    return None


def whole_byline(raw: str) -> Byline | None:
    """Read `raw` as a byline that stands alone (本报记者 … 文/图); None where it is anything else."""
    text = raw.strip()
    return _alone(text) if text and len(text) <= _TAIL else None


@lru_cache(ASKED_AGAIN)
def _alone(text: str) -> Byline | None:
    ornament = _ORNAMENT.match(text)
    inner = text[ornament.end() :] if ornament else text
    group = _GROUP.fullmatch(inner) or _GROUP_END.fullmatch(inner)
    source = SOURCE.fullmatch(inner)
    english = _ENGLISH.fullmatch(inner)
    if english:
        return _byline(text, [(name, False) for name in re.split(r",\s*|\s+and\s+", english[1])])
    people = read_people(group[1] if group else inner, enclosed=group is not None)
    if people:
        return _byline(text, people)
    furnished = _FURNISHED.match((group[1] if group else inner).strip())
    if ornament and SIGNED.fullmatch(inner):
        return _byline(text, [(name, False) for name in read_names(inner, enclosed=True) or []])
    return _byline(text, []) if source or furnished or _BOARD.fullmatch(squeeze(inner)) else None


def _byline(raw: str, people: list[Person]) -> Byline:
    return Byline(
        text=_tidy(raw, [name for name, _ in people]),
        reporters=tuple(name for name, correspondent in people if not correspondent),
        correspondents=tuple(name for name, correspondent in people if correspondent),
        photo=bool(_PHOTO_END.search(raw)) or bool(_FURNISHED.search(raw.strip("（）() \n"))),
    )


def _tidy(raw: str, names: list[str]) -> str:
    """Single spaces between roles and names, none inside of them or around brackets."""
    if _FURNISHED.search(raw.strip("（）() \n")):
        return reflow(raw)
    text = SOURCE.sub(_unspaced, ROLE.sub(_unspaced, raw))
    for name in names:
        text = re.sub(r"\s*".join(map(re.escape, name)), name, text)
    return re.sub(r"\s+", " ", re.sub(r"\s*([（(）)〔〕【】/／、，：:])\s*", r"\1", text.strip()))


def _unspaced(match: re.Match[str]) -> str:
    return re.sub(r"\s+", "", match[0])
