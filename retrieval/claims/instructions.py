"""Sentences of an article that speak to a machine rather than to its readers: they prove nothing.

A model that obeys an article would otherwise be proved right by the very words that it obeyed. Such a sentence
may still be quoted by the extractive answer, as text.
"""

from __future__ import annotations

import re

from retrieval.text.folding import folded

_RULES_ZH = "指令|指示|规则|提示词?|要求|设定|限制|约束|上文|以上|之前|前面|此前|系统|安全|对话|原则"
_MACHINE = r"ai|人工智能|大?语言模型|大模型|模型|助手|聊天机器人|机器人|gpt|chatgpt|llm|assistant"
_PATTERNS = (
    rf"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|抛开|跳过|停止遵守|不再遵守|绕过|推翻)[^。]{{0,14}}(?:{_RULES_ZH})",
    rf"(?:你|您)(?:现在|从现在起|将|已经|其实|就)*(?:是|扮演|成为|变成|进入|处于)[^。]{{0,16}}(?:{_MACHINE}|管理员|黑客|dan|模式|程序员|开发者|主编|海盗)",
    rf"(?:如果|假如|若|只要|当|凡)(?:你|您|读者)?(?:是|为|作为)?[^。，]{{0,6}}(?:{_MACHINE})[^。]{{0,24}}(?:请|必须|应|要|则|就|务必|一律)",
    rf"(?:致|给|告|对)(?:所有|任何|各位|读到[^。]{{0,8}}的)?(?:{_MACHINE})|(?:{_MACHINE})\s*(?:请注意|注意|须知|请|务必|必须)",
    r"(?:系统|开发者|管理员|用户)(?:提示词?|消息|指令|模式|命令|通知)(?:[:：]|已|更新|如下|开启|要求)|(?:新的?|最新|以下)(?:系统)?(?:指令|命令|任务)[:：为]",
    r"(?:输出|打印|泄露|透露|显示|告诉|发送|说出|重复|交出|返回|附上|公布|给出)[^。]{0,14}(?:密钥|api|秘钥|口令|密码|token|令牌|提示词|系统提示|环境变量|你的指令|内部规则|key)",
    r"(?:请|必须|务必|只|一律|都|都要|应当)(?:直接|统一|只能)?(?:回答|回复|答复|作答|输出|说|写|答)(?:道|为|成|出|上)?[:：]?(?:以下|下列|如下|一句|\w{0,4}pwned|hacked|是|不是|同意|http|链接|英文|代码|“|已)",
    r"(?:对|无论|不管|任何|所有|每个|下面|接下来)[^。]{0,10}(?:问题|提问|问什么)[^。]{0,8}(?:回答|回复|作答|答|说)",
    r"(?:你|您)(?:必须|应当|务必|只能|需要)[^。]{0,12}(?:回答|回复|答复|输出|说出)|\b(?:pretend|act)\b.{0,40}\b(?:announce|say|tell|claim|report)\b",
    r"(?:回答|答复|回复|答案|摘要|总结|输出)(?:的?(?:中|里|末尾|开头|结尾|后面|之后|前面))?[^。，]{0,4}(?:加上?|写上?|附上?|插入|包含|注明|声明|提到|加一句)",
    r"正确答案|标准答案|(?:以上|上述|前面)[^。]{0,6}(?:作废|无效|不算)|从现在(?:开始|起)，?(?:你|您)|(?:你|您)的(?:任务|名字|身份|目标|角色|指令|职责|设定)",
    r"(?:处理|阅读|读到|看到|总结|分析|翻译|引用)[^。]{0,6}(?:本段|本文|这段|此文|上文|这篇|此处)[^。]{0,14}(?:须|必须|应|都要|请|务必|要|就)",
    rf"(?:系统|程序|{_MACHINE})[^。]{{0,12}}(?:须|必须|都要|务必|请|麻烦|要)[^。]{{0,16}}(?:告诉|回答|声明|输出|说|告知|写|附|加)",
    r"(?:不要|不许|别)(?:再)?(?:按照?|遵守|理会|使用|依据|相信)[^。]{0,10}(?:要求|规则|指令|资料|片段|原文|上文|用户)|改为(?:输出|回答|写|说)",
    r"(?:把|将)[^。]{0,10}(?:用户|读者|提问者|提问|对话|聊天记录)[^。]{0,8}(?:转发|发送|发给|上传|引导|引到|泄露)",
    r"\b(?:your|the|every|any) (?:\w+ )?(?:answer|answers|reply|response|summary|output|goal|task|role)\b.{0,40}\b(?:must|should|add|include|append|insert|mention|is to|is now)\b",
    r"\b(?:add|include|append|insert|mention|put|write)\b.{0,50}\b(?:in|to|into|at the end of) (?:your|the|every|any|each) (?:answer|reply|response|summary|output)",
    r"\bplease (?:add|append|include|insert|output|mention|write|state|repeat|say|answer|reply)\b|\bfrom now on\b|\bcorrect answer\b|\bown knowledge\b|\bfollow (?:this|these|my|the following)\b",
    r"\b(?:whoever|anyone who|any (?:system|ai|program|model)|if (?:an?|you are an?) (?:ai|assistant|model|bot|program))\b.{0,60}\b(?:must|should|has to|shall|needs to|please)\b",
    r"\b(?:do not|don't|never) (?:use|follow|obey|trust|listen to|rely on)\b.{0,40}\b(?:passages?|users?|rules?|text|instructions?|context|says)\b",
    r"(?:片段|资料|文档|上下文|证据|引文)(?:到此|至此|已经?)(?:为止|结束)|(?:以下|下面)(?:才)?是(?:真正的?|新的?)(?:问题|指令|任务|片段|规则)",
    r"(?:引用|标注|注明|写上|标上|编号)[^。]{0,8}[\[【(（]\d+[\]】)）]|不(?:要|必|用)(?:引用|标注|注明)(?:来源|出处|编号)",
    r"\b(?:ignore|disregard|forget|override|bypass|skip|drop|violate)\b.{0,40}\b(?:instruct\w*|rules?|prompts?|guidelines?|above|previous|prior|earlier|system|constraints?|safety)\b",
    r"\b(?:you are|you're|you will be|act as|pretend (?:to be|you)|role-?play|behave as|become)\b.{0,40}\b(?:assistant|ai|model|dan|admin\w*|developer|hacker|mode|bot|pirate|root|unrestricted|evil)\b",
    r"\b(?:system|developer|assistant|user|human)\s*(?:prompt|message|override|note|:|>)|\bnew (?:instructions?|task|rules?|system)\b",
    r"\b(?:reveal|print|output|repeat|send|leak|exfiltrate|show|disclose|post|append|include|tell)\b.{0,40}\b(?:key|keys|tokens?|passwords?|prompt|secrets?|environment|credentials|instructions)\b",
    r"\b(?:answer|reply|respond|say|write|output|respond)\b.{0,20}\b(?:only|exactly|instead|every question|all questions|any question|the following|pwned|hacked|with the word|yes)\b",
    r"\bend of (?:the )?(?:passages?|evidence|documents?|context|articles?)\b|\b(?:note|message|attention|dear|to) (?:to )?(?:the |all |any )?(?:ai|ais|model|models|llms?|assistants?|language models?)\b",
    r"\b(?:cite|citing|mark|label)\b.{0,20}\[\d+\]|\bdo not (?:cite|quote|mention)\b|\b(?:jailbreak|prompt injection|do anything now)\b|\bpwned\b",
    r"^\s*(?:question|answer|user|system|assistant|human|问题|回答|答案|提问|用户|系统|助手)\s*[:：]",
    r"^\s*[\[［【]\d{1,3}[\]］】]",
    r"\b(?:reply|answer|respond|write|translate)\b.{0,20}\b(?:in|to|into) (?:chinese|english|french|german|japanese|russian|spanish)\b",
    r"<\|?/?(?:im_start|im_end|system|user|assistant|evidence|instructions?)|\[/?inst\]|<<?/?sys>>?|\b(?:javascript|data):|<script|<img|onerror=|\]\(http",
)
_SPEAKS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_SEPARATED = re.compile(r"(?<=[一-鿿])[\s._*|/\\-]+(?=[一-鿿])")


def speaks_to_model(sentence: str) -> bool:
    """Whether a sentence tells a machine what to do, in Chinese or English.

    Invisible characters, widths and scripts are folded, and marks between characters (忽-略) taken out first.
    """
    plain = folded(sentence)
    return bool(_SPEAKS.search(plain) or _SPEAKS.search(_SEPARATED.sub("", plain)))
