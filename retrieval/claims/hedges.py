"""What is planned, possible or rumoured against what is; what must be against what may be; 累计 against 新增.

A hedge that stands in only one of claim and quote makes another statement of it. Hand-made word lists; every
word's scope is its clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.characters import words as listed
from retrieval.claims.alignment import UNSET
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.sources import Row
from retrieval.text.folding import folded
from retrieval.text.moments import Day
from retrieval.text.tokens import Token
from retrieval.text.words import SAYING

BEFORE = 4
"""Sentences before a quote, and headlines, in which a plan may be announced that the quote spells out."""

_HEDGE = re.compile(
    r"预计|预期|预测|有望|力争|争取(?![到了])|或将|可能(?!性)|或许|也许|恐将|据传|传闻|据称|据说|据信|疑似|打算|涉嫌|有意(?![义思])|"
    r"(?<![模虚草])拟(?![定订人态合])|(?<![按依五年度的书培新业生育])计划(?![生书经的，、。；]|$)"
)
"""What must not be left out: the thing itself has not happened, or nobody knows it."""

_PLANS = listed(
    "预计 预期 预测 有望 力争 争取 可能 或许 也许 据传 传闻 传言 疑似 打算 拟 计划 规划 方案 目标 行动 将 将要 将会 即将 将于 或将 届时 定于 "
    "征求意见 估计 预估 明年 未来 下一步 下半年"
)
"""Words of a headline or a sentence before that say that all of this is yet to come."""
_DOUBTS = listed("预计 预测 有望 可能 或许 也许 据传 传闻 传言 疑似 估计 似乎 怀疑")
"""The same for a hedge that doubts rather than plans (可能): a plan nearby does not make a fact doubtful."""
_DOUBTING = re.compile(r"有望|或将|可能|或许|也许|恐将|疑似|涉嫌")
_HEARSAY = re.compile(r"据传|传闻|据称|据说|据信")
_RUMOUR = listed("传 网传 据传 传言 传闻 听说 疑似 怀疑")
_SAID = frozenset(SAYING.split("|")) | {"显示", "提到"}
_TOLD = _RUMOUR | _SAID | listed("据 据悉 据了解 据称 据说 据信 报道 据报道 消息 获悉")
"""What makes hearsay of a sentence, or of the one behind it."""
_STRONG = _PLANS | listed(
    "似 似乎 推算 推测 说不定 预定 预 估 如果 若 假如 怀疑 涉嫌 据称 据说 据信 料 预料 力图 试图 意图 企图 拟定"
)
_WEAK = listed(
    "要 会 能 能够 可 可以 应 应当 应该 须 需 需要 必须 或 或者 希望 期望 准备 待 想 欲 约 今后 以后 年底 月底 年内 不会 不能"
)
"""Words of a clause that leave it open: 预计 may be told of what 将 be. A weak one that both texts have says the
same in both, and stands for no hedge that only one of them has: 也会增强 and 可能也会增强."""
_COMING = listed("届时 要 将 将要 将会 将于 即将 力争 争取 拟 有望 预计 定于 计划")
"""Words of a sentence that say of all behind them that it is yet to come."""
_PAST = listed(
    "说 表示 称 指出 透露 强调 一度 不断 至今 了 过 已 已经 曾 曾经 是 为 系 乃 有 共有 拥有 位于 历来 一直 始终 仍 仍然 近年来 通常 往往"
)
"""Words that say that a thing is so, or came about."""
_HAS_OBJECT = re.compile(
    r"将(?!于|在)[一-鿿]{1,14}?(?:[送交给与予赠赐售卖买列划分纳放投打改变成作为入出到至]|搬迁)"
)
"""将 that is 把."""

_DONE = re.compile(r"已经|已(?!故|婚|知)|曾经|曾(?!祖|[一-鿿]{0,2}[说称道])")
_YET = re.compile(rf"{_HEDGE.pattern}|将(?!军|领|士|[一-鿿]{{1,12}}(?:送|交|刺|打))|即将|定于|尚未|还未")

_LEAST = re.compile(r"至少|最少|起码|不少于|不低于")
_MOST = re.compile(r"最多|至多|不超过|不多于|上限|以内|以下")
_BOUNDED = re.compile(
    r"至少|最少|起码|不少于|不低于|以上|超|逾|余|(?<![最至])多|突破|保底|低于|不小于|下限|最低|满|过"
)

_MUST = re.compile(r"必须|务必|不得不|应当|一律|强制|须(?!知)")
_MAY = re.compile(
    r"可以|可(?![能是口怕爱靠见再降信观])|能够|允许|准许|自愿|鼓励|(?<![可功节智性职技产储电动热本潜])能(?![源力量耗人])"
)

_TOTAL = re.compile(r"累计|总计|合计|共计|总共|总数|总量")
_NEW = re.compile(r"新增|新添|净增|增加|新建|新开")


def hedges_agree(laid: Sequence[Laid], said: str) -> None:
    """Claim and quotes agree on what is only planned, possible, allowed or summed up.

    Args:
        laid: The claim's clauses over their rows.
        said: The whole claim, folded.

    Raises:
        Struck: One of them has a hedge, a duty or a sum that the other lacks.
    """
    open_before = re.search(r"到20\d\d年", said) is not None
    for one in laid:
        ours = "".join(token.text for token in one.clause)
        theirs, reached = _beneath(one)
        if not theirs:
            continue
        near = "\n".join(row.text for row in _near(one))
        _added(one)
        open_before = open_before or _left_open(one)
        _only_one(ours, theirs, reached, hedged=open_before)
        if _DONE.search(ours) and not _DONE.search(theirs) and "了" not in theirs:
            _yet_to_come(one)
        _least(ours, theirs, near)
        if (_MUST.search(ours) and _MAY.search(theirs) and not _MUST.search(one.row.text)) or (
            _MAY.search(ours) and _MUST.search(theirs) and not _MAY.search(one.row.text)
        ):
            raise Struck(Reason.NEGATION, f"{ours}: may and must exchanged")
        for a, b in ((_TOTAL, _NEW), (_NEW, _TOTAL)):
            # 今年新增6家，累计18家: each figure has its own
            if a.search(ours) and not b.search(ours) and b.search(theirs) and not a.search(theirs):
                raise Struck(Reason.PAIR, f"{ours}: the sum and what is new exchanged")


def leaves_open(row: Row) -> bool:
    """Whether a sentence says that something may be or is to be."""
    return _leaves_open(row.tokens, range(len(row.tokens)), _STRONG | _WEAK) or bool(_HEDGE.search(row.text))


def is_hearsay(row: Row) -> bool:
    """Whether a sentence says that somebody says so."""
    return any(token.word in _TOLD for token in row.tokens)


def _added(one: Laid) -> None:
    """A hedge of the claim has something in the quote that leaves the same thing open.

    It stands in the clause of the words that follow the hedge, or, where that clause does not say that the
    thing came about, in a headline or a sentence before.
    """
    text, starts = _spelt(one.clause)
    for match in _HEDGE.finditer(text):
        end = next((at for at, start in enumerate(starts) if start >= match.end()), len(starts))
        row = one.row.tokens
        behind = [
            one.alignment.to[at]
            for at in range(end, len(one.clause))
            if one.alignment.to[at] != UNSET and one.clause[at].weight
        ]
        told = bool(behind) and row[behind[0]].word in _SAID  # what is said may be open: that it is, is not
        behind = [at for at in behind if told or not row[at].free]
        if not behind:
            continue
        number = row[behind[0]].clause
        inside = [
            at for at, token in enumerate(row) if token.clause == number and not (told and at > behind[0])
        ]
        if _HEARSAY.fullmatch(match.group()):
            words = _RUMOUR if "传" in match.group() else _TOLD
            if any(token.word in words for other in _near(one, before=1) for token in other.tokens):
                continue
            raise Struck(Reason.NEGATION, f"{match.group()} is added")
        governing = _not_repeated(one, inside)
        if _leaves_open(row, governing, _STRONG | _WEAK) or _HEDGE.search(_text(row, governing)):
            continue
        done = told or any(row[at].word in _PAST or _is_over(row[at], one) for at in inside)
        words = _DOUBTS if _DOUBTING.fullmatch(match.group()) else _PLANS
        if not done and any(
            _leaves_open(other.tokens, range(len(other.tokens)), words) for other in _near(one)
        ):
            continue
        raise Struck(Reason.NEGATION, f"{match.group()} is added")


def _not_repeated(one: Laid, inside: Sequence[int]) -> list[int]:
    """Places of a row without the weak openers that the claim has as they stand."""
    row = one.row.tokens
    repeated = {
        row[there].place
        for at, there in enumerate(one.alignment.to)
        if there != UNSET and one.clause[at].word == row[there].word and row[there].word in _WEAK
    }
    return [at for at in inside if row[at].place not in repeated]


def _left_open(one: Laid) -> bool:
    """Whether a clause of the claim leaves open what it tells, by a word that its row has not as it stands.

    A word behind all that the row tells too is of something else.
    """
    clause, to = one.clause, one.alignment.to
    last = max((at for at, there in enumerate(to) if there != UNSET), default=-1)
    fresh = [
        at
        for at, token in enumerate(clause[: last + 1])
        if token.word in _STRONG
        or (token.word in _WEAK and (to[at] == UNSET or one.row.tokens[to[at]].word != token.word))
    ]
    return (
        _leaves_open(clause, fresh, _STRONG | _WEAK)
        or _HEDGE.search(_spelt(clause[: last + 1])[0]) is not None
    )


def _is_over(token: Token, one: Laid) -> bool:
    """Whether a token is a date before the day of its article."""
    article = one.source.cited.article
    dated = article.date if article else None
    day = token.value
    if dated is None or not isinstance(day, Day) or day.year is None:
        return False
    return (day.year, day.month or 12, day.day or 31) < (dated.year, dated.month, dated.day)


def _leaves_open(row: Sequence[Token], places: Sequence[int], words: frozenset[str]) -> bool:
    text = _text(row, places)
    return any(
        row[at].word in words and (row[at].word != "将" or not _HAS_OBJECT.search(text)) for at in places
    )


def _spelt(row: Sequence[Token]) -> tuple[str, list[int]]:
    """A row's text, and the offset of each of its tokens in it."""
    starts, text = [], ""
    for token in row:
        starts.append(len(text))
        text += token.text
    return text, starts


def _only_one(ours: str, theirs: str, reached: str, *, hedged: bool) -> None:
    lost = _HEDGE.search(reached)
    if lost and not hedged:
        raise Struck(Reason.NEGATION, f"{lost.group()} is left out")
    yet = _YET.search(reached)
    if _DONE.search(ours) and yet and not _DONE.search(theirs):
        raise Struck(Reason.NEGATION, f"{yet.group()} is told as done")


def _yet_to_come(one: Laid) -> None:
    """已经超过550亿元 of a sentence that begins with 届时 or 要 before what the claim repeats."""
    last = max((there for there in one.alignment.to if there != UNSET), default=-1)
    row = one.row.tokens
    for at in range(last + 1):
        if row[at].word in _COMING and not (row[at].word == "将" and _HAS_OBJECT.search(one.row.text)):
            raise Struck(Reason.NEGATION, f"{row[at].word} is told as done")


def _least(ours: str, theirs: str, near: str) -> None:
    most = _MOST.search(theirs)
    if _LEAST.search(ours) and most and not _LEAST.search(theirs):
        raise Struck(Reason.NEGATION, f"at least for {most.group()}")
    least = _LEAST.search(ours)
    if least and not _BOUNDED.search(theirs) and not _LEAST.search(near):
        raise Struck(Reason.NEGATION, f"{least.group()} is added")


def _near(one: Laid, before: int = BEFORE) -> list[Row]:
    """The row, those before it, and the headlines."""
    rows = one.source.rows
    return [row for at, row in enumerate(rows) if row.beside or one.at - before <= at <= one.at]


def _beneath(one: Laid) -> tuple[str, str]:
    """The clauses of the row on which the claim's clause lies, and of those what reaches the last matched word.

    A hedge behind everything that the claim repeats does not govern it.
    """
    row = one.row.tokens
    places = [
        there
        for at, there in enumerate(one.alignment.to)
        if there != UNSET and one.clause[at].weight and not one.clause[at].free
    ]
    numbers = {row[there].clause for there in places}
    theirs, reached = "", ""
    for number in sorted(numbers):
        inside = [at for at, token in enumerate(row) if token.clause == number]
        theirs += _text(row, inside) + "\n"
        last = max(there for there in places if there in inside)
        reached += _text(row, [at for at in inside if at <= last]) + "\n"
    return theirs, reached


def _text(row: Sequence[Token], places: Sequence[int]) -> str:
    return folded("".join(row[at].text for at in places))
