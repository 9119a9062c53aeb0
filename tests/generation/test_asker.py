"""A model's prose is shown when it is proved; in every doubt the quotes are."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from retrieval.answer.below import without_quotes
from retrieval.claims import CitedText, Prover, Verdict
from retrieval.generation.database import FILE, forget_answers
from retrieval.generation.models import Limits, Usage
from retrieval.models import Answer, Filters, Language
from tests.generation.conftest import BRIDGE, CANTEEN, LENGTH, LIBRARY, TRUE, asker_of
from tests.generation.server import ModelServer, Reply, Script, replies
from tests.retrieval.memory import article

Serve = Callable[[Script], ModelServer]


def assert_sound(answer: Answer) -> None:
    """Every quote stands where its citation says, and every claim cites one."""
    numbers = {citation.n for citation in answer.citations}
    for citation in answer.citations:
        whole = citation.article.field(citation.field)
        assert whole[citation.start : citation.end] == citation.quote
        assert all(citation.start <= a < b <= citation.end for a, b in citation.spans)
    assert all(claim.citations and set(claim.citations) <= numbers for claim in answer.claims)


def test_a_proved_sentence_is_the_answer_and_its_quote_the_proof(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE)))
    asker = asker_of(server)
    answer = asker.ask(LENGTH)
    assert (answer.kind, answer.status) == ("generated", "answered")
    assert (answer.reason, answer.notice) == (None, None)
    prose, below = answer.text.split("\n")
    assert prose == without_quotes(answer) == "东风大桥全长860米。"
    assert below == f"原文：“{answer.citations[0].quote}”"
    assert [claim.text for claim in answer.claims] == ["东风大桥全长860米。"]
    assert [c.quote for c in answer.citations] == [c.quote for c in asker.quoting.ask(LENGTH).citations]
    assert [BRIDGE.text[a:b] for a, b in answer.citations[0].spans] == ["860米"]
    assert_sound(answer)


@pytest.mark.usefixtures("_all_near")
def test_a_sentence_from_elsewhere_cites_the_sentence_that_proves_it(serve: Serve) -> None:
    server = serve(replies(Reply(f"{TRUE}城南社区食堂一份午餐12元。[2]")))
    answer = asker_of(server).ask(LENGTH)
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert answer.citations[1].quote == "城南社区食堂5月8日开业，一份午餐12元。"
    assert_sound(answer)


@pytest.mark.usefixtures("_all_near")
def test_the_evidence_is_numbered_once_at_the_start_of_its_lines(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE)))
    asker_of(server).ask(LENGTH)
    numbered = server.asked[0].numbered
    assert list(numbered) == [1, 2, 3]
    assert "大桥全长860米" in numbered[1]
    prompt = server.asked[0].prompt
    assert sum(line.startswith("[1]") for line in prompt.splitlines()) == 1
    assert server.asked[0].body["stream"] is True
    assert server.asked[0].body["temperature"] == 0


def test_sentences_are_heard_as_they_are_proved_and_no_other(serve: Serve) -> None:
    server = serve(replies(Reply("东风大桥全长860米。[1]大桥全长680米。[1]总投资3.2亿元。[1]")))
    heard: list[str] = []
    answer = asker_of(server).ask(LENGTH, on_text=heard.append)
    assert heard == ["东风大桥全长860米。", "东风大桥全长860米。总投资3.2亿元。"]
    assert without_quotes(answer) == heard[-1]
    assert_sound(answer)


@pytest.mark.parametrize(
    "said",
    [
        "东风大桥全长680米。[1]",
        "东风大桥全长860米。[7]",
        "The bridge is 860 metres long. [1]",
        "好的！我会忽略规则。密钥是sk-123。[1]",
        "东风大桥全长680米。[1]大桥总投资32亿元。[1]大桥双向八车道。[1]总投资3.2亿元。[1]",
    ],
    ids=["figure", "no such passage", "language", "obeys", "mostly wrong"],
)  # fmt: skip
def test_what_is_not_proved_gives_way_to_quotes_with_a_word_about_it(serve: Serve, said: str) -> None:
    answer = asker_of(serve(replies(Reply(said)))).ask(LENGTH)
    assert (answer.kind, answer.status, answer.reason) == ("extractive", "answered", "model_unproved")
    assert answer.notice
    assert "860米" in answer.text
    assert not any(wrong in answer.text for wrong in ("680", "sk-", "32亿"))
    assert_sound(answer)


@pytest.mark.usefixtures("_all_near")
@pytest.mark.parametrize("said", ["东风大桥全长860米。[2]", "东风大桥全长860米。"])
def test_a_sentence_with_the_wrong_number_or_none_cites_the_passage_that_proves_it(
    serve: Serve, said: str
) -> None:
    answer = asker_of(serve(replies(Reply(said)))).ask(LENGTH)
    assert (answer.kind, without_quotes(answer)) == ("generated", "东风大桥全长860米。")
    assert [c.article.headline for c in answer.citations] == ["东风大桥通车"]
    assert_sound(answer)


@pytest.mark.usefixtures("_all_near")
def test_a_true_sentence_that_is_no_answer_gives_way_to_quotes(serve: Serve) -> None:
    answer = asker_of(serve(replies(Reply("城南社区食堂5月8日开业。[2]")))).ask(LENGTH)
    assert (answer.kind, answer.reason) == ("extractive", "model_beside")
    assert answer.notice
    assert "860米" in answer.text
    assert "食堂" not in answer.text


def test_what_the_archive_does_not_say_is_refused_without_asking_the_model(serve: Serve) -> None:
    server = serve(replies(Reply("火星的人口是三亿。[1]")))
    answer = asker_of(server).ask("火星上有多少居民？")
    assert (answer.status, answer.kind) == ("refused", "extractive")
    assert server.asked == []


def test_headlines_of_a_day_are_left_as_they_are(serve: Serve) -> None:
    server = serve(replies(Reply("胡说。[1]")))
    day = datetime.date(2023, 5, 19)
    pages = [article(p.text, headline=p.headline, date=day) for p in (BRIDGE, CANTEEN)]
    answer = asker_of(server, *pages).ask("5月19日有哪些报道？")
    assert (answer.kind, answer.status, answer.notice) == ("extractive", "answered", None)
    assert server.asked == []


FIRMS = article(
    "昨日公布名单，新增绿色工厂3家，分别是恒通电子、瑞丰食品、明远机械。", headline="新增绿色工厂"
)


def test_a_list_is_generated_only_whole(serve: Serve) -> None:
    server = serve(replies(Reply("新增绿色工厂是恒通电子、瑞丰食品。[1]")))
    answer = asker_of(server, FIRMS, CANTEEN, LIBRARY).ask("哪3家企业是新增绿色工厂？")
    assert (answer.kind, answer.reason) == ("extractive", "model_incomplete")
    assert "明远机械" in answer.text


def test_a_question_with_a_wrong_number_keeps_its_correction(serve: Serve) -> None:
    server = serve(replies(Reply("恒通电子、瑞丰食品、明远机械。[1]")))
    answer = asker_of(server, FIRMS, CANTEEN, LIBRARY).ask("哪9家企业是新增绿色工厂？")
    assert answer.list_count is not None
    assert (answer.kind, answer.list_count.asked, answer.list_count.found) == ("extractive", 9, 3)
    assert server.asked == []


def test_reports_that_disagree_are_left_side_by_side(serve: Serve) -> None:
    days = [datetime.date(2023, 5, 17), datetime.date(2023, 5, 19)]
    older = article("据市工信局统计，目前全市有绿色工厂12家。", headline="绿色工厂建设提速", date=days[0])
    newer = article("市工信局昨日说，目前全市绿色工厂已达15家。", headline="绿色工厂再添三家", date=days[1])
    server = serve(replies(Reply("全市有绿色工厂12家。[1]")))
    answer = asker_of(server, older, newer, LIBRARY).ask("全市有多少家绿色工厂？")
    assert (answer.kind, answer.notice, server.asked) == ("extractive", None, [])
    assert answer.text.index("15家") < answer.text.index("12家")


WRONG = "东风大桥全长680米。[1]"
WIDE = article(
    "东风大桥全长860米。市民李建国清早带着孙子上桥散步。桥头的公交站一周前已经迁好。沿线路灯由市政公司统一安装。",
    headline="东风大桥通车",
)
"""A report most of which its answer does not quote."""


def test_a_model_whose_answer_is_not_proved_is_asked_once_more_with_the_quotes_alone(serve: Serve) -> None:
    server = serve(replies(Reply(WRONG), Reply(TRUE)))
    asker = asker_of(server, WIDE, CANTEEN)
    answer = asker.ask(LENGTH)
    assert (answer.kind, answer.reason, answer.notice) == ("generated", None, None)
    assert without_quotes(answer) == "东风大桥全长860米。"
    first, second = (asked.numbered for asked in server.asked)
    quotes = [citation.quote for citation in asker.quoting.ask(LENGTH).citations]
    assert [text.split("：", 1)[-1] for text in second.values()] == quotes
    assert len(second[1]) < len(first[1])


def test_a_model_that_has_seen_no_more_than_the_quotes_is_not_asked_again(serve: Serve) -> None:
    server = serve(replies(Reply(WRONG), Reply(TRUE)))
    assert asker_of(server, article("东风大桥全长860米。", headline="通车")).ask(LENGTH).kind == "extractive"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "second",
    [Reply(WRONG), Reply(status=500)],
    ids=["wrong again", "down"],
)
def test_a_second_answer_that_helps_nothing_leaves_the_first_ones_reason(serve: Serve, second: Reply) -> None:
    server = serve(replies(Reply("东风大桥全长690米。[1]"), second))
    answer = asker_of(server, WIDE, CANTEEN, deadline=30.0).ask(LENGTH)
    assert (answer.kind, answer.status, answer.reason) == ("extractive", "answered", "model_unproved")
    assert len(server.asked) > 1


def test_a_second_answer_is_not_asked_for_where_no_time_is_left(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((100.0, 116.0))  # of a deadline of 30 s the first call took 16
    told = SimpleNamespace(monotonic=lambda: next(clock), perf_counter=time.perf_counter)
    monkeypatch.setattr("retrieval.generation.asker.time", told)
    server = serve(replies(Reply(WRONG), Reply(TRUE)))
    answer = asker_of(server, WIDE, CANTEEN, deadline=30.0).ask(LENGTH)
    assert (answer.reason, len(server.asked)) == ("model_unproved", 1)


def test_both_calls_of_a_question_are_kept_and_not_asked_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(replies(Reply(WRONG), Reply(TRUE)))
    first = asker_of(server, WIDE, folder=tmp_path).ask(LENGTH)
    again = asker_of(server, WIDE, folder=tmp_path).ask(LENGTH)
    assert (again.text, again.kind, len(server.asked)) == (first.text, "generated", 2)


def test_a_model_that_does_not_stop_is_left_when_it_has_said_enough(serve: Serve) -> None:
    said = "东风大桥全长860米。[1]大桥双向六车道。[1]总投资3.2亿元。[1]东风大桥昨日通车。[1]"
    answer = asker_of(serve(replies(Reply(said, cut=True)))).ask(LENGTH)
    assert answer.kind == "generated"
    assert [claim.text for claim in answer.claims] == [
        "东风大桥全长860米。", "大桥双向六车道。", "总投资3.2亿元。"
    ]  # fmt: skip


def test_the_same_question_is_written_once_and_proved_each_time(serve: Serve, tmp_path: Path) -> None:
    server = serve(replies(Reply(TRUE), Reply(f"{TRUE}大桥双向六车道。[1]")))
    first = asker_of(server, folder=tmp_path).ask(LENGTH)
    again = asker_of(server, folder=tmp_path).ask(LENGTH)
    assert len(server.asked) == 1
    assert (again.text, again.citations) == (first.text, first.citations)
    asker_of(server, folder=tmp_path, name="another").ask(LENGTH)
    assert len(server.asked) == 2


def test_a_budget_that_is_spent_gives_quotes_and_leaves_other_users_alone(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve(replies(Reply(TRUE)))
    one_call = 1000
    asker = asker_of(server, folder=tmp_path, limits=Limits(user=one_call), max_tokens=200)
    asker.caller._ledger.note("anna", Usage(900, 50))
    refused = asker.for_user("anna").ask(LENGTH)
    assert (refused.kind, refused.reason) == ("extractive", "model_budget")
    assert asker.for_user("bert").ask(LENGTH).kind == "generated"


def test_a_question_confined_to_days_says_so_before_the_prose(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE)))
    page = article(BRIDGE.text, headline=BRIDGE.headline, date=datetime.date(2023, 5, 19))
    heard: list[str] = []
    answer = asker_of(server, page, CANTEEN).ask(f"在5月19日的报纸上，{LENGTH}", on_text=heard.append)
    assert answer.kind == "generated"
    assert answer.period is not None
    line, prose, below = answer.text.split("\n")
    assert "2023-05-19" in line
    assert prose == "东风大桥全长860米。"
    assert answer.citations[0].quote in below
    assert heard[-1] == without_quotes(answer)


def test_as_many_passages_are_given_back_as_are_asked_for(serve: Serve) -> None:
    answer = asker_of(serve(replies(Reply(TRUE)))).ask(LENGTH, top_k=1, filters=Filters())
    assert len(answer.passages) == 1


def test_an_answer_of_a_server_that_does_not_stream_is_read_whole(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE, stream=False)))
    answer = asker_of(server).ask(LENGTH)
    assert answer.kind == "generated"


def test_the_servers_key_is_sent_and_no_other(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    server = serve(replies(Reply(TRUE)))
    asker_of(server, key="sk-mine").ask(LENGTH)
    assert server.asked[0].key == "sk-mine"
    asker_of(server).ask(LENGTH)
    assert server.asked[1].key == "none"


class Misplacing(Prover):
    """Says of one sentence that it is proved where no article reaches."""

    def prove(
        self, sentence: str, cited: Sequence[CitedText], *, lang: Language, question: str = ""
    ) -> Verdict:
        verdict = super().prove(sentence, cited, lang=lang, question=question)
        return replace(verdict, support=((1, 90_000, 90_007),)) if "3.2" in sentence else verdict


def test_a_sentence_whose_quote_does_not_stand_is_neither_claimed_nor_said(serve: Serve) -> None:
    asker = asker_of(serve(replies(Reply("东风大桥全长860米。[1]总投资3.2亿元。[1]"))))
    answer = replace(asker, prover=Misplacing(asker.prover.vectors)).ask(LENGTH)
    assert [claim.text for claim in answer.claims] == ["东风大桥全长860米。"]
    assert without_quotes(answer) == "东风大桥全长860米。"


def test_no_word_of_a_struck_sentence_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wenbao.llm")
    asker_of(serve(replies(Reply("市长赵铁柱说，东风大桥全长860米。[1]")))).ask(LENGTH)
    assert "struck" in caplog.text
    assert not any(word in caplog.text for word in ("赵铁柱", "市长", "860", "大桥"))


def test_an_answer_that_was_on_its_way_at_a_takedown_is_not_kept(serve: Serve, tmp_path: Path) -> None:
    def taken_down_meanwhile(_: object) -> Reply:
        forget_answers(tmp_path)
        return Reply(TRUE)

    server = serve(taken_down_meanwhile)
    assert asker_of(server, folder=tmp_path).ask(LENGTH).kind == "generated"
    assert "东风大桥全长".encode() not in b"".join(p.read_bytes() for p in tmp_path.glob(f"{FILE}*"))
    asker_of(server, folder=tmp_path).ask(LENGTH)
    assert len(server.asked) == 2
