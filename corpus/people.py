"""Roles and names: who a byline's words name, and as what.

Every word is matched with white space between its characters, for extraction puts it anywhere; what counts
as a name is decided by `corpus.names`.
"""

from __future__ import annotations

import re

from corpus.characters import HAN, squeeze
from corpus.cities import PREFECTURES, PROVINCES
from corpus.names import is_name, join_pieces, split_run

Person = tuple[str, bool]
"""A name, and whether it is a correspondent's."""


def loose(words: str) -> str:
    """Alternation of the words, white space allowed between any two of their characters."""
    return "|".join(r"\s*".join(map(re.escape, word)) for word in words.split())


_OUTLET = rf"[{HAN}·]{{2,12}}?(?:{loose('日报 晚报 时报 晨报 都市报 电视台 广播电台 融媒体中心 报 网')})"
_RANK = loose(
    "本报 本刊 本台 本网 新华社 中新社 特约 特派 实习 见习 首席 高级 全媒体 融媒体 全媒 融媒 "
    "文字 摄影 图片 驻站 本報 中央社 特約 實習 見習 攝影 圖片"
)
_WRITER = loose("评论员文章 评论员 记者 实习生 特约撰稿人 特约撰稿 撰稿人 作者 記者 實習生 評論員 特約撰稿")
ROLE = re.compile(
    rf"(?:(?:{_RANK})\s*)*(?:(?P<correspondent>{loose('通讯员 通讯组 通訊員')})"
    rf"|(?P<writer>{_WRITER}))(?:\s*[：:])?"
)
_OUTLET_ROLE = re.compile(rf"{_OUTLET}\s*(?={loose('记者 通讯员 见习记者 实习生')})")
PHOTO = loose("摄影 摄 供图 图 攝影 攝 供圖")
_WORDS_OR_PICTURES = loose(
    "文/图 图/文 文／图 图／文 文图 图文 摄影报道 综合报道 报道 整理 文 "
    "文/圖 圖/文 文／圖 圖／文 攝影報導 綜合報導 報導 報道"
)
DEED = f"{_WORDS_OR_PICTURES}|{PHOTO}"
_PLACED = re.compile(
    rf"(?<=[/／])\s*[{HAN}]{{2,4}}?(?=(?:報導|報道|报道)\s*$)|[{HAN}]{{2}}\d{{1,2}}日[電电]\s*$"
)
"""Where a report was written, as papers in traditional characters print it behind the name: ／台北報導."""
_DEED_END = re.compile(rf"\s*(?P<deed>{DEED})\s*$")
_DEED_NEXT = re.compile(rf"\s*(?:{DEED})(?=[\s）)]|$)")
_CREDIT_START = re.compile(rf"(?:{loose('文/图 图/文 文 图 摄影 撰文')})\s*[/／：:丨|]?\s*")
_PIECE = re.compile(rf"[{HAN}·•．]{{1,24}}|[A-Za-z.\-]{{2,20}}")
_MAY_BE_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_SAME_LINE = (" ", "  ", "、", "\u3000")
"""Separators in front of a word that make it a name in a byline's line though its surname is unknown."""

SIGNED = re.compile(rf"[{HAN}]\s?[{HAN}](?:\s?[{HAN}])?")
OPEN, CLOSE = "（(〔[【", "）)〕]】"
_OPENING = re.compile(rf"\s*[{re.escape(OPEN)}]?\s*")
_CLOSING = re.compile(rf"\s*[{re.escape(CLOSE)}]")
_GAP = re.compile(r"[\s、，]*")
_SEPARATOR = re.compile(r"([\s、，,；;&和]+)")
_NAME_NEXT = re.compile(
    rf"(?P<gap>\s*、?\s*)(?P<name>[{HAN}]{{1,8}}(?:·[{HAN}]{{1,10}})+|[{HAN}]{{1,4}})(?=[\s、）)/／]|$)"
)

MOST_SIGNED = 4
"""Names without a role in brackets at an article's end: three are common on pages of county news."""

MOST_PEOPLE = 24
"""Words behind a role that are looked at as names: no byline has a dozen."""


def read_people(content: str, *, enclosed: bool) -> list[Person] | None:
    """Read a list of roles and names that fills `content` whole.

    Args:
        content: Nothing but roles and names, if it is a byline.
        enclosed: Whether brackets enclose it: then a word without a known surname is a name too.

    Returns:
        The people in order; None where anything stands in it that is neither role, name nor deed.
    """
    content = _PLACED.sub("", _OUTLET_ROLE.sub("", content))
    deed = _DEED_END.search(content)
    body = content[: deed.start()] if deed else content
    roles = list(ROLE.finditer(body))
    credit = _CREDIT_START.match(body.strip()) if not roles else None
    if credit:
        body = body.strip()[credit.end() :]
    if not (roles or deed or credit):
        return [(name, False) for name in _signed(body)] or None if enclosed else None
    people: list[Person] = []
    zones = [(body[: roles[0].start()] if roles else body, False)]
    for index, role in enumerate(roles):
        end = roles[index + 1].start() if index + 1 < len(roles) else len(body)
        zones.append((body[role.end() : end], bool(role["correspondent"])))
    for zone, correspondent in zones:
        names = read_names(zone, enclosed=enclosed)
        if names is None:
            return None
        people.extend((name, correspondent) for name in names)
    return people or None


def _signed(body: str) -> list[str]:
    """The names in brackets that hold nothing else, without any role: （王强）, （汪少华 毛翠）."""
    text = body.strip()
    if SIGNED.fullmatch(text) and is_name(squeeze(text)):
        return [squeeze(text)]
    names = read_names(text, enclosed=False) or []
    places = PREFECTURES | PROVINCES
    return (
        names
        if len(names) <= MOST_SIGNED and all(is_name(name) and name not in places for name in names)
        else []
    )


def read_names(zone: str, *, enclosed: bool) -> list[str] | None:
    """The names in a stretch between two roles; None where something there is no name."""
    zone = re.sub(rf"(?:{DEED})?\s*[/／：:丨|]\s*", " ", _DEED_END.sub(" ", zone))
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


def read_open_people(raw: str, at: int) -> tuple[int, list[Person]]:
    """Roles and names that no bracket closes: stop where a word is no name.

    Returns:
        The offset behind them (`at` where there are none), and the people.
    """
    people: list[Person] = []
    opening = _OPENING.match(raw, at)
    end, cursor = at, opening.end() if opening else at
    while role := ROLE.match(raw, cursor):
        cursor = role.end()
        names, cursor = _open_names(raw, cursor)
        if not names:
            break
        people.extend((name, bool(role["correspondent"])) for name in names)
        deed = _DEED_NEXT.match(raw, cursor)
        end = deed.end() if deed else cursor
        gap = _GAP.match(raw, end)
        cursor = gap.end() if gap else end
    closing = _CLOSING.match(raw, end)
    return (closing.end() if closing and people else end), people


def _open_names(raw: str, at: int) -> tuple[list[str], int]:
    """Names from `at` on, up to the first word that is none.

    Returns:
        The names and the offset behind them.
    """
    pieces: list[str] = []
    gaps: list[str] = []
    ends = [at]
    while len(pieces) < MOST_PEOPLE and (match := _NAME_NEXT.match(raw, at)):
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
