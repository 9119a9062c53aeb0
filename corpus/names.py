"""Chinese personal names as bylines print them.

A name is a surname of one or two characters and a given name of one or two; names of several peoples
are transcribed with a middle dot (阿依古丽·买买提). Extraction breaks names apart (郑 / 胜寒) and runs them
together (段利梅郑胜寒); both are undone here by the surname's place.

Source of the surnames: the 400 or so most frequent ones of the Ministry of Public Security's yearly
name reports and the compound surnames of 百家姓, which cover about 99 % of the people.
"""

from __future__ import annotations

import re

from corpus.characters import HAN, words

SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟"
    "卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜"
    "吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟"
    "宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    "诸尚农温阚麦庆过慕由赫展敬隆双鹿阴逄邝慎巴闫肖付代戈云水平牧满粟储暴厉隗亓上麻初信茹支由岱仝英"
)
COMPOUND_SURNAMES = words(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 端木 南宫 独孤 申屠 轩辕 闻人 "
    "呼延 完颜 拓跋 澹台 公冶 太史 濮阳 淳于 单于 钟离 鲜于 万俟 司空 赫连 第五 百里 西门 左丘 东郭 纳兰"
)

_LONGEST = 4
LONGEST_RUN = 12
"""Characters of names without anything between them: four reporters share a byline at most."""
_STRANGE = 4
"""Cost of a name without a known surname, against 0 for a three-character and 1 for a two-character one:
only the comparison matters, and a strange name must cost more than splitting a run the other way."""


def is_name(text: str) -> bool:
    """Whether `text` looks like one Chinese name: a known surname and one or two characters more."""
    return _cost(text) < _STRANGE


def _cost(name: str) -> int:
    if name[:2] in COMPOUND_SURNAMES and len(name) in (3, 4):
        return 0
    if name[:1] in SURNAMES and len(name) in (2, 3):
        return 3 - len(name)
    return _STRANGE + abs(len(name) - 3)


def split_run(run: str) -> list[str]:
    """Split names that were printed or extracted without anything between them.

    Args:
        run: Chinese characters, such as 段利梅郑胜寒.

    Returns:
        The cheapest row of names; the run itself when it is short enough to be one, or is none.
    """
    if len(run) < _LONGEST or (len(run) == _LONGEST and is_name(run)) or not is_name_run(run):
        return [run]
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - _LONGEST), end)
        best.append(min((best[at][0] + _cost(run[at:end]), [*best[at][1], run[at:end]]) for at in starts))
    names = best[-1][1]
    return names if all(map(is_name, names)) else [run]


def is_name_run(run: str) -> bool:
    """Whether `run` is short enough and begins like a row of names."""
    return len(run) <= LONGEST_RUN and (run[:1] in SURNAMES or run[:2] in COMPOUND_SURNAMES)


def joins(left: str, right: str) -> bool:
    """Whether two pieces of a list of names are one name that a space or line break cut (郑 / 胜寒)."""
    if "·" in (left[-1:], right[:1]):
        return True
    if not (left and right) or right.isascii():
        return False
    if "·" in left:  # the name's last part was cut, unless a whole name follows
        return "·" not in right and not is_name(right) and len(right) < _LONGEST
    if not all(re.fullmatch(f"[{HAN}·]+", piece) for piece in (left, right)):
        return False
    whole = left + right
    if len(left) == 1 or len(right) == 1:
        return len(whole) <= _LONGEST - (whole[:2] not in COMPOUND_SURNAMES)
    return left in COMPOUND_SURNAMES and len(right) <= 2  # noqa: PLR2004
