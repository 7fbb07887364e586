"""The sentences of our docs pages, per locale: what holds for every model and so stands in no model's spec."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.fragments import Fragment, prose
from .phrases_changelog import CHANGELOG_PHRASES
from .phrases_changes import CHANGES_PHRASES
from .phrases_ci import CI_PHRASES
from .phrases_emulator import EMULATOR_PHRASES
from .phrases_shipping import SHIPPING_PHRASES

_EN, _ZH_HANT = "en", "zh-Hant"

PHRASES: Mapping[str, Mapping[str, str]] = {
    "fields": {
        _EN: "The model id stands at the top level, what belongs to the model inside `params`.",
        _ZH_HANT: "模型 ID 放在最上層，模型自己的設定放在 `params`。",
    },
    "fields.chat": {
        _EN: "All fields stand at the top level of the request.",
        _ZH_HANT: "所有欄位都放在請求的最上層。",
    },
    "field.model": {_EN: "Always {id}.", _ZH_HANT: "固定為 {id}。"},
    "field.prompt": {_EN: "What to make.", _ZH_HANT: "要生成的內容。"},
    "field.prompt_limited": {
        _EN: "What to make, at most {limit} characters.",
        _ZH_HANT: "要生成的內容，最多 {limit} 個字元。",
    },
    "field.message": {
        _EN: "The next message; the server keeps the history.",
        _ZH_HANT: "下一則訊息；歷史由伺服器保存。",
    },
    "field.params": {_EN: "The model's own parameters, see below.", _ZH_HANT: "模型自己的參數，見下方。"},
    "field.client_request_id": {
        _EN: "Your own id, to find the request again.",
        _ZH_HANT: "你自己的識別碼，方便日後查找這次請求。",
    },
    "field.options": {_EN: "{about} One of: {options}.", _ZH_HANT: "{about}可用值：{options}。"},
    "upload_policy": {
        _EN: "Reference files are uploaded first; their URL and duration token go into `params.referenceMediaItems`. "
        "The Python client does both for the paths in `references`.",
        _ZH_HANT: "參考檔案要先上傳，再把回傳的 URL 與時長憑證放進 `params.referenceMediaItems`。"
        "Python 用戶端會為 `references` 中的路徑做好這兩步。",
    },
    "duration_token": {
        _EN: "Where the duration has to be proven, video and audio items carry the `durationToken` of their upload.",
        _ZH_HANT: "需要證明時長時，影片與音訊項目要帶上傳時取得的 `durationToken`。",
    },
    "minimal_request": {_EN: "The same call in Python and with curl:", _ZH_HANT: "同一個呼叫的 Python 與 curl 寫法："},
    "response": {
        _EN: "The answer holds the id of the job; ask for its status until it has succeeded or failed.",
        _ZH_HANT: "回應含任務 ID；持續查詢狀態，直到成功或失敗。",
    },
    "response.chat": {
        _EN: "The answer holds the reply, the id of the session to go on with, and what it cost.",
        _ZH_HANT: "回應含回覆內容、用來接續對話的 session ID，以及花費的點數。",
    },
    "chat.stream": {
        _EN: "The reply as it arrives.",
        _ZH_HANT: "邊產生邊接收回覆。",
    },
    "python_signature": {_EN: "Python signature", _ZH_HANT: "Python 方法簽章"},
    "errors.table": {_EN: "What the codes mean:", _ZH_HANT: "錯誤碼的意義："},
    **CI_PHRASES,
    "guide.open": {_EN: "What the documentation leaves open", _ZH_HANT: "文件沒有說明之處"},
    "guide.source": {
        _EN: "The vendor's page: {source}, reviewed {reviewed}. Where it is silent, the client assumes as little as it can.",
        _ZH_HANT: "官方頁面：{source}，查閱日期 {reviewed}。文件沒有說明之處，用戶端盡量不作假設。",
    },
    "guide.entry": {_EN: "Entry of `specs/platform.yaml`", _ZH_HANT: "`specs/platform.yaml` 的項目"},
    "guide.assumed": {_EN: "Assumed", _ZH_HANT: "假設值"},
    "guide.known": {_EN: "What is known", _ZH_HANT: "已知的內容"},
    **CHANGELOG_PHRASES,
    **CHANGES_PHRASES,
    **EMULATOR_PHRASES,
    **SHIPPING_PHRASES,
}


def phrase(name: str, locale: str, **values: object) -> Fragment:
    """Return a sentence in a locale as Markdown, with its values filled in."""
    return Fragment(PHRASES[name][locale].format_map({key: _markdown(value) for key, value in values.items()}))


def _markdown(value: object) -> Fragment:
    return value if isinstance(value, Fragment) else prose(str(value))
