"""Who wrote it: bylines read off the start or the end of a paragraph.

A byline is a source (本报讯, 新华社北京5月16日电) with or without a list of roles and names, in brackets or
not: 本报讯（记者 … 通讯员 …）, 本报记者 … 文/图, □ 记者 …, （记者 …）, … 摄. Extraction puts spaces and
line breaks anywhere into it and loses brackets, so every word is matched with white space between its
characters, and what counts as a name is decided by `corpus.names`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.characters import HAN, squeeze
from corpus.names import is_name, join_pieces, split_run
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


def _loose(words: str) -> str:
    """Alternation of the words, white space allowed between any two of their characters."""
    return "|".join(r"\s*".join(map(re.escape, word)) for word in words.split())


_OUTLET = rf"[{HAN}·]{{2,12}}?(?:{_loose('日报 晚报 时报 晨报 都市报 电视台 广播电台 融媒体中心 报 网')})"
_RANK = _loose(
    "本报 本刊 本台 本网 新华社 中新社 特约 特派 实习 见习 首席 高级 全媒体 融媒体 全媒 融媒 "
    "文字 摄影 图片 驻站"
)
ROLE = re.compile(
    rf"(?:(?:{_RANK})\s*)*(?:(?P<correspondent>{_loose('通讯员 通讯组')})"
    rf"|(?P<writer>{_loose('评论员文章 评论员 记者 实习生 特约撰稿人 特约撰稿 撰稿人 作者')}))(?:\s*[：:])?"
)
_OUTLET_ROLE = re.compile(rf"{_OUTLET}\s*(?={_loose('记者 通讯员 见习记者 实习生')})")
_PHOTO = _loose("摄影 摄 供图 图")
_DEED = rf"{_loose('文/图 图/文 文／图 图／文 文图 图文 摄影报道 综合报道 报道 整理 文')}|{_PHOTO}"
_DEED_END = re.compile(rf"\s*(?P<deed>{_DEED})\s*$")
_DEED_NEXT = re.compile(rf"\s*(?:{_DEED})(?=[\s）)]|$)")
_PHOTO_END = re.compile(rf"(?<![/／文])(?:{_loose('摄影报道')}|{_PHOTO})\s*[）)]?\s*$")
_CREDIT_START = re.compile(rf"(?:{_loose('文/图 图/文 文 图 摄影 撰文')})\s*[/／：:丨|]?\s*")
_FURNISHED = re.compile(
    rf"(?:{_loose('图片由 照片由 本图由 资料图片 资料图 资料照片 网络图片 效果图')})[^。，；]{{0,40}}$"
)

_DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*日"
SOURCE = re.compile(
    rf"(?:据\s*)?(?:(?:{_loose('本报 本刊 本台 本网 新华社 新华网 中新社 中新网 中国新闻网')})"
    rf"(?:(?:\s*[{HAN}]){{0,8}}?\s*{_DAY}\s*|\s*[{HAN}]{{2,8}}?)?\s*(?:{_loose('综合讯 讯 专电 电 消息')})"
    rf"|[{HAN}·]{{2,12}}(?:报|网|社)\s*(?:讯|电)(?=\s*[（(\s]))"
)
"""The source before a report: a paper's own 讯, an agency's 电 with its place and day, a relay (据…电)."""

_SOURCE_END = re.compile(rf"(?:{SOURCE.pattern})\s*$")
_ORNAMENT = re.compile(r"[□■●◆◎○▲△★☆▌丨|]+\s*")
_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_GROUP = re.compile(
    rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}。！？]{{1,160}})[{re.escape(_CLOSE)}]"
)
_GROUP_END = re.compile(
    rf"(?:{_loose('新华社发 本报发 新华社照片')}\s*)?"
    rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}。！？]{{1,120}})[{re.escape(_CLOSE)}]\s*$"
)
_LOOSE_END = re.compile(r"[。！？…”』」）)]\s+([^。！？…]{3,80})$")
_ENGLISH = re.compile(r"By\s+((?:[A-Z][\w.'’-]*\s?){1,4}(?:(?:,|\s?and)\s+(?:[A-Z][\w.'’-]*\s?){1,4})*)")
_PIECE = re.compile(rf"[{HAN}·•．]{{1,24}}|[A-Za-z.\-]{{2,20}}")
_MAY_BE_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_SAME_LINE = (" ", "  ", "、", "\u3000")
"""Separators in front of a word that make it a name in a byline's line though its surname is unknown."""

_NAMED = re.compile(rf"[{HAN}]\s?[{HAN}](?:\s?[{HAN}])?")
_SEPARATOR = re.compile(r"([\s、，,；;&和]+)")
_NAME_NEXT = re.compile(
    rf"(?P<gap>\s*、?\s*)(?P<name>[{HAN}]{{1,8}}(?:·[{HAN}]{{1,10}})+|[{HAN}]{{1,4}})(?=[\s、）)/／]|$)"
)

_MOST_LINES = 4
"""Lines that a byline of its own fills: it wraps over three in the narrowest columns."""

_TAIL = 200
"""Characters at a paragraph's end among which a byline is looked for: three roles with four names each."""


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
    if group:
        people = read_people(group[1], enclosed=True)
        if people:
            return _byline(raw[start : group.end()], people), group.end()
    end = start + _byline_lines(raw[start : start + _TAIL]) if not source else start
    whole = whole_byline(raw[start:end])
    if whole:
        return whole, end
    end, people = _open_people(raw, at, bracket=raw[opening : opening + 1] in tuple(_OPEN))
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
    tail = raw[base:]
    group = _GROUP_END.search(tail)
    if group and _SOURCE_END.search(tail[: group.start()]):
        return None  # the whole paragraph is an article's opening: 本报讯（记者 …）
    if group and (read_people(group[1], enclosed=True) or _FURNISHED.match(group[1].strip())):
        return _byline(group[0], read_people(group[1], enclosed=True) or []), base + group.start()
    loose = _LOOSE_END.search(tail)
    if loose and (read_people(loose[1], enclosed=False) or _FURNISHED.match(loose[1].strip())):
        return _byline(loose[1], read_people(loose[1], enclosed=False) or []), base + loose.start(1)
    return None


def whole_byline(raw: str) -> Byline | None:
    """Read `raw` as a byline that stands alone (本报记者 … 文/图); None where it is anything else."""
    text = raw.strip()
    if not text or len(text) > _TAIL:
        return None
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
    if ornament and _NAMED.fullmatch(inner):
        return _byline(text, [(name, False) for name in _names(inner, enclosed=True) or []])
    return _byline(text, []) if source or furnished else None


Person = tuple[str, bool]
"""A name, and whether it is a correspondent's."""


def read_people(content: str, *, enclosed: bool) -> list[Person] | None:
    """Read a list of roles and names that fills `content` whole.

    Args:
        content: Nothing but roles and names, if it is a byline.
        enclosed: Whether brackets enclose it: then a word without a known surname is a name too.

    Returns:
        The people in order; None where anything stands in it that is neither role, name nor deed.
    """
    content = _OUTLET_ROLE.sub("", content)
    deed = _DEED_END.search(content)
    body = content[: deed.start()] if deed else content
    roles = list(ROLE.finditer(body))
    credit = _CREDIT_START.match(body.strip()) if not roles else None
    if credit:
        body = body.strip()[credit.end() :]
    if not (roles or deed or credit):
        signed = enclosed and _NAMED.fullmatch(body.strip()) and is_name(squeeze(body))
        return [(squeeze(body), False)] if signed else None
    people: list[Person] = []
    zones = [(body[: roles[0].start()] if roles else body, False)]
    for index, role in enumerate(roles):
        end = roles[index + 1].start() if index + 1 < len(roles) else len(body)
        zones.append((body[role.end() : end], bool(role["correspondent"])))
    for zone, correspondent in zones:
        names = _names(zone, enclosed=enclosed)
        if names is None:
            return None
        people.extend((name, correspondent) for name in names)
    return people or None


def _names(zone: str, *, enclosed: bool) -> list[str] | None:
    """The names in a stretch between two roles; None where something there is no name."""
    zone = re.sub(rf"(?:{_DEED})?\s*[/／：:丨|]\s*", " ", _DEED_END.sub(" ", zone))
    cut = _SEPARATOR.split(zone)
    found = [(piece, gap) for piece, gap in zip(cut[::2], ["", *cut[1::2]], strict=True) if piece]
    if not all(_PIECE.fullmatch(piece) for piece, _ in found):
        return None
    names: list[str] = []
    at = 0
    for run in join_pieces([piece for piece, _ in found], [gap for _, gap in found]):
        split = split_run(run)
        alone = enclosed or (found[at][0] == run and found[at][1] in _SAME_LINE)
        if not (all(map(is_name, split)) or run.isascii() or (alone and _MAY_BE_NAME.fullmatch(run))):
            return None
        length = 0
        while length < len(run):
            length += len(found[at][0])
            at += 1
        if names and run.isascii() and names[-1].replace(" ", "").isascii():
            names[-1] += f" {run}"
        else:
            names.extend(split)
    return names


def _open_people(raw: str, at: int, *, bracket: bool) -> tuple[int, list[Person]]:
    """Roles and names that no bracket closes: stop where a word is no name.

    Returns:
        The offset behind them (`at` where there are none), and the people.
    """
    people: list[Person] = []
    opening = re.compile(rf"\s*[{re.escape(_OPEN)}]?\s*" if bracket else r"\s*").match(raw, at)
    end, cursor = at, opening.end() if opening else at
    while role := ROLE.match(raw, cursor):
        cursor = role.end()
        names, cursor = _open_names(raw, cursor)
        if not names:
            break
        people.extend((name, bool(role["correspondent"])) for name in names)
        deed = _DEED_NEXT.match(raw, cursor)
        end = deed.end() if deed else cursor
        gap = re.compile(r"[\s、，]*").match(raw, end)
        cursor = gap.end() if gap else end
    closing = re.compile(rf"\s*[{re.escape(_CLOSE)}]").match(raw, end)
    return (closing.end() if closing and people else end), people


def _open_names(raw: str, at: int) -> tuple[list[str], int]:
    """Names from `at` on, up to the first word that is none.

    Returns:
        The names and the offset behind them.
    """
    pieces: list[str] = []
    gaps: list[str] = []
    ends = [at]
    while match := _NAME_NEXT.match(raw, at):
        if ROLE.match(raw, match.start("name")) or _DEED_NEXT.match(raw, match.start("name")):
            break
        pieces.append(match["name"])
        gaps.append(match["gap"])
        at = match.end()
        ends.append(at)
    # words behind the names may look like pieces of them: the longest row of likely names counts
    for count in range(len(pieces), 0, -1):
        names = join_pieces(pieces[:count], gaps[:count])
        if all(map(is_name, names)) or (
            count == 1 and len(pieces[0]) > 1 and raw[ends[0] : ends[1]] != pieces[0]
        ):
            return names, ends[count]
    return [], ends[0]


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
