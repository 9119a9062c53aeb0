"""The bot's Chinese."""

from __future__ import annotations

from bot.telegram.texts.words import Words

CHINESE = Words(
    description="向报纸存档提问，用逐字核对过的原文回答；存档里没有的，就说没有。",
    about="问报：用报纸原文回答问题",
    start=(
        "您好，我是问报。直接发来问题，我用报纸原文回答，每句引文都核对过出处；"
        "存档里没有的，我会说没有。\n\n例如：{example}\n\n/help 列出全部命令。"
    ),
    help=(
        "直接发来问题即可，可以接着追问；回复某条回答，就是追问那一条。\n\n"
        "/ask 问题 — 提问（群里用）\n/latest — 最新一期的标题\n/today — 今天的标题\n"
        "/day 5-17 — 某一天的标题\n/sources — 收录了哪些报纸\n/subscribe 词语 — 有新报道时通知\n"
        "/subscriptions — 我的订阅\n/unsubscribe 编号 — 退订\n/reset — 忘掉前面的话，重新开始\n"
        "/cancel — 取消正在回答的问题\n/settings — 语言、长短\n/status — 存档的状态\n"
        "/forget — 删除我的全部记录"
    ),
    help_admin=(
        "管理员：\n/refresh — 更新存档\n/verify — 检查存档\n/stats — 统计\n/allow 编号、/deny 编号 — 准许、"
        "禁止\n/export feedback — 导出评价\n发来 .txt、.md 或 .jsonl 文件 — 加入存档"
    ),
    ask_how="请把问题写在命令后面：/ask {example}",
    understood="理解为：{question}",
    source="[{n}] {headline}",
    also="另见 {source}",
    more="更多段落",
    this_week="只看本周",
    back="‹ 返回",
    close="关闭",
    open="打开全文",
    newer="‹",
    older="›",
    page="第{page}/{pages}页",
    passages="相关段落（{first}–{last}，共{total}段）",
    no_passages="没有别的段落。",
    week_only="只看{first}至{last}：{question}",
    thanks="谢谢，已记下。",
    gone="这条回答已过保存期，请重新提问。",
    not_yours="这个按钮属于别的对话。",
    withdrawn="这条回答引用的报道已撤下。",
    link_gone="这篇报道已不在存档里。",
    reset="好，我们重新开始。",
    cancelled="已取消。",
    nothing_to_cancel="没有正在回答的问题。",
    settings="设置\n语言：{lang}\n回答：{length}",
    setting_lang="中文",
    setting_auto="跟随 Telegram",
    setting_short="简短（一条引文）",
    setting_full="完整（全部引文）",
    sources="收录{articles}篇报道，{days}。",
    no_sources="存档还是空的。",
    samples="目前是随软件附带的样例版面。",
    headlines="{day}共{total}篇：",
    headlines_more="……另有{left}篇。",
    no_headlines="{day}没有报道。存档收有{days}的报纸。",
    no_dates="存档里的报道都没有日期。",
    day_how="请写上日期，例如：/day 5-17 或 /day 2023-05-17",
    status="{articles}篇报道，{chunks}个段落，{days}。\n版本 {generation}，{created} 更新。",
    undated="日期不详",
    unnamed_paper="未署报名",
    forgotten="已删除您的{count}条记录。",
    only_text="我只读得懂文字。请把问题打出来。",
    not_allowed="这个机器人只为部分读者开放。您的编号是 {user}，请告诉管理员。",
    too_long="问题太长了（{length}字），请缩短到{most}字以内。",
    too_many="您问得有点快，请{seconds}秒后再问。",
    busy="现在问的人很多，请稍后再发一次。",
    not_ready="存档暂时打不开，请稍后再问。",
    failed="出错了，没能回答。已记录，编号 {number}。",
    admins_only="这个命令只有管理员能用。",
    refreshing="正在更新存档……",
    stage="正在更新存档：{stage} {done}/{total}",
    refreshed=(
        "存档已更新（{seconds}秒）。\n来源：新增{added}，改动{changed}，移除{removed}，未变{unchanged}。\n"
        "现有{articles}篇报道，新编码{embedded}段；版本 {generation}。"
    ),
    refresh_failed_sources="{count}个来源没能读取：\n{lines}",
    refresh_failed="没能更新：{reason}",
    verified="版本 {generation} 完好。",
    damaged="版本 {generation} 有{count}处损坏：\n{lines}",
    stats=(
        "保存的回答：{answers}\n订阅：{subscriptions}\n👍 {up}　👎 {down}\n本次运行：回答{answered}，"
        "没有答案{refused}，排队拒绝{busy}，出错{errors}\n正在处理：{waiting}"
    ),
    allowed="已准许 {identity}。",
    denied="已禁止 {identity}。",
    allow_how="请写上用户或群的编号，例如：/allow 123456",
    export_how="可以导出的是：/export feedback",
    export_empty="还没有评价。",
    exported="{up}条 👍（可直接用于 wenbao eval），{down}条 👎（需补上正确答案）。",
    document_ask="把《{name}》（{size}）加入存档并更新吗？",
    document_replaces="同名的旧文件会被它替换。",
    document_add="加入存档",
    document_discard="不用了",
    document_added="已保存 {name}。",
    document_discarded="好，没有保存。",
    document_kind="存档能读的是 {kinds} 文件。",
    document_big="文件太大了（{size}），最多{most}。",
    subscribe_how="请写上要等的词语，例如：/subscribe 绿色工厂",
    subscribed="好。存档里有新的报道提到“{words}”时，我会告诉您。退订：/unsubscribe {number}",
    subscriptions="您的订阅：",
    subscription_ends="退订 {words}",
    no_subscriptions="您还没有订阅。例如：/subscribe 绿色工厂",
    unsubscribed="已退订。",
    subscriptions_full="订阅最多{most}个。请先退订一个：/subscriptions",
    notice="您订阅的“{words}”有新报道：",
    inline_help="输入问题，找报纸原文",
    reporters="记者 {names}",
    correspondents="通讯员 {names}",
    paper_page="第{page}版",
    commands=(
        ("ask", "提问"),
        ("latest", "最新一期的标题"),
        ("today", "今天的标题"),
        ("day", "某一天的标题，如 /day 5-17"),
        ("sources", "收录了哪些报纸"),
        ("subscribe", "有新报道时通知，如 /subscribe 绿色工厂"),
        ("subscriptions", "我的订阅"),
        ("unsubscribe", "退订"),
        ("settings", "语言、长短"),
        ("reset", "重新开始"),
        ("cancel", "取消正在回答的问题"),
        ("status", "存档的状态"),
        ("forget", "删除我的全部记录"),
        ("help", "使用说明"),
    ),
    admin_commands=(
        ("refresh", "更新存档"),
        ("verify", "检查存档"),
        ("stats", "统计"),
        ("allow", "准许用户或群"),
        ("deny", "禁止用户或群"),
        ("export", "导出评价：/export feedback"),
    ),
)
