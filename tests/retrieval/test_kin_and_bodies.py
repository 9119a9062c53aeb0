"""Who is asked for by kinship or by the office in some body is told only where that one is named."""

from __future__ import annotations

import pytest

from retrieval.evidence.bodies import of_another_body
from retrieval.evidence.kin import lacks_relative
from retrieval.question.analysis import analyse
from tests.retrieval.memory import answerer, article
from tests.retrieval.story import evidence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("柏长林的儿子叫什么？", "柏长林的女儿柏小雨在县城教书。"),
        ("柏长林的舅舅叫什么", "柏长林12岁跟着舅舅学戏。"),
        ("柏长林的老伴是谁？", "柏长林一生收徒18人。"),
        ("柏长林的丈夫是干什么的", "柏长林的母亲何秀珍是裁缝。"),
        ("柏长林的两个同学叫什么", "柏长林和两个同学凑钱买了一辆车。"),
        ("柏长林的徒弟叫什么", "柏长林收过一个徒弟，19岁的时候走了。"),
    ],
)
def test_a_relative_whom_the_story_never_names_is_not_told(question: str, sentence: str) -> None:
    assert lacks_relative(analyse(question), evidence(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("柏长林的女儿叫什么？", "柏长林的女儿柏小雨在县城教书。"),
        ("柏长林的闺女叫什么", "女儿小雨在县城教书。"),
        ("柏长林的妻子是谁？", "老伴何秀珍给他打下手。"),
        ("柏长林的儿子叫什么", "联系人：其子柏大山。"),
        ("柏长林的弟弟是谁？", "柏长林，字子高，弟为画家柏长河。"),
        ("柏长林的徒弟叫什么", "徒弟只剩一个，法国人，名叫卢卡。"),
        ("柏长林的师父是谁", "柏长林师从豫剧名家罗敏，唱了40年。"),
        ("柏师傅的徒弟叫啥", "前年他又收了徒弟，19岁的韩小满，原先学的是美术。"),
        ("柏长林的妻子是干什么的", "妻子开着一家小饭馆。"),
        ("班主的同学会叫什么？", "同学会定名为长林社。"),
        ("柏长林唱什么戏？", "柏长林唱豫剧。"),
    ],
)
def test_a_relative_who_has_a_name_in_the_story_may_be_the_one(question: str, sentence: str) -> None:
    assert not lacks_relative(analyse(question), evidence(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("游泳队教练是谁？", "篮球队教练郑海涛说，队员们每天练两小时。"),
        ("城西区区长是谁", "会上，城东区区长郑海涛表示，工程月底完成。"),
        ("自来水公司经理是谁？", "市公交公司经理郑海涛介绍，线路不变。"),
        ("住建局局长叫啥", "市城市管理局局长郑海涛表示，月底完工。"),
        ("城西区教育局局长是谁", "会上，城东区教育局局长郑海涛说，招生照旧。"),
        ("二中校长是谁", "第十二中学校长郑海涛说，操场开放。"),
    ],
)
def test_another_bodys_holder_of_the_office_is_not_the_one(question: str, sentence: str) -> None:
    assert of_another_body(analyse(question), evidence(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("篮球队教练是谁？", "篮球队教练郑海涛说，队员们每天练两小时。"),
        ("公交公司经理是谁？", "市公交公司经理郑海涛介绍，线路不变。"),
        ("自来水公司经理是谁？", "经理郑海涛介绍，水价不变。"),
        ("育才小学现任校长是谁？", "现任校长为郑海涛女士。"),
        ("城西区区长是谁", "城东区区长郑海涛、城西区区长罗敏参加。"),
        ("校长是谁？", "育才小学校长郑海涛说，操场开放。"),
        ("修路的事，住建局局长叫啥", "市住房和城乡建设局局长郑海涛表示，月底完工。"),
        ("一中校长是谁", "松河县第一中学校长郑海涛说，操场开放。"),
        ("城管局路灯科负责人是谁", "市城市管理局路灯管理科负责人郑海涛来看过。"),
        ("松河市人社局局长是谁", "市人力资源和社会保障局局长郑海涛到会。"),
        ("松河市卫健委主任叫什么", "市卫生健康委员会主任郑海涛介绍，疫苗够用。"),
        ("谁拿了冠军？", "篮球队教练郑海涛说，队员们每天练两小时。"),
    ],
)
def test_its_own_or_a_bare_office_may_be_the_one(question: str, sentence: str) -> None:
    assert not of_another_body(analyse(question), evidence(sentence))


PAPER = answerer(
    article(
        "渡口村的戏班班主柏长林今年63岁，唱了40年戏。他的女儿柏小雨在县城教书，周末回来敲锣。",
        headline="柏长林和他的戏班",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


def test_the_daughter_is_told_and_no_son_is_made_of_her() -> None:
    assert "柏小雨" in PAPER.ask("柏长林的女儿叫什么？").text
    assert PAPER.ask("柏长林的儿子叫什么？").status == "refused"
