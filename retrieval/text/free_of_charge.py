"""What costs nothing: 免费 answers 多少钱 as well as a sum does."""

from __future__ import annotations

import re

from retrieval.models import Span

_ASKED = re.compile(
    r"(?<![花付赔交罚赚捐挣])(?:是|要|得|需要?)?(?:多少|几)(?:钱|块|元)|(?:票价?|[一-鿿](?<![消浪免])费)[^，？]{0,4}(?:多少|几)"
)
_WHETHER = re.compile(r"怎么收费|收(?:不收)?[一-鿿]{0,3}(?:费|钱)吗|要钱吗|[要花]不[要花]钱|免费吗")
_SERVICE = re.compile(r"票|费|停车|[办坐乘看借听游进]|参观|讲解|体检|检查|接种|疫苗|报名|培训|入[园场馆]")
"""What may be free: a lamp that is worth a sum is not."""

_FREE = re.compile(
    r"(?<!不)免费(?!午餐)|不收(?:取任何)?(?:费用?|钱|[一-鿿]{1,2}费)|不要钱|分文不[取收]|免[收交缴]"
)
_GROUP = re.compile(
    r"老年|老人|儿童|学生|军人|残疾|周?岁|低保|贫困|特困|教师|记者|医护|志愿者|会员|困难|患者|[男女]性|新生"
)
"""Who pays nothing where others do."""

_CLAUSE = "，；。！？\n"


def asks_price(question: str) -> bool:
    """Whether a question asks what something costs, which may be nothing."""
    priced = bool(_ASKED.search(question)) and bool(_SERVICE.search(question))
    return priced or bool(_WHETHER.search(question))


def free(question: str, sentence: str) -> list[Span]:
    """Where a sentence says that something costs nothing to everybody, or to those whom the question names.

    Args:
        question: In simplified characters.
        sentence: In simplified characters.
    """
    if not asks_price(question):
        return []
    return [
        match.span()
        for match in _FREE.finditer(sentence)
        if all(_meant(group, question) for group in _GROUP.findall(_clause(sentence, match.start())))
    ]


def _meant(group: str, question: str) -> bool:
    """Whether a question names a group; the old are told by their years."""
    return group in question or ("老" in question and (group.endswith("岁") or group.startswith("老")))


def _clause(sentence: str, at: int) -> str:
    start = max(sentence.rfind(mark, 0, at) for mark in _CLAUSE) + 1
    stop = next((n for n in range(at, len(sentence)) if sentence[n] in _CLAUSE), len(sentence))
    return sentence[start:stop]
