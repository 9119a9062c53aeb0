"""Units of measure and counters of Chinese text: which are one scale, which say the same of one thing."""

from __future__ import annotations

import re
from fractions import Fraction

SCALED: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("元", "块钱", "块", "元人民币", "圆"), ("元", Fraction(1))),
    **dict.fromkeys(("角", "毛钱"), ("元", Fraction(1, 10))),
    **dict.fromkeys(("美元", "美金", "us dollars", "dollars"), ("美元", Fraction(1))),
    **dict.fromkeys(("公里", "千米", "km"), ("米", Fraction(1000))),
    **dict.fromkeys(("米", "m"), ("米", Fraction(1))),
    **dict.fromkeys(("厘米", "cm", "公分"), ("米", Fraction(1, 100))),
    **dict.fromkeys(("毫米", "mm"), ("米", Fraction(1, 1000))),
    **dict.fromkeys(("平方公里", "平方千米", "km2"), ("平方米", Fraction(10**6))),
    **dict.fromkeys(("平方米", "平米", "m2", "平方"), ("平方米", Fraction(1))),
    **dict.fromkeys(("公顷", "ha"), ("公顷", Fraction(1))),
    **dict.fromkeys(("立方米", "m3", "方", "标方"), ("立方米", Fraction(1))),
    **dict.fromkeys(("吨", "t"), ("克", Fraction(10**6))),
    **dict.fromkeys(("公斤", "千克", "kg"), ("克", Fraction(1000))),
    **dict.fromkeys(("克", "g"), ("克", Fraction(1))),
    **dict.fromkeys(("毫克", "mg"), ("克", Fraction(1, 1000))),
    "斤": ("克", Fraction(500)),
    **dict.fromkeys(("升", "l"), ("升", Fraction(1))),
    **dict.fromkeys(("毫升", "ml"), ("升", Fraction(1, 1000))),
    **dict.fromkeys(("小时", "个小时", "钟头", "h"), ("小时", Fraction(1))),
    **dict.fromkeys(("分钟", "min"), ("分钟", Fraction(1))),
    **dict.fromkeys(("秒", "秒钟"), ("秒", Fraction(1))),
    **dict.fromkeys(("天", "日", "昼夜"), ("天", Fraction(1))),
    **dict.fromkeys(("周", "个星期", "星期", "个礼拜"), ("周", Fraction(1))),
    **dict.fromkeys(("个月", "个多月"), ("个月", Fraction(1))),
    **dict.fromkeys(("年", "载", "周年", "个年头", "年间"), ("年", Fraction(1))),
    **dict.fromkeys(("周岁", "岁"), ("岁", Fraction(1))),
    **dict.fromkeys(("%",), ("比", Fraction(1, 100))),
    "‰": ("比", Fraction(1, 1000)),
    "成": ("比", Fraction(1, 10)),
    "折": ("折", Fraction(1)),
    **dict.fromkeys(("个百分点", "百分点"), ("百分点", Fraction(1))),
    "个点": ("百分点", Fraction(1)),
    **dict.fromkeys(("℃", "°c", "度", "摄氏度"), ("度", Fraction(1))),
    **dict.fromkeys(("千瓦时", "度电", "kwh"), ("千瓦时", Fraction(1))),
    **dict.fromkeys(("人次", "人次数"), ("人次", Fraction(1))),
}
"""Unit as written → unit of comparison, and its size in that unit. Only exact decimal relations within one
system: 公里 and 米 are one scale, 亩 and 平方米 are not."""

_PLAIN = (
    "亩 欧元 英镑 日元 港元 港币 卢布 卢比 韩元 法郎 马克 海里 英里 英尺 英寸 里 尺 寸 英亩 磅 盎司 桶 节 "
    "千瓦 兆瓦 瓦 千伏 伏 吉瓦 兆 倍 分 户 家 所 个 名 位 口 人 台 辆 部 架 艘 套 件 项 起 宗 条 座 栋 幢 处 间 "
    "种 类 款 本 册 卷 篇 首 张 份 枚 颗 粒 株 棵 头 只 匹 尾 羽 支 根 把 次 届 场 轮 期 批 组 队 班 级 层 楼 "
    "路 号 线 站 床 席 票 分之 人民币 公分 对 双 副 笔 单 箱 瓶 袋 盒 包 车 车次 班次 "
    "架次 门 堂 节课 课时 学时 步 环 杆 球 板 局 盘 回合 连胜 连败 代 辈 员 集 章 页 字 句 段 点 大 片 块钱 "
    "世纪 季度 月 季 届次 重 道 面 则 例 桩 番 遍 趟 顿 餐 声 群 帧 亿 株次 万 间次"
)
_UNITS = sorted({*SCALED, *_PLAIN.split()} - {"万", "亿", "m", "t", "g", "l", "h"}, key=len, reverse=True)
UNIT = "|".join(map(re.escape, _UNITS)) + r"|(?:km|kg|cm|mm|m|t|g|l|h)(?![a-z])"
"""Any unit, as a regular expression's alternatives, the longest first."""

_GROUPS = (
    frozenset("人名位口员个"),
    frozenset({"家", "个", "所", "间", "处"}),
    frozenset({"台", "辆", "部", "架", "艘", "套", "个", "车"}),
    frozenset({"件", "项", "起", "宗", "条", "桩", "个", "例", "则"}),
    frozenset({"座", "栋", "幢", "处", "个"}),
    frozenset({"种", "类", "款", "个"}),
    frozenset({"本", "册", "卷", "部"}),
    frozenset({"次", "场", "轮", "回", "期", "届", "度"}),
    frozenset({"头", "只", "匹", "尾", "羽"}),
    frozenset({"株", "棵", "颗"}),
    frozenset(
        {"个", "大", "片", "块", "张", "份", "支", "条", "根", "枚", "批", "组", "队", "对", "门", "级", "层"}
    ),
    frozenset({"港元", "港币"}),
    frozenset({"小时", "钟头"}),
)
"""Counters that say the same of one thing; 个 may stand for any of them, never for a measure or for 户."""
_COUNTERS = frozenset().union(*_GROUPS[:-2])


def in_scale(unit: str) -> tuple[str, Fraction]:
    """The unit of comparison of one as written, and its size in that unit."""
    return SCALED.get(unit, (unit, Fraction(1)))


def same_unit(a: str, b: str) -> bool:
    """Whether two units of comparison say the same: 名 and 位 do, 户 and 人 do not."""
    if a == b:
        return True
    if not a or not b:
        return (a or b) in _COUNTERS or (a or b) == ""
    return any(a in group and b in group for group in _GROUPS)


def one_scale(a: str, b: str) -> bool:
    """Whether the two could stand in each other's place in a sentence: both count, or both measure alike."""
    return same_unit(a, b) or (a in _COUNTERS and b in _COUNTERS)
