"""A reader's word in the paper's words: 赢了 is 战胜 in print, 去世 is 逝世, 5路车 is 5路公交.

Cosines bridge such pairs only half of the way, and shared terms not at all: the sentence that answers loses
to its neighbour that shares a plainer word. So where the stories found never use the reader's word and one of
them uses another of the same group, the question is weighed in the paper's words. What the reader sees is the
question as asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.question.analysis import Question
from retrieval.question.honorifics import named_in_full

_GROUPS = tuple(
    tuple(line.split())
    for line in (
        "去世 逝世 病逝 辞世 离世 过世 病故",
        "死 逝世 病逝 遇难 身亡 死亡",
        "赢 战胜 击败 险胜 力克 完胜 大胜",
        "打败 战胜 击败 险胜 力克",
        "输给 负于 不敌 败给 惜败于",
        "关门 闭馆 打烊 停止营业 关闭 闭园",
        "开门 开馆 开园 开放 营业 开诊",
        "头班车 首班车",
        "早班车 首班车",
        "第一班车 首班车",
        "第一趟车 首班车 首趟车",
        "头一班车 首班车",
        "最后一班车 末班车",
        "最后一趟车 末班车",
        "最后一班 末班车 末班",
        "最晚一班车 末班车",
        "最晚一班 末班车 末班",
        "工资 月薪 薪水 收入",
        "薪水 工资 月薪",
        "男篮 男子篮球",
        "女篮 女子篮球",
        "男足 男子足球",
        "女足 女子足球",
        "男排 男子排球",
        "女排 女子排球",
        "奖金 奖励",
        "罚款 处罚 罚",
        "票价 门票 车票",
        "车票 票价",
        "修好 完工 竣工 建成",
        "建好 完工 竣工 建成",
        "修建 建设 兴建",
        "老板 负责人 店主 经理",
        "大夫 医生 医师",
        "病人 患者 患儿",
        "学费 收费 保教费",
        "住址 地址 位于",
        "咨询电话 热线 联系电话 服务热线 咨询热线 值班电话",
        "联系电话 热线 咨询电话 服务热线",
        "材料 证明 证件 资料",
        "需要带 须提供 须出示 须携带 需提供 需出示 需携带 携带 出示 提供",
        "要带 须提供 须出示 须携带 需提供 需出示 需携带 携带 出示 提供",
        "原名 本名",
        "涨价 上调 调整",
        "暖气 供暖 供热",
        "修路 施工",
        "审案 审理 主审 承办",
        "进球 破门 打入 得分 攻入",
        "孩子 患儿 儿童 学生",
        "庄稼 农作物 作物",
        "坐车 乘车",
        "班车 公交",
    )
)
"""The reader's word, and what a paper may print for it, the likeliest first. Set by hand from what readers of
local papers asked; the table needs only what cosines do not bridge."""

_IN_PLACE = (
    (re.compile(r"(\d+路)(?:公交|公共汽)?车(?![站厢间])"), r"\1公交"),
    (re.compile(r"(\d+路)车(?![站厢间上里内])"), r"\1"),
    (re.compile(r"(?<![价数])值(?=多少|几)"), "价值"),
)
"""Reader's words that are others elsewhere, and the paper's."""

_HOW_OLD = re.compile(r"多大(?:年[纪龄]|岁数)[了啦]?(?=[？?]?$)")
"""A reader's words for somebody's age, which a paper tells in years: 多少岁 is nearer to 52岁的他."""

_LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])")
"""A Latin word, which readers type in small letters where the paper prints WiFi, KPL and iPad: the embedding
model and the reader tell the two apart."""

_PRICE = re.compile(
    r"(?<![花付赔交罚赚捐]了)(?<![花付赔罚赚捐给])(?:是|要|得|需要?)?(?:多少|几)(?:钱|块|元)|(?<!不)要钱吗"
)
_PRICES = ("票价", "售价", "门票", "租金", "挂号费", "学费", "房价", "车费")
"""What a price is of, where a story tells of one kind only: 5路车多少钱 asks for its 票价."""

_PRICED = re.compile(rf"{'|'.join(_PRICES)}|[一-鿿](?<![消浪免])费")
"""A question that says itself what is paid: 工本费多少钱 asks for no fare."""

SEEN = 3
"""Stories that are looked at, the best found."""


def in_papers_words(question: Question, stories: Sequence[str]) -> Question:
    """The question with the paper's words in the place of the reader's.

    Args:
        question: Analysed; an English one comes back as it is.
        stories: The texts that the search found for it, best first, in simplified characters; no headlines,
            whose short words (县男篮) the text below spells out.

    Returns:
        The question with other words to weigh by; its kind, units and focus stay those of what was asked.
    """
    if question.lang == "en" or not stories:
        return question
    nearest = sorted(stories[:SEEN], key=lambda story: -_shared(question.content, story))
    text, content = question.text, question.content
    for reader, *papers in _GROUPS:
        if reader not in text or any(word in text for word in papers) or any(reader in s for s in nearest):
            continue
        word = next((word for story in nearest for word in papers if word in story), "")
        if word:
            text, content = text.replace(reader, word), content.replace(reader, word)
    for said, printed in _as_printed(text, stories[:SEEN], nearest[0]).items():
        text, content = text.replace(said, printed), content.replace(said, printed)
    for pattern, word in _IN_PLACE:
        found = pattern.search(text)
        if found and found.expand(word) in nearest[0]:
            text = pattern.sub(word, text)
            content = content.replace(found.group(), found.expand(word))
    if any("岁" in story for story in nearest):
        text, content = (_HOW_OLD.sub("多少岁", asked) for asked in (text, content))
    priced = [noun for noun in _PRICES if noun in nearest[0]]
    if len(priced) == 1 and _PRICE.search(text) and not _PRICED.search(text):
        text = _PRICE.sub(lambda match: f"{priced[0]}{match.group()}", text)
        content = f"{content}{priced[0]}"
    return question if text == question.text else replace(question, text=text, content=content)


def _as_printed(text: str, stories: Sequence[str], nearest: str) -> dict[str, str]:
    """What the question says of names, and how the stories print it: 祝老师 in full, wifi as WiFi."""
    found = named_in_full(text, stories)
    for word in set(_LATIN.findall(text)):
        printed = re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", nearest, re.IGNORECASE)
        if printed and word not in nearest:
            found[word] = printed.group()
    return found


def _shared(asked: str, story: str) -> int:
    """How many pairs of the question's characters stand in a story."""
    return sum(asked[at : at + 2] in story for at in range(len(asked) - 1))
