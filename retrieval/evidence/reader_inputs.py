"""What the reader is told of each character of a sentence, for one question.

Three things: whether the question says it, and how near what the question says stands; what kind of
character it is; and whether it lies in, begins or ends something of a kind that can be told by its form: a
figure (with the unit asked for, or any), a time, a span of time, a name, a place, an organisation, a
quotation, a Latin word. Nothing here decides: the reader has learnt what each is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import FUNCTION_CHARACTERS
from retrieval.text.quantities import durations, quantities, times
from retrieval.text.units import carries

SEEN = 240
"""Characters of a sentence that are looked at: a longer run without a full stop is a list or a table."""

_KINDS = tuple(Kind)
"""In the order in which the reader has learnt them: a new kind needs a new training."""

_NAME = re.compile(r"[一-鿿A-Za-z]{1,8}(?:[·‧・•．\-][一-鿿A-Za-z]{1,8})+")
_PLACE = re.compile(
    r"[一-鿿]{1,8}?(?:省|市|县|区|镇|乡|村|州|国|岛|路|街|大道|广场|公园|园区|湾|半岛|城|山|河|湖|海|洲|港)"
)
_ORGANISATION = re.compile(
    r"[一-鿿A-Za-z·]{2,14}?(?:公司|大学|学院|学校|中学|委员会|协会|局|银行|组织|集团|医院|乐队|俱乐部|部|党|会|队|社|团|军)"
)
_QUOTED = re.compile(
    r"《[^《》\n]{1,40}》|“[^“”\n]{1,40}”|「[^「」\n]{1,40}」|『[^『』\n]{1,40}』|\"[^\"\n]{1,40}\""
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'\-&éèáíóúüöäñç]*[A-Za-z0-9.]|[A-Za-z]")
_MARKS = frozenset("，。；：、！？,;:!?.“”‘’「」『』（）()《》 \n…—")
_CLAUSE_MARKS = frozenset("，。；：！？,;\n")
_DIGITS = frozenset("0123456789零〇一二三四五六七八九十百千万亿两")
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈"
    "宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰"
    "秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申"
    "扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东"
    "欧利师巩聂关荆岳僧"
)
"""The single surnames of the Hundred Family Surnames."""

_SKIPPED = "了的是在为有于由被"
"""Function words that may stand between the answer and the words that stood beside the interrogative."""

_REACH = 6.0
"""Characters over which what the question says fades; and how many beside the interrogative are compared."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, prepared for many sentences.

    Attributes:
        question: Analysed.
        pairs: Its neighbouring characters, two at a time, in lower case.
        characters: Its content characters.
        before: What stands right before the interrogative.
        behind: What stands right behind it.
    """

    question: Question
    pairs: frozenset[str]
    characters: frozenset[str]
    before: str
    behind: str


def asked(question: Question) -> Asked:
    """Prepare a question."""
    said = question.text.lower()
    pairs = frozenset(said[at : at + 2] for at in range(len(said) - 1) if not said[at : at + 2].isspace())
    characters = frozenset(c for c in question.content.lower() if c.isalnum()) - FUNCTION_CHARACTERS
    before, behind = _around(question)
    return Asked(
        question, pairs, characters, before.rstrip(_SKIPPED).lower(), behind.lstrip(_SKIPPED).lower()
    )


def of_question(question: Question) -> NDArray[np.float32]:
    """The question's kind and what is known of it, shape (17,)."""
    row = np.zeros(len(_KINDS) + 3, np.float32)
    row[_KINDS.index(question.kind)] = 1
    row[-3:] = question.lang == "en", bool(question.units), bool(question.focus)
    return row


def of_characters(about: Asked, sentence: str) -> NDArray[np.float32]:
    """What the reader is told of a sentence, shape (len(sentence), 44)."""
    size, low = len(sentence), _lowered(sentence)
    known = _known(about, low)
    single = np.array([character in about.characters for character in low], np.float32)
    lead, rest = _anchors(about, low)
    rows: list[NDArray[np.float32]] = [
        known,
        single,
        _share_around(known, 5),
        _share_around(known, 15),
        _since(known),
        _since(known[::-1])[::-1],
        _clause_cover(about, sentence, low),
        _among(sentence, _MARKS),
        _among(sentence, FUNCTION_CHARACTERS),
        _among(sentence, _DIGITS),
        np.array([c.isascii() and c.isalpha() for c in sentence], np.float32),
        _among(sentence, SURNAMES),
        _bracketed(sentence),
        lead,
        rest,
        (np.arange(size) / max(1, size)).astype(np.float32),
        np.full(size, min(size, 200) / 100, np.float32),
    ]
    for found in _formed(about.question, sentence):
        rows.extend(_inside(size, found))
    return np.stack(rows, axis=1).astype(np.float32)


def _lowered(text: str) -> str:
    """In lower case and as long as it was: İ alone becomes two characters."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(one if len(one) == 1 else old for old, one in zip(text, map(str.lower, text), strict=True))


def _formed(question: Question, sentence: str) -> Iterable[list[Span]]:
    figures = quantities(sentence)
    yield figures
    yield [s for s in figures if carries(sentence[slice(*s)], question.units)] if question.units else []
    yield times(sentence)
    yield durations(sentence)
    for pattern in (_NAME, _PLACE, _ORGANISATION, _QUOTED, _LATIN):
        yield [match.span() for match in pattern.finditer(sentence)]


def _inside(size: int, spans: Iterable[Span]) -> NDArray[np.float32]:
    """In, first of, last of: shape (3, size)."""
    rows = np.zeros((3, size), np.float32)
    for start, end in spans:
        rows[0, start:end] = rows[1, start] = rows[2, end - 1] = 1
    return rows


def _known(about: Asked, low: str) -> NDArray[np.float32]:
    known = np.zeros(len(low), np.float32)
    for at in range(len(low) - 1):
        if low[at : at + 2] in about.pairs:
            known[at : at + 2] = 1
    return known


def _share_around(known: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    sums = np.concatenate([[0], np.cumsum(known)])
    at = np.arange(len(known))
    first, last = np.clip(at - reach, 0, len(known)), np.clip(at + reach + 1, 0, len(known))
    share: NDArray[np.float32] = (sums[last] - sums[first]) / (2 * reach + 1)
    return share


def _since(known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Falls from 1 at a known character with the distance behind it."""
    at = np.arange(len(known))
    last = np.maximum.accumulate(np.where(known > 0, at, -100))
    return np.exp((last - at) / _REACH).astype(np.float32)


def _clause_cover(about: Asked, sentence: str, low: str) -> NDArray[np.float32]:
    """Share of the question's content characters in the clause around each character."""
    cover = np.zeros(len(sentence), np.float32)
    start = 0
    for at in range(len(sentence) + 1):
        if at == len(sentence) or sentence[at] in _CLAUSE_MARKS:
            held = len(about.characters.intersection(low[start:at]))
            cover[start : at + 1] = held / max(1, len(about.characters))
            start = at + 1
    return cover


def _anchors(about: Asked, low: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far a character's surroundings agree with those of the interrogative, before and behind; [0, 1]."""
    lead, rest = np.zeros(len(low), np.float32), np.zeros(len(low), np.float32)
    for at in range(len(low)):
        if about.before:
            stop = len(low[:at].rstrip(_SKIPPED))
            lead[at] = _agreement(low[max(0, stop - int(_REACH)) : stop][::-1], about.before[::-1])
        if about.behind:
            rest[at] = _agreement(low[at + 1 : at + 20].lstrip(_SKIPPED), about.behind)
    return lead, rest


def _agreement(text: str, wanted: str) -> float:
    shared = 0
    for one, other in zip(text[: int(_REACH)], wanted, strict=False):
        if one != other:
            break
        shared += 1
    return shared / _REACH


def _around(question: Question) -> tuple[str, str]:
    """The question's characters before and behind its interrogative."""
    reach = int(_REACH)
    before, _, behind = question.content.strip().partition(" ")
    if not behind.strip():
        return (before, "") if not question.content.startswith(" ") else ("", before)
    return before.strip()[-reach:], behind.strip()[:reach]


def _among(sentence: str, characters: frozenset[str]) -> NDArray[np.float32]:
    return np.array([character in characters for character in sentence], np.float32)


def _bracketed(sentence: str) -> NDArray[np.float32]:
    inside = np.zeros(len(sentence), np.float32)
    depth = 0
    for at, character in enumerate(sentence):
        depth += character in "（([【"
        inside[at] = depth > 0
        if character in "）)]】":
            depth = max(0, depth - 1)
    return inside
