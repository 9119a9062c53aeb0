"""`make telegram-demo`: the real bot, the sample pages, a scripted chat, and what everybody saw.

Nothing leaves this machine and no token is needed: the Bot API is played on loopback (`tests.botapi.server`),
the bot is the process that `wenbao telegram` starts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.composition import App
from bot.settings import Settings, load_settings
from tests.botapi.people import Person, Room
from tests.botapi.process import REPOSITORY, BotProcess
from tests.botapi.server import BotApi

ADMIN = 4_242

NEW_PAGE = """\
龙都新报 2023年6月9日 星期五 第2版

东湖公园的摩天轮下周转起来

本报讯 （记者 许三） 6月8日，记者从市园林中心获悉，东湖公园的
摩天轮6月15日起对外开放。摩天轮高88米，共有36个座舱，成人票每张
35元，身高1.2米以下的儿童免费。
"""


def main() -> None:
    """Play the chat and print it."""
    with tempfile.TemporaryDirectory(prefix="wenbao-telegram-") as name:
        folder = Path(name)
        pages, data = folder / "pages", folder / "data"
        app = App(Settings(data_dir=data, cache_dir=load_settings().cache_dir))
        shutil.copytree(app.samples, pages, ignore=shutil.ignore_patterns("__*"))
        _index(app, pages)
        with BotApi() as api:
            bot = BotProcess(
                api, data, app.settings.cache_dir, folder / "home" / "bot.log", telegram_admins=str(ADMIN)
            )
            try:
                bot.start().ready()
                chats = play(api)
            except BaseException:
                sys.stderr.write(bot.written)
                raise
            finally:
                bot.stop()
    for title, chat in chats:
        print(f"── {title} ".ljust(72, "─"), chat.transcript, sep="\n", end="\n\n")  # noqa: T201 (a demo shows)


def _index(app: App, pages: Path) -> None:
    settings = app.settings
    run = [sys.executable, "-X", "utf8", "-c", "from bot.cli import main; main()", "refresh", str(pages)]
    environment = {
        "PYTHONPATH": str(REPOSITORY),
        "WENBAO_DATA_DIR": str(settings.data_dir),
        "WENBAO_CACHE_DIR": str(settings.cache_dir),
    }
    subprocess.run(run, check=True, capture_output=True, env=environment, cwd=pages.parent)


def play(api: BotApi) -> list[tuple[str, Room]]:
    """The script: chats with their titles."""
    reader, visitor, admin = api.person("小明"), api.person("Ann", "en"), api.person("馆长", user_id=ADMIN)
    group = api.group("龙都新报读者群", topics=(7,))
    _reader(reader)
    visitor.asks("which six firms became green factories")
    visitor.asks("/day 5-18")
    visitor.inline("图书馆")
    group.says(visitor, "Good morning!")
    group.asks(reader, "/ask@wenbao_bot 三年来上马了多少个绿色化改造项目？", thread=7)
    reader.asks("/subscribe 摩天轮")
    admin.starts()
    admin.read()
    admin.sends_document("龙都新报_2023-06-09_02.txt", NEW_PAGE.encode())
    admin.presses(admin.hears(), "加入存档")
    reader.hears("东湖公园")
    reader.asks("摩天轮的成人票多少钱？")
    return [
        ("小明 and the bot", reader),
        ("Ann and the bot", visitor),
        ("龙都新报读者群 (a group; the bot hears only what is addressed to it)", group),
        ("馆长, the admin, and the bot", admin),
    ]


def _reader(reader: Person) -> None:
    reader.starts()
    answer = reader.asks("哪6家企业成功创建省级绿色工厂？")
    reader.turns(answer, "[1]")
    reader.turns(answer, "返回")
    reader.presses(answer, "👍")
    reader.asks("新图书馆首批上架多少册图书？")
    reader.asks("阅览座位呢？")
    reader.asks("濮阳市长的工资是多少")


if __name__ == "__main__":
    main()
