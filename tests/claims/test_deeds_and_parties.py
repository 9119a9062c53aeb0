"""Who did what to whom, over texts of the field's commonest deeds: names that no list has."""

from __future__ import annotations

import pytest

from tests.claims.proving import kept


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("华兴公司收购了远大公司60%的股份。",
         "远大公司60%的股份被华兴公司收购。", "远大公司收购了华兴公司60%的股份。"),
        ("市财政局给予浩森生物20万元奖励。",
         "浩森生物获得市财政局20万元奖励。", "浩森生物给予市财政局20万元奖励。"),
        ("东港队2比0击败西岭队。", "东港队击败西岭队。", "西岭队2比0击败东港队。"),
        ("东港军队进攻乌克兰。", "乌克兰遭到东港军队进攻。", "乌克兰进攻东港军队。"),
        ("濮阳市向郑州市支付5000万元补偿款。",
         "濮阳市向郑州市支付5000万元。", "郑州市向濮阳市支付5000万元补偿款。"),
        ("法院判决吴亮赔偿周平5万元。", "法院判吴亮赔偿周平5万元。", "法院判周平赔偿吴亮5万元。"),
        ("张建国把房子卖给李卫东。", "张建国把房子卖给了李卫东。", "李卫东把房子卖给张建国。"),
    ],
)  # fmt: skip
def test_doer_and_done_to_may_change_places_only_with_the_voice(text: str, true: str, false: str) -> None:
    assert kept(text, true)
    assert not kept(text, false)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("学校决定停课两天。", "学校停课两天。", "学校决定复课两天。"),
        ("王志远2010年起担任清河县县长。",
         "王志远自2010年起出任清河县县长。", "王志远2010年卸任清河县县长。"),
        ("东风大桥6月1日通车，全长1200米。", "东风大桥已于6月1日通车。", "东风大桥6月1日开工。"),
        ("东风大桥6月1日通车，全长1200米。", "东风大桥6月1日开通。", "东风大桥6月1日垮塌。"),
        ("市供电公司关闭营业网点8个。", "市供电公司关闭8个营业网点。", "市供电公司新增营业网点8个。"),
        ("警方逮捕犯罪嫌疑人15名。", "警方抓获犯罪嫌疑人15名。", "警方释放犯罪嫌疑人15名。"),
        ("游客可以进入三楼参观，不得拍照。", "游客可以进入三楼参观。", "游客不得进入三楼参观。"),
        ("游客可以进入三楼参观，不得拍照。", "游客不得拍照。", "游客必须进入三楼参观。"),
        ("市交通局计划新开公交线路5条。", "市交通局拟新开公交线路5条。", "市交通局新开5条公交线路。"),
        ("市交通局新开公交线路5条。", "市交通局新开5条公交线路。", "市交通局计划新开公交线路5条。"),
        ("今年全市新增6家工厂，累计达到18家。", "今年全市新增6家工厂。", "今年全市累计6家工厂。"),
    ],
)  # fmt: skip
def test_an_opposite_deed_or_a_hedge_of_one_side_is_struck(text: str, true: str, false: str) -> None:
    assert kept(text, true)
    assert not kept(text, false)
