"""What was done: a deed of the claim in the place of another deed of its quote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.characters import words as listed
from retrieval.claims.alignment import UNSET
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.sources import Source
from retrieval.claims.things import LEAST_NOUN, held, text_at, words_at
from retrieval.text.relations import SYNONYMS, exclude, say_the_same
from retrieval.text.tokens import Kind, Token
from retrieval.text.words import FREE

_CONTRARY = "停复 停开 停恢 停投 开闭 开关 启停 卸担 卸上 升降 涨跌 增减 增裁 入出 进出 买卖 收免 上下 加减 胜败 胜负 得失 聘辞 招裁 放抓 放捕 收放 借还 存取 建拆 领交 罚奖 罚给 始终 缩扩 延缩 减加 租买 授撤 批否 迁留 动竣 开竣"
CONTRARY = frozenset(frozenset(pair) for pair in _CONTRARY.split())
"""Characters that make opposites of two words with one character in common: 停课, 复课."""

LOADED = listed(
    "免费 收费 非法 违法 违规 强制 被迫 无偿 有偿 虚假 唯一 独家 永久 临时 成功 失败 意外 首次 全部 全面 垮塌 坍塌 倒闭 破产 "
    "开工 罚款 裁员 死亡 遇难 受伤 爆炸 起火 违约 撤销 取消 终止 追回 没收"
)
"""Words that make another statement wherever they are put in, unless the cited text has them or a synonym."""

LIGHT = listed(
    "获得 得到 受到 遭到 收到 预计 有望 计划 打算 争取 力争 预期 可能 涉嫌 希望 决定 要求 提醒 建议 表示 认为 开始 继续 准备 需要 应当 必须 进行 开展 实施 具有 存在 出现 产生 形成 发生 得以 予以 加以 属于 成为 位于 包括 能够 可以 使得 来说 有关 相关"
)
"""Verbs that say little beside another."""


def deeds_agree(laid: Laid, read: Sequence[Source]) -> None:
    """A clause tells no other deed than its row.

    Raises:
        Struck: It has one that excludes the row's, that stands in its place, or that changes what is said.
    """
    clause, row, to = laid.clause, laid.row.tokens, laid.alignment.to
    taken = {there for there in to if there != UNSET}
    numbers = {row[there].clause for at, there in enumerate(to) if there != UNSET and not clause[at].free}
    theirs = [
        word
        for word in words_at(row, [at for at, token in enumerate(row) if token.clause in numbers])
        if row[word[0]].kind is Kind.CHARACTER and any(at not in taken for at in word)
    ]
    main = max(numbers, key=lambda number: sum(row[at].clause == number for at in taken), default=-1)
    beneath = "".join(row[at].text for at in range(len(row)) if row[at].clause in numbers)
    for word in words_at(clause, range(len(clause))):
        token = clause[word[0]]
        if token.kind is not Kind.CHARACTER:
            continue
        said = text_at(clause, word)
        if all(to[at] != UNSET for at in word):
            _from_another_clause(row, to[word[0]], said, theirs, main)
            continue
        if said in beneath:
            continue
        if said in LOADED and not held(said, read) and not _told_otherwise(said, read):
            raise Struck(Reason.UNLIKE, f"{said} is added")
        for other in theirs:
            against = text_at(row, other)
            if contrary(said, against):
                raise Struck(Reason.NEGATION, f"{said} for {against}")
    _in_its_place(laid, theirs, read)


def _from_another_clause(
    row: Sequence[Token], there: int, said: str, theirs: Sequence[Sequence[int]], main: int
) -> None:
    """缩短 of the next clause in the place of 延长, which the claim leaves out."""
    if row[there].clause == main:
        return
    for other in theirs:
        if row[other[0]].clause == main and contrary(said, text_at(row, other)):
            raise Struck(Reason.NEGATION, f"{said} for {text_at(row, other)}")


def contrary(a: str, b: str) -> bool:
    """Whether two words exclude each other, by the table or by their characters (停课, 复课)."""
    if exclude(a, b):
        return True
    if len(a) != len(b) or len(a) != LEAST_NOUN:
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) == 1 and frozenset(differing[0]) in CONTRARY


def _told_otherwise(word: str, read: Sequence[Source]) -> bool:
    others = [other for other in SYNONYMS if other != word and say_the_same(word, other)]
    return any(len(other) > 1 and held(other, read) for other in others) or any(
        sum(character in source.whole for character in word) == len(word) for source in read
    )


def _in_its_place(laid: Laid, theirs: Sequence[Sequence[int]], read: Sequence[Source]) -> None:
    """The claim's only deed is none of the row's, and the row's own is left out."""
    clause, row, to = laid.clause, laid.row.tokens, laid.alignment.to
    deeds = [word for word in words_at(clause, range(len(clause))) if _is_deed(clause, word)]
    lost = [word for word in deeds if all(to[at] == UNSET for at in word)]
    if not lost or len(lost) < len(deeds):
        return
    rivals = [text_at(row, v) for v in theirs if _is_deed(row, v)]
    if not rivals:
        return
    for word in lost:
        said = text_at(clause, word)
        if any(one.beside and said in one.text for source in read for one in source.rows):
            return
        if any(set(said) & set(other) or say_the_same(said, other) for other in rivals):
            return
        if any(say_the_same(said, token.word) for token in row):
            return
    raise Struck(Reason.UNLIKE, f"{text_at(clause, lost[0])} for {'、'.join(rivals)}")


def _is_deed(row: Sequence[Token], word: Sequence[int]) -> bool:
    token = row[word[0]]
    return (
        token.kind is Kind.CHARACTER
        and token.tag in ("v", "vi")
        and len(word) >= LEAST_NOUN
        and token.word not in FREE
        and token.word not in LIGHT
        and not re.fullmatch(r"[一-鿿]*(?:说|称)", token.word)
    )
