"""Whether a story names the relative who is asked for: 荣家的女儿 is no 儿子, and 跟着舅舅学艺 names no 舅舅.

A story of somebody names few of theirs. Who is asked for by kinship, schooling or company is told where that
word, or another for the same relative, has a name beside it; else the archive does not say who it is. The
words are closed classes and stand here whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question
from retrieval.text.people import is_person
from retrieval.text.tokens import words_of

_RELATIVES = tuple(
    line.split()
    for line in (
        "妻子 爱人 老伴 太太 夫人 老婆 媳妇 其妻",
        "丈夫 爱人 老伴 老公 先生 其夫",
        "父亲 爸爸 父母 父子 父女 其父",
        "母亲 妈妈 父母 母子 母女 其母",
        "儿子 孩子 子女 独子 长子 次子 其子 父子 母子",
        "女儿 孩子 子女 闺女 丫头 长女 次女 其女 父女 母女",
        "爷爷 祖父 祖孙",
        "奶奶 祖母 祖孙",
        "外公 姥爷 外祖父",
        "外婆 姥姥 外祖母",
        "公公 公婆",
        "婆婆 公婆",
        "岳父 丈人",
        "岳母 丈母娘",
        "哥哥 兄长 兄弟 兄妹 其兄",
        "弟弟 兄弟 姐弟 其弟",
        "姐姐 姐妹 姐弟 其姐",
        "妹妹 姐妹 兄妹 其妹",
        "舅舅 舅父",
        "姑姑 姑妈",
        "叔叔 叔父",
        "孙子 祖孙 其孙",
        "孙女 祖孙",
        "师父 师傅 恩师 师从 拜师 老师",
        "徒弟 弟子 学徒 门生",
        "同学 同窗",
    )
)
"""Each line's first word, or another of two characters, asks for whom all of them may name."""

_ASKED = re.compile(
    rf"(?P<who>{'|'.join(sorted({word for line in _RELATIVES for word in line[:3]}, key=len, reverse=True))})"
    r"(?:们|的?(?:姓名|名字))?(?:是谁|是哪位|名?叫(?:什么|啥|谁)|(?P<does>是(?:干|做)什么|做什么工作|在哪))"
)
_BARE = {"父": "父亲", "母": "母亲", "兄": "哥哥", "弟": "弟弟", "妻": "妻子", "子": "儿子", "女": "女儿"}
"""What older prose calls them: 弟为北宋文人魏泰."""

_SENTENCE = re.compile(r"[^。！？\n]+")
_NICKNAME = re.compile(r"[“《]|[老小阿大][一-鿿]|[一-鿿]某|[是为]|[：；、]")
_MARK = re.compile(r"[，。；：！？、]")
_CALLED = re.compile(r"名?叫|名为|取名")
_BESIDE = re.compile(
    r"(?:[一-鿿]{0,4})，(?:(?:今年|现年)?\d{1,3}岁的?|来自[一-鿿]{2,6}的|[一-鿿]{0,6}的)(?P<name>[一-鿿]{2,4}?)(?=[，。；：！？、（在是说从和也已])"
)
"""The relative's name in the next phrase: 收了一个徒弟，26岁的丁某某，."""

_REACH = 8
"""Characters behind or before the relative within which the name stands: 孙女、10岁的桑小渔 has more and is
told by 、; set by hand."""


def lacks_relative(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether a question asks for somebody's relative whom the best story never names.

    Args:
        question: Analysed, in Chinese; False for others.
        evidence: Best first, not empty.
    """
    asked = _ASKED.search(question.text) if question.lang == "zh" else None
    if asked is None:
        return False
    told = _told_of(asked["who"])
    for sentence in _SENTENCE.findall(evidence[0].reading):
        for match in told.finditer(sentence):
            if asked["does"] or _named(question.text, sentence, *match.span()):
                return False
    return True


@cache
def _told_of(who: str) -> re.Pattern[str]:
    """What may tell of a relative."""
    words = {word for line in _RELATIVES if who in line for word in line}
    bare = [one for one, full in _BARE.items() if full in words]
    older = [rf"(?<=[，；。]){one}(?=[是为名])" for one in bare]
    return re.compile("|".join([*sorted(words, key=len, reverse=True), *older]))


def _named(asked: str, sentence: str, start: int, end: int) -> bool:
    """Whether a name that the question does not say stands beside the relative."""
    behind, before = sentence[end : end + _REACH], sentence[max(0, start - _REACH) : start]
    if _CALLED.search(sentence) or _NICKNAME.match(behind) or "·" in behind:
        return True
    if any(is_person(behind[:length]) for length in (2, 3, 4)):
        return True
    beside = _BESIDE.match(sentence, end)
    if beside and beside["name"] not in asked and is_person(beside["name"]):
        return True
    phrase = _MARK.split(behind)[0]
    if any(tag.startswith("nr") for _, tag in words_of(phrase)[:1]):
        return True
    near = (*words_of(phrase), *words_of(before))
    names = [word for word, tag in near if tag.startswith("nr") and len(word) > 1]
    return any(name not in asked for name in names)
