"""Spoken Chinese interrogatives in their written form: 叫啥 is 叫什么, 咋办 is 怎么办, 几块钱 is 多少钱.

Readers type as they speak and papers print as they write. The interrogative tells which kind of answer is
wanted (`retrieval.question.analysis`), and the embedding model and the reader have learnt from written
questions, so it is put into writing once, before anything else looks at the question.
"""

from __future__ import annotations

import re

_TITLE_END = "长|书记|主任|经理|助理|总理|主席|教练|[法警军检]官"
"""What offices end on; 日记 and 传记 have names too."""

_WHICH = (
    "里儿些个家位名年月天日号种类项所座届条国路省市县区镇村乡街州城层栋幢楼场次边处间站班版篇本份期级段片面方步户"
    "套辆趟支部门块款周季头扇排组台种几一二两三四五六七八九十\\d"
)
"""Behind 哪 these ask for one of several: 在哪层楼."""

_WRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(spoken), written)
    for spoken, written in (
        (r"甚么", "什么"),
        (r"[为因]啥|为[什甚](?=[？?]?$)", "为什么"),
        (r"多会儿|[多什]么?会儿|啥时候?|啥时间", "什么时候"),
        (r"咋样", "怎么样"),
        (r"咋(?:个|地|的)?", "怎么"),
        (r"哪(?:疙瘩|嘎达|块儿|点儿)", "哪里"),
        # 哪 alone behind a verb of place: 去哪办, 停哪.
        (rf"(?<=[在去到上往从停住搬改葬找归])哪(?![{_WHICH}])", "哪里"),
        (r"(?:几块|几元|几个)钱", "多少钱"),
        (r"(?<!有)啥", "什么"),  # 有啥 asks for a list, and is known as such
        (rf"({_TITLE_END})(?:的?名字)?叫什么(?:名字)?(?=[？?]?$)", r"\1是谁"),
    )
)


def written(question: str) -> str:
    """A Chinese question with its spoken interrogatives as one writes them."""
    for spoken, word in _WRITTEN:
        question = spoken.sub(word, question)
    return question
