"""Chinese personal names as bylines print them.

A name is a surname of one or two characters and a given name of one or two; names of several peoples
are transcribed with a middle dot (阿依古丽·买买提). Extraction breaks names apart (郑 / 胜寒) and runs them
together (段利梅郑胜寒); both are undone here by the surname's place.

Source of the surnames: the 400 or so most frequent ones of the Ministry of Public Security's yearly
name reports and the compound surnames of 百家姓, which cover about 99 % of the people.
"""

from __future__ import annotations

from corpus.characters import words

SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟"
    "卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜"
    "吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟"
    "宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    "楼寇檀毋钮佘谯晁庹尉阙宓缪茅衡亢郗郄邰伊"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭許鄧呂蘇盧蔣賈葉閻餘鐘鍾範譚鄒陸賀龔龐蘭顏倪嚴溫蘆魯韋畢聶叢嶽齊龍萬錢湯賴莊顧"
    "衛蓋單華車饒閔強談關費紀項遊陽欒喬樊歐買祿於連鄔閆豐涂藍廣黨潘簡柯彭"
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
    """Whether `text` looks like one name: a known surname and one or two characters more, or a middle dot."""
    if "·" in text:
        return not (text.startswith("·") or text.endswith("·"))
    return _cost(text) < _STRANGE


def _cost(name: str) -> int:
    if name[:2] in COMPOUND_SURNAMES and len(name) in (3, 4):
        return -1  # rarer than others to come about by chance
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


def join_pieces(pieces: list[str], gaps: list[str]) -> list[str]:
    """Put names together again that a space or a line break cut (郑 / 胜寒).

    Args:
        pieces: What stands between separators, in order.
        gaps: The separator before each piece.

    Returns:
        The cheapest row of names made of neighbouring pieces.
    """
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(max(0, end - MOST_PIECES), end):
            name = "".join(pieces[start:end])
            joins = sum(LINE_JOIN if "\n" in gap else JOIN for gap in gaps[start + 1 : end])
            cost = best[start][0] + _piece_cost(name) + joins
            options.append((cost, [*best[start][1], name]))
        best.append(min(options))
    return best[-1][1]


MOST_PIECES = 4
"""Pieces that one name is cut into: its characters at most."""

JOIN = 1.5
"""Cost of undoing one cut: less than that of two two-character names (2), so that 欧阳 / 明月 is joined,
and more than that of one (1), so that 李峥 / 王长青 is not."""

LINE_JOIN = 1.25
"""The same at a line's end, where names are cut more often than by a stray space: 段利 / 梅 李峥."""


def _piece_cost(name: str) -> float:
    if "·" in name:
        return _STRANGE if name.startswith("·") or name.endswith("·") else 0
    if len(name) > _LONGEST or not name.isalpha() or name.isascii():
        return _STRANGE  # names run together, or Latin: to be left as they are
    return _cost(name) + _STRANGE * (len(name) == 1)
