"""Pages of unusual shape: what a reader would make of them."""

from __future__ import annotations

from corpus.models import Article, ArticleKind, Issue, RawPage
from corpus.splitting import split_page


def read(text: str) -> list[Article]:
    return list(split_page(RawPage(text, Issue())).articles)


def test_a_page_of_one_article_without_a_byline() -> None:
    [article] = read(
        "市民广场改造完工\n\n市民广场改造工程昨天完工，新增停车\n位200个，种植树木3000棵。\n"
        "改造历时八个月，总投资1.2\n亿元。"
    )
    assert (article.headline, article.byline, article.reporters) == ("市民广场改造完工", None, ())
    assert (
        article.text
        == "市民广场改造工程昨天完工，新增停车位200个，种植树木3000棵。\n改造历时八个月，总投资1.2亿元。"
    )


def test_a_page_of_one_notice_keeps_its_signature_and_date() -> None:
    [notice] = read("停水通知\n\n因管道施工，定于6月7日停水。\n\n某某自来水公司\n\n2023年6月5日")
    assert (notice.kind, notice.headline) == (ArticleKind.NOTICE, "停水通知")
    assert notice.text == "因管道施工，定于6月7日停水。\n某某自来水公司\n2023年6月5日"
    assert notice.date is None


def test_an_english_page() -> None:
    first, second = read(
        "New Library Opens Downtown\n\nBy Jane Smith\n\n"
        "The city's new public library opened its doors on Wednesday, drawing more\n"
        "than 2,000 readers on the first day.\n"
        '"We waited three years," said Mr. Li, a retired teacher who came with his\n'
        "grandson.\n\nRiver Clean-up Enters Second Year\n\n"
        "Volunteers collected 3.5 tonnes of waste from the river bank last weekend,\n"
        "organisers said. The work will go on until October.\n"
    )
    assert (first.headline, first.reporters) == ("New Library Opens Downtown", ("Jane Smith",))
    assert first.text.startswith(
        "The city's new public library opened its doors on Wednesday, drawing more than"
    )
    assert first.text.endswith("a retired teacher who came with his grandson.")
    assert (second.headline, second.byline) == ("River Clean-up Enters Second Year", None)


def test_verse_keeps_its_lines() -> None:
    [poem] = read(
        "春天来信\n\n河水先醒\n接着是岸边的柳树\n再接着\n是那只睡了一冬的船\n它翻了个身\n听见自己的名字"
    )
    assert poem.headline == "春天来信"
    assert poem.text.count("\n") == 5


def test_a_table_keeps_its_rows() -> None:
    [table] = read("各县区粮食产量\n\n甲县 12.5万吨\n乙县 10.2万吨\n丙县 9.8万吨\n丁县 7.7万吨")
    assert table.text == "甲县12.5万吨\n乙县10.2万吨\n丙县9.8万吨\n丁县7.7万吨"


def test_a_page_of_a_single_line_is_one_article() -> None:
    [article] = read("市图书馆新馆开放")
    assert (article.text, article.headline_made) == ("市图书馆新馆开放", True)


def test_a_caption_in_the_midst_of_an_article_does_not_cut_it() -> None:
    article, caption = read(
        "市图书馆新馆开放\n\n本报讯（记者 李峥）5月16日，市图书馆新馆开\n放，首日接待读者两千人次。\n\n"
        "读者在新馆自助借书。 本报记者 王长青 摄\n\n新馆共五层，阅览座位一千二百个，全年无\n休。"
    )
    assert caption.kind is ArticleKind.PHOTO_CAPTION
    assert caption.text == "读者在新馆自助借书。"
    assert article.text.endswith("首日接待读者两千人次。\n新馆共五层，阅览座位一千二百个，全年无休。")


def test_the_same_page_is_read_the_same_with_any_line_ends() -> None:
    page = "市图书馆新馆开放\n\n本报讯（记者 李峥）5月16日，市图书馆新馆开\n放。"
    assert read(page) == read(page.replace("\n", "\r\n")) == read(page.replace("\n", "\r"))


def test_a_caption_below_a_headline_that_follows_its_body_keeps_its_first_line() -> None:
    report, caption = read(
        "本报讯（记者 温书琴）市疾控中\n心3月10日通报，截至2月底，全\n市今年累计报告流感病例2143例，\n"
        "同比下降12.6%，其中儿童占58%。\n接种门诊提醒，60岁以上户籍老\n人免费接种。\n\n"
        "流感病例同比下降 老人免费接种\n\n"
        "3月9日，柳湾新区湿地公园飞来36只白\n天鹅，吸引众多市民驻足。 据园区工作人员介绍，\n"
        "这是该园连续第三年迎来白天鹅。 本报记者 祁向晨 摄"
    )
    assert (report.headline, report.deck) == ("流感病例同比下降 老人免费接种", None)
    assert caption.text.startswith("3月9日，柳湾新区湿地公园飞来36只白天鹅，吸引")
