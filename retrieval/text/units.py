"""What is counted or measured: from a question's words to the units that its answer carries.

Only what a newspaper's readers ask about every day; for anything else every figure is a candidate.
"""

from __future__ import annotations

import re

from retrieval.models import Language
from retrieval.text.tokens import words_of

MONEY = ("元", "块", "美元", "欧元", "英镑", "日元", "港币", "美金", "法郎", "卢比", "马克", "两")
PEOPLE = ("人", "名", "位", "人次", "口")
AREA = ("平方", "亩", "公顷", "km²", "㎡", "英亩")
LENGTH = ("公里", "米", "里", "厘米", "毫米", "英里", "英尺", "尺", "英寸", "寸", "km", "cm", "mm", "m")
WEIGHT = ("吨", "公斤", "千克", "克", "斤", "磅", "kg")
SHARE = ("%", "％", "百分", "分之", "成", "‰", "倍", "百分点")
AGE = ("岁", "周岁")
SCORE = ("比",)
POINTS = ("分",)
"""What an examination is passed with, where a match is won by so many to so many."""
TEMPERATURE = ("℃", "度", "°")

_PERSONS = (
    "员工|职工|学生|居民|工人|观众|乘客|村民|教师|老师|患者|病人|徒弟|弟子|学徒|医生|大夫|护士|"
    "儿童|老人|司机|志愿者|队员|选手|考生|新生|游客|读者|会员|民警|专家"
)

_SEATS = (*PEOPLE, "个", "座", "席")
"""How many can sit somewhere is told in people or in seats."""

_ALIKE = {
    line[0]: tuple(line.split())
    for line in (
        "张 台 把 床 个",
        "台 部 辆 架",
        "处 段 条 个",
        "次 起 场 回 趟 遍 班",
        "回 次 起 趟",
        "趟 次 班 回 列",
        "遍 次 回",
        "起 件 宗 例 次",
        "辆 台 部 列",
        "间 套",
        "栋 幢 座",
        "幢 栋 座",
        "座 栋 幢",
        "册 本",
        "本 册",
        "户 家",
        "棵 株",
        "株 棵",
        "种 类 个",
        "根 条 支",
        "条 根",
        "艘 条 只",
        "块 枚 面",
        "只 头 条 个",
        "头 只 匹",
    )
}
"""A reader's measure word, and behind it those that papers may print of the same things (几张椅子, 6台)."""

_NO_HEIGHT = "[别级率价温产量分资入费额比薪度平准响情义]"
"""Last characters of what is high or deep in no metres: 机收率, 气温, 亩产, 工资, 影响, 感情."""

_ZH: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        (
            r"(?:多少|几)(?:钱|元|块|美元|资金|投资|奖金|工资|税)|(?:奖金|工资|薪水|价格|票价|价钱|(?<![消浪免])费用?(?![者城时力心])|造价|投资|产值|收入|销售额|GDP|税)[^，？]{0,6}(?:多少|几何)"
            r"|怎么收费"
        ),
        MONEY,
    ),
    (r"多少款(?=[？?，。]|$)|[贷存欠罚付拨借]了?多少款", MONEY),
    (r"[坐容][^，？]{0,3}?(?:多少|几)个?人", _SEATS),
    (
        rf"(?:多少|几)(?:人|名|位|{_PERSONS})|(?:人数|人口)[^，？]{{0,6}}多少|(?:多少|几)[个口]?人",
        PEOPLE,
    ),
    (r"面积[^，？]{0,6}多[少大]|多大面积|多少(?:平方|亩|公顷)|占地", AREA),
    (
        (
            r"(?<![期时限])(?<!间隔)(?<!时间)(?<![期时限][是有要为])"
            rf"(?<!{_NO_HEIGHT})(?<!{_NO_HEIGHT}[是有])多[长高远宽深厚](?!时|时间)"
            r"|(?:长度|高度|距离|宽度|深度|身高|全长)[^，？]{0,6}多少|多少(?:公里|米|厘米|毫米|英里|千米)"
        ),
        LENGTH,
    ),
    (r"多重|重量[^，？]{0,6}多少|(?:亩产|单产)[^，？]{0,6}多少|多少(?:公斤|千克|吨|克|斤)", WEIGHT),
    (
        r"(?:增加值|产值|GDP|总额|收入|同比|环比)[^，？]{0,4}(?:增长|上升|下降|提高)了?(?:多少|几)(?![一-鿿])",
        SHARE,
    ),
    (r"百分之[几多]|(?:比例|比率|率|占比|份额)[^，？]{0,6}(?:多少|几|多高)|几成|多少百分", SHARE),
    (
        r"多大(?:年[纪龄]|岁数)?(?:的老人|了|以上)|岁数|多少岁|几岁|年[龄纪][^，？]{0,4}多[少大]|多大年[龄纪]",
        AGE,
    ),
    (r"比分(?!.*多少(?:时|分钟|人))|几比几|多少比多少", SCORE),
    (r"(?:多少|几)分(?![钟之店公行数年校])", ("分",)),
    (r"几年级|哪个年级", ("年级",)),
    (r"多少(?:摄氏|华氏)?度|几度|(?:气温|温度)[^，？]{0,6}(?:多少|多[高低])", TEMPERATURE),
)
_EN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        (
            r"how\s+much\s+(?:\w+\s+){0,2}?(?:money|cost|reward|pay|earn|charge|spent|spend|was\s+(?:paid|invested|spent))"
            r"|^(?!.*\bhow\s+(?:many|long|far|often|old)\b).*\b(?:prices?|salar(?:y|ies)|costs?|charged?|fees?|fares?|fine|rent"
            r"|toll|tickets?|wages?|bonus|subsidy|reward|award|budget|revenue|earn|pay)\b"
            r"|how\s+much\s+(?:is|are)\s+(?:an?|the|one)\s+[\w-]+\s*\??$"
            r"|how\s+(?:many|much)\s+(?:\w+\s+)?(?:yuan|dollars|euros|pounds)"
        ),
        MONEY,
    ),
    (
        (
            r"how\s+many\s+(?:[\w-]+\s+){0,2}?(?:people|students|workers|employees|patients|doctors|nurses|guards|volunteers|farmers|children|pupils|drivers|officials|experts|players|residents|inhabitants|passengers|soldiers|teachers|members|visitors|persons|staff)"
            r"|\bpopulation\b"
        ),
        PEOPLE,
    ),
    (
        r"\barea\b|how\s+much\s+land\b|square\s+(?:kilomet|mile|met|feet)|how\s+many\s+(?:acres|hectares|mu\b)",
        AREA,
    ),
    (r"\btemperature\b|how\s+(?:hot|cold|warm)\b|how\s+many\s+degrees", TEMPERATURE),
    (
        r"how\s+(?:tall|high|far|wide|deep)|how\s+long\s+is\b.*\b(?:river|road|route|line|bridge|wall|border|coast)|how\s+many\s+(?:miles|kilomet\w+|met(?:er|re)s?\b|feet|inches)",
        LENGTH,
    ),
    (r"how\s+heavy|how\s+many\s+(?:tons|tonnes|kilograms|pounds\s+of)", WEIGHT),
    (r"\bpercent(?:age)?\b|\bproportion\b|what\s+share", SHARE),
    (r"how\s+old|what\s+age", AGE),
    (
        (
            r"\b(?:cut-?off|admission|entrance|enrol\w*|exam\w*|test|pass(?:ing)?|qualifying|minimum|lowest|average|reading|maths?)"
            r"\s+(?:\w+\s+)?scores?\b|\bscore\s+(?:line|of\b[^?]*\b(?:school|college|exam|candidates?|pupils?|students?))"
        ),
        POINTS,
    ),
    (r"^what\b[^?]*\bscore\b(?!\s+(?:by|for)\b)", SCORE),
    (r"\byield\b", WEIGHT),
    (r"how\s+many\s+(?:[\w-]+\s+)?(?:companies|firms|enterprises|banks|hospitals|factories)", ("家", "个")),
    (
        r"how\s+many\s+(?:[\w-]+\s+){0,3}?(?:vehicles|cars|buses|machines|harvesters|computers)",
        ("台", "辆", "部"),
    ),
    (r"how\s+many\s+(?:[\w-]+\s+)?books", ("册", "本", "部")),
    (r"how\s+many\s+(?:[\w-]+\s+){0,2}?beds", ("张", "个", "床")),
    (r"how\s+many\s+(?:years)", ("年", "载")),
    (r"how\s+many\s+(?:days|nights)", ("天", "日", "晚")),
    (r"how\s+many\s+(?:minutes)", ("分",)),
    (r"how\s+many\s+(?:hours)", ("小时", "时")),
)
_COMPILED: dict[Language, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = {
    "zh": tuple((re.compile(pattern), units) for pattern, units in _ZH),
    "en": tuple((re.compile(pattern, re.IGNORECASE), units) for pattern, units in _EN),
}
_MEASURE_WORDS = "个家名位项种条所座类场部支款本件届句点次年天台辆册集章间层栋门艘架枚颗亩吨米岁块头匹"
_OF_THINGS = "张户棵株幅只盏根幢瓶箱处趟回遍起"
_ZH_MEASURE = re.compile(
    rf"(?:多少|几)(?!部分|座位|项目|部门|名额|户口|户籍|家庭|位置|种类|条件|处分|处罚|起诉|起步|回报|回收|回复)([{_MEASURE_WORDS}{_OF_THINGS}])"
)
_MANY = re.compile(r"\bhow\s+many\b(?!\s+(?:\w+\s+)?(?:yuan|dollars|euros|pounds))", re.IGNORECASE)
_UNCOUNTED = re.compile(rf"(?:{'|'.join((*MONEY[:-1], *AREA, *LENGTH, *SHARE, *TEMPERATURE))}|[岁吨斤克])$")
"""A quantity that measures: nothing that is counted one by one."""
_ZH_PARTS = re.compile(r"(?:多少|几)个?部分")
_ZH_SPELT = re.compile(r"(?:多少|几)(?:个)?(分钟|小时|个月|星期|世纪|平方公里|平方米)")


def units_of(question: str, lang: Language) -> tuple[str, ...]:
    """The units that a figure must carry to answer the question; empty where any may do."""
    for pattern, units in _COMPILED[lang]:
        if pattern.search(question):
            return units
    if lang == "zh":
        how_big = _HOW_BIG.search(question)
        if how_big:
            return _how_big(question, how_big)
        if _ZH_PARTS.search(question):
            return ("部分", "个")
        spelt = _ZH_SPELT.search(question) or _ZH_MEASURE.search(question)
        if spelt:
            word = spelt.group(1)
            return (
                ("个", "家", "项", "名", "座", "所", "大", "种")
                if word == "个"
                else _ALIKE.get(word, (word,))
            )
    return ()


_HOW_BIG = re.compile(r"(?P<of>[一-鿿])(?:最[大小]的)?(?:有|到底)?多大[？?]?$")
_PERSON = "人员者师生手民姐哥弟妹爷奶爸妈爹娘叔伯婶婆孩童他她谁"
_AT_THAT_TIME = "时年候今"
_SPACE = "园馆场区院厂校楼库店房屋厅室村岛"
_SIZE = (*AREA, *LENGTH, "立方")
"""How big a place is: told by its ground, and by its length and breadth."""


def _how_big(question: str, match: re.Match[str]) -> tuple[str, ...]:
    """多大 asks for a person's age and a place's ground; for what else, is not known."""
    of = match["of"]
    if of in _SPACE:
        return _SIZE
    named = [tag for word, tag in words_of(question[: match.end("of")])][-1:] == ["nr"]
    return AGE if named or of in _PERSON + _AT_THAT_TIME else ()


_TAELS = re.compile(r"(?:\d|[一二三四五六七八九十百千万半])\s?两$")
"""两 as a measure of silver; in 一两把 it is a number."""


def carries(quantity: str, units: tuple[str, ...]) -> bool:
    """Whether a quantity, as `retrieval.text.quantities` cuts it, carries one of the units."""
    if not units or any(unit in quantity and _is_unit(unit, quantity) for unit in units):
        return True
    return (units == SCORE and bool(_SCORED.match(quantity))) or (
        units == MONEY and bool(_LISTED.fullmatch(quantity))
    )


_SCORED = re.compile(r"\d{1,3}\s?[-–—:：比]\s?\d{1,3}(?![\d.]|\s?[年月日时点元岁米人名%％℃度])")
_LISTED = re.compile(r"\d{1,4}\.\d\d")
"""A bare figure with two decimals: a price in a list whose head says 元."""


def _is_unit(unit: str, quantity: str) -> bool:
    if unit == "两":
        return bool(_TAELS.search(quantity))
    return unit != "个" or not _OF_TIME.search(quantity)


_OF_TIME = re.compile(r"个半?(?:月|小时|星期|百分点|世纪|季度)")
"""八个月 counts no things."""


def counts(quantity: str, question: str, units: tuple[str, ...]) -> bool:
    """Whether a quantity can answer a question of how many: beds are not told in yuan or 亩.

    Args:
        quantity: As `retrieval.text.quantities` cuts it.
        question: In any language; one that is not English's "how many" takes every quantity.
        units: What it must carry, where that is known: then `carries` decides alone.
    """
    return bool(units) or not _MANY.search(question) or not _UNCOUNTED.search(quantity)
