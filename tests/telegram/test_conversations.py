"""What a reader sees, as scripted chats over real HTTP with the real process: polled, and by webhook."""

from __future__ import annotations

import re

import pytest

from bot.telegram.texts import TEXTS
from tests.botapi.models import Message
from tests.botapi.wording import units
from tests.telegram.stands import LONG_HEADLINE, TREES, UNHURRIED, MakeStand, Stand

ZH, EN = TEXTS["zh"], TEXTS["en"]
FIRMS = ("浩森生物", "训达粮油", "天能再生资源", "圣恺环保新材料", "盛华德化工", "班德路化学")
GREEN = "哪6家企业成功创建省级绿色工厂？"


@pytest.fixture(scope="module", params=["polling", "webhook"])
def stand(request: pytest.FixtureRequest, make_stand: MakeStand) -> Stand:
    return make_stand(request.param, limited=False, first=UNHURRIED)


def source_button(message: Message) -> str:
    """The words of the first button that opens a source."""
    return next(words for words in message.buttons if words.startswith("[1]"))


@pytest.mark.parametrize(
    ("question", "language"), [(GREEN, "zh-hans"), ("which six firms became green factories", "en")]
)
def test_the_example_question_is_answered_in_bold_with_its_quote_folded(
    stand: Stand, question: str, language: str
) -> None:
    reader = stand.api.person("王小明", language)
    answer = reader.asks(question)
    assert set(FIRMS) <= set(re.split("[；;:：\\s]+", " ".join(answer.bold)))
    quote = next(look for look in answer.look.entities if look.type == "expandable_blockquote")
    assert quote.length > 40
    assert all(
        said in answer.quotes[0] for said in ("濮阳新添6家省级绿色工厂", "龙都新报", "2023-05-19", *FIRMS)
    )
    words = ZH if language.startswith("zh") else EN
    assert source_button(answer)
    assert {words.more, words.this_week} <= set(answer.buttons)
    assert any("👍" in button for button in answer.buttons)
    assert any("👎" in button for button in answer.buttons)
    kinds = [(event.kind, event.note) for event in reader.events]
    assert kinds.index(("action", "typing")) < kinds.index(("message", ""), 1)
    assert not answer.preview


def test_a_follow_up_is_understood_with_what_was_asked_before(stand: Stand) -> None:
    reader = stand.api.person("赵六")
    assert "38万册" in reader.asks("新图书馆首批上架多少册图书？").bold
    followed = reader.asks("阅览座位呢？")
    assert "1600个" in followed.bold
    understood = ZH.understood.partition("{")[0]
    assert followed.text.startswith(understood)
    reader.asks("/reset")
    assert understood not in reader.asks("阅览座位呢？").text


def test_what_the_paper_does_not_say_is_refused_with_what_is_near(stand: Stand) -> None:
    reader = stand.api.person("钱七")
    answer = reader.asks("濮阳市长的工资是多少")
    assert "没有找到" in answer.text
    assert not answer.quotes
    assert any("《" in button for button in answer.buttons)


def test_a_source_is_opened_paged_and_closed_in_place(stand: Stand) -> None:
    reader = stand.api.person("孙八")
    answer = reader.asks("全市古树普查一共登记了多少棵古树？")
    assert str(TREES) in answer.text
    first = answer.look
    opened = reader.turns(answer, source_button(answer))
    assert LONG_HEADLINE in opened.bold
    seen = [opened.text]
    while ZH.older in answer.buttons:
        seen.append(reader.turns(answer, ZH.older).text)
    assert 2 < len(seen) < 8
    assert all(units(text) <= 4096 for text in seen)
    trees = [int(number) for text in seen for number in re.findall(r"(\d+)号古树", text)]
    assert sorted(set(trees)) == list(range(1, TREES + 1))
    back = reader.turns(answer, "返回")
    assert (back.text, back.entities, back.rows) == (first.text, first.entities, first.rows)
    reader.turns(answer, source_button(answer))
    reader.turns(answer, ZH.close)
    assert answer.buttons == []
    assert len(reader.bot_messages) == 1


def test_more_passages_and_only_this_week(stand: Stand) -> None:
    reader = stand.api.person("周九")
    answer = reader.asks(GREEN)
    listed = reader.turns(answer, ZH.more)
    assert listed.text.startswith(ZH.passages.split("{")[0])
    assert "1" in listed.buttons
    assert len(reader.turns(answer, "1").text) > len(FIRMS)
    reader.turns(answer, "返回")
    reader.presses(answer, ZH.this_week)
    week = reader.hears()
    assert "2023-05-" in week.text


def test_a_vote_is_ticked_and_thanked_for(stand: Stand) -> None:
    reader = stand.api.person("吴十")
    answer = reader.asks(GREEN)
    assert reader.presses(answer, "👍")["text"] == ZH.thanks
    reader.sees(answer, lambda message: any("👍 ✓" in button for button in message.buttons))


def test_settings_change_language_and_length(stand: Stand) -> None:
    reader = stand.api.person("郑一")
    settings = reader.asks("/settings")
    assert settings.text.startswith(ZH.settings.split("\n", maxsplit=1)[0])
    assert "✓ English" in reader.turns(settings, "English").buttons
    assert reader.asks("/help").text.startswith(EN.help[:20])
    reader.turns(settings, EN.setting_short.split(" ", maxsplit=1)[0])
    assert len(reader.asks("2026年濮阳制造业产能的目标是多少？").quotes) == 1


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", EN.start.split("\n", maxsplit=1)[0]),
        ("/help", EN.help[:20]),
        ("/latest", "2023-06-02"),
        ("/today", "2023"),
        ("/day 5-18", "四年三步走"),
        ("/day 13-45", EN.day_how),
        ("/sources", "龙都新报"),
        ("/status", "chunks"),
        ("/reset", EN.reset),
        ("/cancel", EN.nothing_to_cancel),
        ("/ask", "Put the question"),
        ("/ask 全市制造业招商项目的到位资金要超过多少？", "560亿元"),
        ("/subscriptions", EN.no_subscriptions),
        ("/unsubscribe 99", EN.no_subscriptions),
        ("/nonsense", EN.help[:20]),
        *((command, EN.admins_only) for command in ("/refresh", "/verify", "/stats", "/allow 5", "/deny 5")),
    ],
)
def test_a_command_answers(stand: Stand, command: str, said: str) -> None:
    assert said in stand.api.person("王二", "en").asks(command).text


def test_menus_are_in_the_readers_language_and_admins_have_their_own(stand: Stand) -> None:
    reader, foreigner = stand.api.person("冯二"), stand.api.person("Ann", "en")
    assert reader.commands() == [name for name, _ in ZH.commands]
    assert foreigner.commands() == [name for name, _ in EN.commands]
    stand.admin.starts()
    stand.api.world.wait(lambda: "refresh" in stand.admin.commands() or None, "the admin's menu")
    assert "refresh" not in reader.commands()


def test_inline_questions_give_passages(stand: Stand) -> None:
    reader = stand.api.person("陈三")
    answer = reader.inline("省级绿色工厂")
    assert answer["is_personal"]
    results = answer["results"]
    assert 1 <= len(results) <= 50
    assert any("绿色工厂" in one["title"] for one in results)
    assert any("浩森生物" in one["message"].text for one in results)
    assert all(one["message"].quotes for one in results)
    assert reader.inline("")["results"] == []


def test_a_group_gets_answers_to_what_is_addressed_to_the_bot_and_nothing_else(stand: Stand) -> None:
    reader, other = stand.api.person("褚四"), stand.api.person("卫五")
    group = stand.api.group("读者群", topics=(7, 8), sees_all=True)
    group.says(other, "今天天气不错")
    group.says(other, "新图书馆星期几不开门？")
    group.says(other, "/ask@another_bot 新图书馆星期几不开门？", thread=8)
    asked = group.says(reader, f"/ask@wenbao_bot {GREEN}", thread=7)
    answer = group.hears()
    assert set(FIRMS) <= set(re.split("[；\\s]+", " ".join(answer.bold)))
    assert (answer.thread, answer.reply_to) == (7, asked.message.id)
    mentioned = group.asks(reader, "@wenbao_bot 新图书馆星期几不开门？")
    assert "周一" in mentioned.text
    assert mentioned.thread is None
    replied = group.asks(other, "图书馆的借期是多少天？", reply_to=mentioned)
    assert "30天" in replied.text
    assert len(group.bot_messages) == 3
    opened = group.presses(reader, answer, source_button(answer))
    assert opened is not None
    group.sees(answer, "评审看")


def test_voices_photos_and_documents_of_readers_get_a_polite_word(stand: Stand) -> None:
    reader = stand.api.person("蒋六")
    reader.sends_voice()
    assert reader.hears().text == ZH.only_text
    reader.sends_photo("这是什么")
    assert reader.hears().text == ZH.only_text
    reader.sends_document("a.txt", b"x")
    assert reader.hears().text == ZH.only_text


def test_a_headline_opens_its_article_by_a_deep_link(stand: Stand) -> None:
    reader, friend = stand.api.person("沈七"), stand.api.person("韩八")
    latest = reader.asks("/day 5-19")
    links = {one.url: text for one, text in zip(
        [one for one in latest.look.entities if one.type == "text_link"],
        latest.look.marked("text_link"), strict=True)}  # fmt: skip
    url = next(url for url, text in links.items() if url and "绿色工厂" in text)
    payload = url.partition("?start=")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    opened = friend.starts(payload)
    assert "濮阳新添6家省级绿色工厂" in opened.bold
    assert all(firm in opened.text for firm in FIRMS)


def test_a_question_that_is_too_long_or_too_quick_gets_a_word(stand: Stand) -> None:
    reader = stand.api.person("杨九")
    assert reader.asks("问" * 501).text == ZH.too_long.format(length=501, most=500)


def test_forget_deletes_what_was_kept_and_old_buttons_say_so(stand: Stand) -> None:
    reader = stand.api.person("朱十")
    answer = reader.asks(GREEN)
    reader.asks("/subscribe 图书馆")
    said = reader.asks("/forget").text
    assert re.fullmatch(ZH.forgotten.format(count=r"[1-9]\d*"), said)
    assert ZH.gone in reader.presses(answer, source_button(answer))["text"]
    assert reader.asks("/subscriptions").text == ZH.no_subscriptions


def test_an_admin_adds_a_page_that_changes_an_answer_and_subscribers_are_told(stand: Stand) -> None:
    question = "濮上公园的摩天轮票价是多少？"
    reader, bystander = stand.api.person("秦一"), stand.api.person("尤二")
    assert "35元" not in reader.asks(question).text
    assert bystander.asks("/subscribe 高铁").text
    assert "摩天轮" in reader.asks("/subscribe 摩天轮").text
    page = (
        "摩天轮下月转起来\n\n"
        "本报讯 （记者 许三） 5月19日，记者获悉，濮上公园的摩天轮6月1日起运行，\n票价每人35元。\n"
    )
    stand.admin.starts()
    stand.admin.read()
    stand.admin.sends_document("龙都新报_2023-05-20_01.txt", page.encode())
    offer = stand.admin.hears("龙都新报_2023-05-20_01.txt")
    stand.admin.presses(offer, ZH.document_add)
    assert "35元" in reader.hears("摩天轮下月转起来").text
    assert "35元" in reader.asks(question).text
    assert not [message for message in bystander.bot_messages if "摩天轮" in message.text]


def test_an_admin_refreshes_and_the_report_replaces_the_progress(stand: Stand) -> None:
    stand.admin.starts()
    question = "濮阳植物园的门票多少钱？"
    reader = stand.api.person("何四")
    assert "12元" not in reader.asks(question).text
    stand.print_page(
        "龙都新报_2023-05-21_01.txt",
        "植物园端午开园\n\n"
        "本报讯 （记者 吕五） 5月20日，记者获悉，濮阳植物园端午开园，门票每人12元，\n老人免费。\n",
    )
    report = stand.admin.asks("/refresh")
    look = stand.admin.sees(report, "存档已更新")
    assert "新增1" in look.text
    assert "12元" in reader.asks(question).text


def test_admins_see_figures_and_export_votes_as_questions(stand: Stand) -> None:
    reader = stand.api.person("施六")
    answer = reader.asks(GREEN)
    reader.presses(answer, "👍")
    stand.admin.starts()
    assert re.search(r"👍 [1-9]", stand.admin.asks("/stats").text)
    assert "完好" in stand.admin.asks("/verify", patience=60).text
    stand.admin.says("/export feedback")
    exported = stand.admin.hears(lambda message: message.document is not None)
    assert exported.document is not None
    assert GREEN in exported.document.content.decode()
