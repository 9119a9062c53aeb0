"""Which Chinese words say the same and which exclude each other.

Hand-made for newspaper prose and open-ended: a word that stands in no table is compared as it is written.
"""

from __future__ import annotations

SAME = """
增加 增长 上升 上涨 提高 提升 攀升 增多 扩大 上调 涨 升 升至 增至 同比增长
减少 下降 降低 下跌 减低 下滑 缩减 缩小 下调 跌 降 降至 减至 缩短
建成 落成 竣工 完工 建好
开始 启动 开启 开工 动工 起 开建
结束 终止 闭幕 完结 收尾
举行 举办 召开 开 开幕 办
公布 发布 揭晓 宣布 公告 公示 对外公布 发表 出炉
领到 领取 拿到 获得 获 荣获 取得 拿到 得到 赢得 夺得 获评
创建 成功创建 评上 获评 评为 被评为 评选为 入选 当选 认定为 认定
参加 参与 出席 到场
成立 创立 创办 创建 组建 设立 建立 建 开设 设 设有 设置
位于 坐落于 地处 在
企业 公司 厂家
因 由于 因为
负责 主管 分管
前往 赴 来到 走进 到 去 抵达 赶到 走访
调研 考察 视察 检查 巡检 看
奖励 奖 奖金 奖补
资金 款 钱 经费
投资 投入 出资
帮助 协助 帮 扶持
购买 采购 买 购入 购
出售 销售 卖 卖出 售
建议 提议 提醒
学生 学员
医生 大夫 医师
老年人 老人 老年
儿童 孩子 少儿 小孩 小朋友
居民 市民 群众 百姓 村民
教师 老师
校长 院长
使用 采用 用 启用 利用
使用 开放
免费 不收费 无偿 不要钱
需 需要 须 必须 要 应 应当
生产 产 制造 出产
死亡 去世 逝世 身亡 离世 病逝
出生 生于 诞生
总部 本部
毕业 毕业于
目标 计划 打算 拟 预计 将 预期
当前 目前 现在 现 如今 眼下
今年 本年 年内
每年 一年 年均 每一年
每天 每日 日均 一天
全市 我市 本市 市里
全省 我省 本省 省里
全国 我国 国内 中国
总共 一共 共 合计 共计 累计 总计
首次 第一次 首度
首个 第一个 首家 首批
约 大约 左右 近 将近 接近
新增 新添 增添 添
翻番 倍增 翻一番 翻倍 增长一倍 增加一倍 一倍
种植 栽种 种
收割 收获 开镰
停电 断电 电力中断 停止供电
停水 断水 停止供水
供水 送水
拨打 致电 打
联系电话 电话 热线 咨询电话 服务热线
网站 官网
首班车 头班车 首班 第一班车
末班车 最后一班车 末班
试开放 试运行 试运营
开门 开放 开馆 营业
闭馆 关门 关闭 闭门
借阅 借书 借
藏书 图书 书籍 书
设备 器材 装置 机器
提前 提早
推迟 延后 推后 延迟 顺延 延期
缩短 压缩 压 减少
改造 改建 翻新 整修
检修 维修 维护 修理
招收 招 招生
招聘 招录 聘
容纳 接纳
占地 占地面积
面积 建筑面积
总投资 投资总额 投资
价格 价钱 单价 票价 价
费用 收费 费
采摘 摘
表演 演出 演
完成 做完
搬 搬迁 搬家 迁
接诊 诊治 看病 就诊 坐诊
介绍 说 表示 称 指出 提到 告诉 透露 讲 谈到 强调 认为 坦言 指 说道
认为 觉得 以为
许多 很多 众多 大量 诸多
处罚 罚 罚款
通过 表决通过
副省级 副省
打败 击败 战胜 胜
夺冠 夺魁 获得冠军
地震 震
遇难 死亡 丧生
受伤 负伤 伤
涉及 牵涉
安装 装 配备 装有
发现 查出
逮捕 抓获 抓捕 抓
拥有 有 共有
创作 编写 撰写 写 著
导演 执导
担任 出任 任 任职 当
改名 更名 改称
称为 叫 叫做 称作 名叫 称
吸引 招引
提供 供应 供 给
保留 保存
严禁 禁止 不准 不得 不许 不能
允许 可以 准许
通车 开通 通行 启用 投用 投入使用 建成
逮捕 抓获 抓捕 缉拿 落网 拘捕
招聘 聘用 录用 招募
收购 并购 购得
批评 点名批评 训斥
起诉 控告 状告
"""
"""Each line's words say the same often enough; a word may stand in several lines."""

OPPOSITE = """
增加 增长 上升 上涨 提高 提升 增多 扩大 增强 上调 升 涨 走高 攀升 回升 新增 新添 添 增 | 减少 下降 降低 下跌 下滑 缩减 缩小 缩短 减弱 下调 降 跌 走低 回落 减
高于 多于 大于 超过 超 | 低于 少于 小于 不足 不到
更高 更多 更大 更长 较高 较多 | 更低 更少 更小 更短 较低 较少
首次 首度 首个 首班 首班车 第一次 最早 首批 | 末次 最后 最后一次 末班 末班车 最晚 最后一批
开始 启动 开启 开幕 | 结束 终止 停止 闭幕
提前 提早 | 推迟 延后 延迟 延期 推后 顺延
开放 开门 开馆 营业 | 关闭 闭馆 关门 停业 歇业
延长 | 缩短
允许 准许 同意 批准 | 禁止 严禁 拒绝 反对 否决 驳回
支持 赞成 赞同 | 反对 抵制
成功 | 失败 未能
通过 | 否决
买入 购买 购入 收购 采购 | 卖出 出售 售出 抛售
进口 | 出口
盈利 | 亏损
战胜 击败 打败 | 输给 败给 不敌
之前 以前 前 | 之后 以后 后
最高 最多 最大 最长 最快 | 最低 最少 最小 最短 最慢
以上 | 以下
上午 | 下午 | 晚上 夜间 夜里 | 凌晨 | 白天 | 中午
早上 | 晚上 | 下午 | 中午
上半年 | 下半年 | 全年
一季度 | 二季度 | 三季度 | 四季度
上旬 | 中旬 | 下旬
年初 | 年中 | 年底 年末
周一 星期一 | 周二 星期二 | 周三 星期三 | 周四 星期四 | 周五 星期五 | 周六 星期六 | 周日 星期日 星期天 周末
国家级 | 省级 | 市级 | 县级 | 世界级
东 东部 东侧 东边 东面 以东 东区 东段 | 西 西部 西侧 西边 西面 以西 西区 西段 | 南 南部 南侧 南边 南面 以南 南区 南段 | 北 北部 北侧 北边 北面 以北 北区 北段
男 男性 男子 男生 男孩 | 女 女性 女子 女生 女孩
城市 城镇 | 农村 乡村
同比 | 环比
月 | 季度 季 | 周 星期
每天 每日 日均 | 每周 | 每月 | 每年 年均
已经 已 完成 | 尚未 计划 拟 将要 即将 打算 将
收入 | 支出
进入 | 离开 退出
出生 生于 诞生 | 去世 逝世 死亡 病逝
新增 新添 增设 开设 新设 新开 设立 建立 成立 创建 | 关闭 关停 撤销 取消 取缔 裁撤 注销 撤并
奖励 奖 给予 发放 补贴 资助 奖补 表彰 | 罚款 罚 处罚 没收 追回 收回 追缴 追缴 克扣 捐款
担任 出任 就任 上任 任 任职 当选 履新 | 卸任 离任 辞任 辞去 免去 罢免 免职 离职 退休
停课 | 复课 开课
停工 | 复工 开工
停产 | 复产 投产
开工 动工 奠基 | 通车 竣工 完工 建成 开通 落成
通车 开通 建成 落成 | 垮塌 坍塌 倒塌 拆除 封闭 关闭
免费 无偿 不收费 | 收费 有偿 缴费 交费 购票 买票
招聘 招录 录用 聘用 招收 引进 | 裁减 辞退 解聘 解雇 裁员 开除 清退
逮捕 抓获 抓捕 拘留 缉拿 扣押 | 释放 获释 放走
缴获 查获 收缴 找回 | 丢失 遗失 被盗
恢复 重启 重新开放 | 暂停 停止 中断 取消
获得 取得 得到 保住 赢得 | 失去 丧失 丢掉 输掉
获奖 夺冠 获胜 | 落选 失利 出局
入选 当选 评上 | 落选 除名 淘汰 取消资格
通过 | 未通过 落榜
结婚 | 离婚
赞扬 表扬 称赞 肯定 | 批评 谴责 指责
建成 新建 修建 建设 | 拆除 拆毁
新校区 | 老校区
新馆 | 老馆
新 | 老 旧
内 | 外
多 | 少
大 | 小
高 | 低
全国 | 全省 | 全市 | 全县 | 全球 世界 全世界
省 | 市 | 县 | 国家
长 | 短
早 | 晚
快 | 慢
好 | 坏 差
一等奖 | 二等奖 | 三等奖
金牌 | 银牌 | 铜牌
冠军 | 亚军 | 季军
赢得 夺得 | 失去 丢失
公有 国有 | 私有 民营
父亲 爸爸 | 母亲 妈妈
哥哥 弟弟 | 姐姐 妹妹
儿子 | 女儿
丈夫 | 妻子
前任 | 继任 现任
上游 | 下游
左 左侧 左边 | 右 右侧 右边
国内 | 国外 海外 境外
免费 | 收费 付费
容易 | 困难
安全 | 危险
有罪 | 无罪
合法 | 违法 非法
加入 | 退出
升级 | 降级
恢复 | 中断 停止 暂停
接受 | 拒绝
承认 | 否认
工作日 | 周末 休息日
批发 | 零售
"""
"""Each line's groups, parted by |, exclude one another."""


def _groups(listing: str) -> list[list[frozenset[str]]]:
    return [
        [frozenset(group.split()) for group in line.split("|")]
        for line in listing.strip().splitlines()
        if line
    ]


def _index(listing: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_groups(listing)):
        for word in line[0]:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


SYNONYMS: dict[str, frozenset[int]] = _index(SAME)
"""Word → the lines of `SAME` that it stands in."""

_OPPOSITES: list[list[frozenset[str]]] = _groups(OPPOSITE)
CONTRASTED: dict[str, tuple[tuple[int, int], ...]] = {}
"""Word → (line, group) of `OPPOSITE`."""
for _line, _row in enumerate(_OPPOSITES):
    for _group, _words in enumerate(_row):
        for _word in _words:
            CONTRASTED[_word] = (*CONTRASTED.get(_word, ()), (_line, _group))


def say_the_same(a: str, b: str) -> bool:
    """Whether two words stand in one line of `SAME`."""
    return bool(SYNONYMS.get(a, frozenset()) & SYNONYMS.get(b, frozenset()))


def exclude(a: str, b: str) -> bool:
    """Whether two words stand in one line of `OPPOSITE`, in different groups and never in one."""
    ours, theirs = CONTRASTED.get(a, ()), CONTRASTED.get(b, ())
    if set(ours) & set(theirs):
        return False
    return any(line == other and group != rival for line, group in ours for other, rival in theirs)
