"""Sentences that address an assistant which reads a text, in the forms that are commonly seen; a table per language.

A net with holes: other words will pass it, so that it does not replace a review. Each row asks for more than one word,
because a description may well speak of a prompt, a system or an assistant.
"""

from __future__ import annotations

import re
import unicodedata

from ..text.invisible import hidden_characters

_AI = r"(?:ai|a\.i\.|llms?|(?:ai |coding |virtual )?(?:assistants?|agents?|chatbots?)|(?:large )?language models?|copilot|claude|chatgpt)"
_RULES_OF = (
    r"(?:instructions?|prompts?|rules?|directions?|directives?|guidelines?|orders|commands|safeguards|policy|policies)"
)
_SECRET = r"(?:api[ -]?keys?|passwords?|secrets?|credentials?|access tokens?|private keys?|environment variables?)"

_ENGLISH = (
    # Drop what you were told.
    rf"\b(?:ignore|disregard|forget|override|bypass|circumvent|discard|do not follow|don't follow|stop following)\b (?:\w+ ){{0,3}}"
    rf"(?:previous|prior|above|earlier|preceding|foregoing|all|any|every|existing|original|system|safety|your|those) (?:\w+ ){{0,3}}{_RULES_OF}\b",
    r"\b(?:ignore|disregard|forget) (?:everything|anything|all(?: of)? (?:that|this|the)|what) (?:\w+ ){0,4}(?:above|before|previous(?:ly)?|earlier|told)\b",
    rf"\b(?:new|updated|real|actual|hidden|secret) (?:system )?instructions? ?(?::|for (?:the |any |all )?{_AI}\b|follow\b)",
    # Be somebody else.
    r"\byou are (?:now|no longer)\b",
    rf"\byou are (?:an?|the|my) (?:\w+ ){{0,2}}{_AI}\b",
    rf"\b(?:act|behave|respond|answer) as (?:if you were )?(?:an?|the) (?:\w+ ){{0,2}}(?:{_AI}|admin(?:istrator)?|root|developer)\b",
    r"\bpretend (?:to be|(?:that )?you(?:'re| are))\b",
    r"\bfrom now on,? (?:you|always|never|only|act|answer|respond|reply)\b",
    r"\b(?:do anything now|jailbreak|jailbroken|developer mode enabled)\b",
    # The system prompt, and marks of a conversation.
    rf"\b(?:reveal|show|print|repeat|output|leak|disclose|expose|share|return|tell me|ignore|override|your|quote) (?:\w+ ){{0,4}}(?:system|developer|initial|hidden) (?:prompts?|messages?|{_RULES_OF})",
    r"(?:^|[\n\[(<#*>] ?)system (?:prompt|message|instructions?|override|note) ?[:\])>]",
    r"<\|?/?(?:im_?start|im_?end|endoftext|system|assistant|start_?header_?id|eot_?id|instructions?|important)\|?>|\[/?inst\]|<</?sys>>",
    r"(?:^|\n) ?#{0,6} ?(?:system|assistant|developer) ?:",
    # A request to an assistant.
    rf"\b(?:dear|attention,?|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|hey,?|hello,?) (?:the |any |all |every |this )?{_AI}\b",
    rf"\b(?:if|when|because|since|as) you(?:'re| are) (?:an?|the) (?:\w+ ){{0,2}}{_AI}\b",
    rf"(?:\b(?:the|any|all|every|this|an?) |^|[.!?:] ){_AI},? (?:reading this |processing this )?(?:must|shall|should|has to|have to|needs? to|is to|are to|(?:is|are) (?:required|instructed|asked) to|please)\b",
    rf"\b(?:instruct|command|force|order|trick|convince) (?:the|any|your|an?) {_AI}\b",
    # Behind the user's back.
    r"\b(?:do not|don't|never|without) (?:\w+ ){0,2}(?:tell|telling|inform|informing|notify|notifying|alert|alerting|mention|mentioning|reveal|revealing|show|showing|ask|asking|warn|warning) (?:\w+ ){0,4}(?:the |your )?(?:user|human|reviewer|operator|maintainer)\b",
    rf"\b(?:send|post|upload|forward|e-?mail|exfiltrate|leak|transmit|paste|append|include) (?:\w+ ){{0,3}}(?:{_SECRET}|conversation|chat history) (?:\w+ ){{0,3}}(?:to|at|into|in) (?:\w+ )?(?:https?:|this|the following|an? attacker|my|\S+@)",
    r"\b(?:run|execute|invoke|call) (?:the |this |these )?(?:following )(?:\w+ )?(?:command|shell|script|code|tool|function)s?\b",
)

_EARLIER = "(?:先前|之前|以前|以上|上述|上面|前面|先前|所有|全部|任何|一切|系統|系统|原本|原有|既有|你的|您的)"
_TOLD = "(?:指示|指令|提示|規則|规则|命令|要求|設定|设定|限制|訊息|消息|對話|对话|內容|内容)"
_AI_ZH = "(?:AI ?(?:助理|助手|代理|模型)|人工智慧|人工智能|助理|助手|代理程式|智能體|智能体|聊天機器人|聊天机器人|語言模型|语言模型|大模型)"

_CHINESE = (
    f"(?:忽略|無視|无视|忘記|忘记|忘掉|忘卻|不要理會|不要理会|不必理會|別管|别管|不要遵守|不要遵循|停止遵守|停止遵循|違反|违反|推翻|繞過|绕过).{{0,6}}{_EARLIER}.{{0,8}}{_TOLD}",
    "(?:你|您)(?:現在|现在|從現在|从现在|此後|不再|其實|其实)(?:起|開始|开始)?[,，]?(?:你|您)?(?:是|就是|將|将|扮演|作為|作为|成為|成为)",
    "從現在(?:起|開始)[,，]?(?:你|您|請|一律|只)|从现在(?:起|开始)[,，]?(?:你|您|请|一律|只)",
    f"(?:你|您)(?:是|就是)(?:一個|一个|一名|一位|我的)?.{{0,6}}{_AI_ZH}",
    f"(?:假裝|假装|扮演|佯裝).{{0,6}}(?:{_AI_ZH}|管理員|管理员|開發者|开发者|駭客|黑客)",
    "(?:顯示|显示|透露|輸出|输出|洩漏|洩露|泄露|重複|重复|公開|公开|列印|打印|告訴我|告诉我|說出|说出|你的|您的|忽略|覆寫|覆盖).{0,8}(?:系統|系统|初始|隱藏|隐藏)(?:提示|指令|指示|訊息|消息)",
    "(?:^|\n|【|\\[)(?:系統|系统)(?:提示詞?|提示词|訊息|消息|指令|指示)[:：】\\]]",
    f"(?:致|給|给|告知|注意[,，]?|提醒)(?:所有|各位|任何|閱讀|阅读|此)?.{{0,6}}{_AI_ZH}(?:[:：,，]|的(?:指示|指令|訊息|消息|說明|说明))",
    f"{_AI_ZH}(?:必須|必须|應該|应该|應當|应当|務必|务必|請|请|一律|不得|不可|需要?先)",
    "(?:不要|別|别|勿|切勿|不可|不得|無須|无须).{0,4}(?:告訴|告诉|告知|通知|提醒|提及|透露給|透露给|詢問|询问|讓|让).{0,4}(?:使用者|用戶|用户|審閱者|审阅者)",
    "(?:把|將|将).{0,8}(?:金鑰|密鑰|密钥|密碼|密码|憑證|凭证|對話|对话|聊天紀錄|聊天记录).{0,6}(?:傳送|传送|發送|发送|寄|上傳|上传|貼|贴).{0,2}(?:到|至|給|给)",
    "(?:執行|执行|運行|运行)(?:以下|下列|下面|這個|这个)的?(?:指令|命令|程式碼?|代码|腳本|脚本)",
)

_INSTRUCTION = re.compile("|".join(f"(?:{row})" for row in (*_ENGLISH, *_CHINESE)), re.IGNORECASE)
_MARKUP = str.maketrans(dict.fromkeys('*_~`"“”') | {"’": "'"})


def find_instruction(text: str) -> str | None:
    """Return the words in a text by which it addresses an assistant; none where there are none."""
    plain = _plain(text)
    match = _INSTRUCTION.search(plain) or _INSTRUCTION.search(re.sub(r"\s+", " ", plain))
    return match.group().strip(" \n#[(*") if match else None


def _plain(text: str) -> str:
    """Return the text without what may hide words in it: hidden characters, odd letter forms, markup, wide spaces."""
    if not text.isascii():
        hidden = {at for at, _ in hidden_characters(text)}
        text = unicodedata.normalize("NFKC", "".join(char for at, char in enumerate(text) if at not in hidden))
    return re.sub(r"[^\S\n]+", " ", text.translate(_MARKUP))
