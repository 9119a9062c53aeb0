"""The thing that a Chinese question asks about: 员工 in 有多少员工, 老板 in 老板是谁.

An archive that speaks of the firm and never of its staff does not say how many work there, however well
everything else in the question fits. English questions have no focus here: their words are not the
archive's.
"""

from __future__ import annotations

import re

_MEASURE = "个家名位项种条所座类场部支款本件届台辆册集章间层栋门艘架枚颗次点年月天日号度元米里吨亩岁块度"
_BEHIND = re.compile(
    rf"(?:多少|几)(?!部分)[{_MEASURE}]?(?P<noun>(?![{_MEASURE}])[一-鿿]{{1,5}}?)(?=[？?，,。]|$)"
)
_BEFORE = re.compile(
    r"(?P<noun>[一-鿿]{1,8}?)(?:一共|总共|大约|分别|各|都|又)?(?:是|为|叫|有|达到?|占)?(?:谁|多少)[？?，,。]?$"
)
_CUT = re.compile(r".*[的了在于由对从到共能可会要年月日是有给为把被将和与]")
_MEASURED = re.compile(
    r"^(?:东西|情况|钱|左右|以上|以下|超过|目标|.*(?:比例|比率|百分比|面积|高度|长度|重量|体重|数量|人口|全长|比分|级别"
    r"|公里|米|分钟|小时|星期|世纪|时间|天|度))$"
)
"""What a figure's unit says for itself, so that the text need not name it."""


def focus_of(question: str) -> str:
    """The noun that is asked about; "" where the question's form does not show it."""
    for pattern in (_BEHIND, _BEFORE):
        match = pattern.search(question)
        if match:
            noun = _CUT.sub("", match["noun"])
            if noun and not _MEASURED.match(noun):
                return noun[-4:]
    return ""


def speaks_of(text: str, focus: str) -> bool:
    """Whether `text` holds the focus, or two neighbouring characters of it."""
    if len(focus) == 1:  # it stands for itself
        return focus in text
    return any(focus[at : at + 2] in text for at in range(len(focus) - 1))
