"""What an English sentence says was done, looked for in its Chinese quotes.

A deed that changes everything (lost, fined, closed) needs one of its own characters in the quote; any other
participle needs a gloss there, or stands among the light ones that newspapers put in for many Chinese verbs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.characters import words as listed
from retrieval.claims.bilingual import Item, proves, row_items
from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason
from retrieval.claims.sources import Row
from retrieval.text.glosses import stem

_DEEDS = {
    "lose loses lost losing": "失丢输亏落败", "collapse collapses collapsed": "塌垮崩倒", "fine fined penalised penalized": "罚",
    "close closes closed closing shut shutting": "关闭停歇休整封", "demolished dismantled razed": "拆毁", "dismisses dismissed dismissing sacked sacking fired firing": "辞裁解免除退",
    "releases released releasing freed freeing": "放释发公", "resume resumes resumed resuming": "复重续", "reopen reopens reopened": "复重开",
    "fail fails failed": "败未不没落", "stripped revoked withdrawn": "撤消吊摘收", "died killed dead": "死亡逝丧难杀世故",
    "injured wounded hurt": "伤", "suspend suspends suspended": "停", "cancelled canceled": "取消停", "sell sells sold selling": "卖售销",
    "rejected refused": "拒否驳绝不", "arrested detained": "捕抓拘留扣", "sued": "诉告", "resigned": "辞离卸", "retired": "退",
    "banned prohibited": "禁不", "stolen robbed": "盗窃偷抢劫", "destroyed damaged": "毁坏损破塌", "abandoned": "弃废", "bankrupt": "破产倒",
    "begin begins began begun start starts started": "始启开起动自", "completed finished": "完竣成毕结", "cut reduced slashed": "减降缩削砍裁停断压",
    "expelled excluded": "除逐", "defeated beat beaten": "败胜赢击克", "burned burnt": "烧火焚", "exploded": "爆炸", "criticised criticized blamed": "批评责",
    "passed approved adopted": "过准采批", "praised": "赞扬夸表", "convicted sentenced": "判刑罪", "acquitted": "无释", "bribed": "贿", "evacuated": "撤疏转", "sank sunk": "沉",
    "divorced": "离", "married": "婚嫁娶", "withdrew quit": "退撤出", "reversed": "反逆倒撤", "repaid refunded returned": "还退返回", "confiscated seized": "没收缴扣获查",
}  # fmt: skip
"""Deeds that no other verb stands for → characters of which one must stand in the quotes. Hand-made."""

_NEEDED = {word: frozenset(signs) for line, signs in _DEEDS.items() for word in line.split()}

_LIGHT = frozenset(
    stem(word)
    for word in listed(
        "named rated recognised recognized based located used needed called held used received gained involved included "
        "allowed expected planned reported announced said added noted stated required provided given made "
        "listed ranked reached valued aged led organised organized carried conducted introduced launched "
        "joined attended visited opened operated deployed treated served drew totalled totaled numbered shared scheduled "
        "must supposed aimed met hundred related united limited red bed speed need feed seed indeed embed selected chosen "
        "delivered produced awarded rewarded granted kept designated dated identified mobilized mobilised considered known mentioned described"
    )
)
"""Participles that stand for whatever a Chinese sentence has there, or for nothing."""

_PARTICIPLE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|will|[a-z]+s|[a-z]+)\s+([a-z]{3,}ed)\b"
)

_TOTAL = re.compile(r"\b(?:in total|altogether|combined|in all)\b")
_EACH = re.compile(r"\b(?:each|apiece)\b")


def deeds_stand(text: str, claim: Sequence[Item], best: Sequence[Row], places: frozenset[str]) -> None:
    """What the sentence says was done is told by its quotes; each is not in total.

    Args:
        text: The sentence, in lower case.
        claim: It, read.
        best: The rows that prove it.
        places: The places that are atoms.

    Raises:
        Struck: A deed has nothing in the quotes.
    """
    atoms = [item.atom for item in claim if item.atom is not None and not isinstance(item.atom, str)]
    holding = [
        row
        for row in best
        if any(proves(atom, token.value) for token in row.tokens if token.value for atom in atoms)
    ]
    printed = "".join(row.text for row in best)
    told = "".join(row.text for row in holding) or best[0].text
    several = re.search(r",| and |;", text)  # one clause has one quote for what was done
    held = frozenset().union(*(item.stems for row in best for item in row_items(row.tokens, places)))
    for word in re.findall(r"[a-z]+", text):
        needed = _NEEDED.get(word)
        if needed and not needed & set(printed if several else told):
            raise Struck(Reason.UNLIKE, f"{word} is not told")
    for match in _PARTICIPLE.finditer(text):
        word = match[1]
        if word not in _NEEDED and stem(word) not in held and stem(word) not in _LIGHT:
            raise Struck(Reason.UNLIKE, f"{word} is not told")
    each, total = re.search(r"[每各均分]", printed), re.search(r"[共总]|累计|合计", printed)
    if (_TOTAL.search(text) and each and not total) or (_EACH.search(text) and total and not each):
        raise Struck(Reason.PAIR, "each and in total exchanged")
