"""Lists in running text come out item by item."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.enumerations import framed, ordinals, pauses
from retrieval.answer.item_kinds import can_be
from retrieval.question.analysis import analyse

NAMES = ["青禾农机", "白鹭水泥", "远山纸业", "金穗面粉", "南渡船厂", "百川阀门"]


def items(text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in found.items] for found in pauses(text, 0, len(text))]


@pytest.mark.parametrize(
    "frame",
    [
        "入选的企业是{}。",
        "我市{}6家企业榜上有名。",
        "它们分别是{}，都在城东。",
        "昨日，{}等6家单位受到表扬。",
        "{}入选示范名单。",
        "名单包括{}。",
    ],
)
def test_what_frames_a_list_is_cut_off(frame: str) -> None:
    listed = "、".join(NAMES[:-1]) + "和" + NAMES[-1]
    assert NAMES in items(frame.format(listed))


def test_words_like_you_inside_a_company_name_are_no_frame() -> None:
    names = ["东河生物科技有限公司", "西河服装制品有限公司", "南河食品有限公司"]
    assert items("、".join(names) + "入选项目名单。") == [names]


def test_pauses_inside_brackets_do_not_part_items() -> None:
    assert items("有甲厂（生产米、面）、乙厂（生产油、盐）和丙厂（生产茶、糖）。")[-1] == [
        "甲厂（生产米、面）",
        "乙厂（生产油、盐）",
        "丙厂（生产茶、糖）",
    ]


def test_two_items_without_a_pause() -> None:
    assert items("停水的是锦湖花园和绿洲小区。") == [["锦湖花园", "绿洲小区"]]


def test_ordinals_open_items() -> None:
    text = "会议提出三点：一是修路，尽快动工。二是清淤，分段进行。三是植树。"
    (found,) = ordinals(text, 0, len(text))
    assert [text[a:b] for a, b in found.items] == ["修路", "清淤", "植树"]


def test_quotations_behind_the_same_word() -> None:
    text = "——坚持“甲加乙”，先行。\n坚持“务实”理念。\n——坚持“丙加丁”，跟进。"
    found = [[text[a:b] for a, b in one.items] for one in framed(text, "坚持")]
    assert ["甲加乙", "丙加丁"] in found


@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True), st.sampled_from(["和", "及", "与"])
)
def test_any_list_of_names_is_found_whole(names: list[str], joint: str) -> None:
    listed = "、".join(names[:-1]) + joint + names[-1]
    assert items(f"获奖的有{listed}。") == [names]


@given(st.text(alphabet="甲乙丙、和，。（）“”一二是等有 \n", max_size=60))
def test_items_lie_inside_the_text_and_are_never_empty(text: str) -> None:
    for found in [*pauses(text, 0, len(text)), *ordinals(text, 0, len(text)), *framed(text, "甲乙")]:
        assert len(found.items) > 1
        for start, end in found.items:
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "introducer", ["它们是", "分别是", "包括", "包括了", "是", "其中包括", "这些企业是", "依次为", "主要有"]
)
def test_what_introduces_a_list_is_no_part_of_its_first_item_however_long_the_others_are(
    introducer: str,
) -> None:
    names = ["浦生", "东河生物科技有限公司", "西岭环保新材料股份公司", "南渡化学"]
    listed = introducer + "、".join(names)
    assert names in items(f"本市新添四家，{listed}。")


def test_a_name_that_begins_like_an_introducer_is_kept_whole() -> None:
    names = ["有友食品", "为民药业", "即墨纺织"]
    assert items("、".join(names) + "。") == [names]


def test_a_short_introducer_goes_where_the_text_names_the_item_without_it() -> None:
    text = "参建单位：有东河、西岭路桥建设集团、南渡建工集团。东河是老牌企业。"
    assert items(text)[0][0] == "东河"


def test_a_copula_ends_the_lead_even_where_the_lead_is_as_long_as_an_item() -> None:
    names = ["西河会展产业园", "东丰县美林爱居家居辅料创业园", "新城服务业产业园"]
    assert items("3个示范园区是" + "、".join(names) + "。") == [names]


def test_a_copula_inside_an_items_brackets_or_name_ends_no_lead() -> None:
    names = ["甲厂（前身是老甲厂）", "求是杂志社", "丙厂（后来是丙集团）"]
    assert items("、".join(names) + "。")[-1] == names


def test_a_list_whose_items_end_on_one_noun_ends_with_it_before_the_verb() -> None:
    found = items("会上，东河市、西岭市、南渡市、北溪市农业局有关负责人分别介绍推广良种的有关情况和做法。")
    assert found == [["东河市", "西岭市", "南渡市", "北溪市"]]


def test_an_item_is_not_cut_inside_a_word() -> None:
    assert items("对节水灌溉、粮食增收、土壤改良具有关键作用。")[0][-1] == "土壤改良"


@pytest.mark.parametrize(
    ("question", "listed", "fits"),
    [
        ("Which companies won the prize?", ["推进结构优化升级", "提高生产效率", "扩大就业岗位规模"], False),
        ("Which companies won the prize?", ["青禾农机", "白鹭水泥有限公司"], True),
        ("局长调研了哪些企业？", ["企业发展情况", "企业用工"], False),
        ("局长去了哪些地方？", ["新兴产业", "未来产业"], False),
        ("局长去了哪些地方？", ["东河镇", "西岭工业园"], True),
        ("出台了哪些措施？", ["推进结构优化升级", "提高生产效率"], True),
    ],
)
def test_names_are_asked_for_and_clauses_are_none(question: str, listed: list[str], fits: bool) -> None:  # noqa: FBT001
    assert can_be(analyse(question), listed) is fits
