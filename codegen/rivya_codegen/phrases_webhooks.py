"""The sentences of the docs page about webhooks, per locale, as Markdown of ours."""

from __future__ import annotations

from collections.abc import Mapping

WEBHOOK_PHRASES: Mapping[str, Mapping[str, str]] = {
    "webhooks.title": {"en": "Webhooks", "zh-Hant": "Webhook"},
    "webhooks.summary": {
        "en": "The API tells a server of yours when a job has ended, so that nothing has to ask for it.",
        "zh-Hant": "任務結束時，API 會通知你的伺服器，不必一再查詢。",
    },
    "webhooks.create": {"en": "Register an address", "zh-Hant": "登記網址"},
    "webhooks.create_about": {
        "en": "The address must be public and HTTPS. The signing secret is shown this once: store it like a password. "
        "The client shows it in no text by itself; `get_secret_value()` gives it.",
        "zh-Hant": "網址必須公開且使用 HTTPS。簽章密鑰只在此時出現一次，請像密碼一樣保存。"
        "用戶端不會在任何文字中顯示它；以 `get_secret_value()` 取得。",
    },
    "webhooks.receive": {"en": "Receive events", "zh-Hant": "接收事件"},
    "webhooks.receive_about": {
        "en": "A receiver with Starlette, which reads the secret from `{variable}`; with FastAPI, the same function is a "
        'route: `app.post("/rivya/webhook")(receive)`.',
        "zh-Hant": "以下是 Starlette 接收端，從環境變數 `{variable}` 讀取密鑰；使用 FastAPI 時，同一個函式即可作為路由："
        '`app.post("/rivya/webhook")(receive)`。',
    },
    "webhooks.receive_install": {
        "en": "Save it as `receiver.py`, then `pip install rivya starlette uvicorn` and `uvicorn receiver:app`.",
        "zh-Hant": "存成 `receiver.py`，再執行 `pip install rivya starlette uvicorn` 與 `uvicorn receiver:app`。",
    },
    "webhooks.advice": {"en": "What to look out for", "zh-Hant": "注意事項"},
    "webhooks.advice_raw": {
        "en": "**The raw body.** The signature covers the bytes as they arrived. JSON that was read and written again is "
        "another text, so pass `await request.body()`.",
        "zh-Hant": "**原始內容。** 簽章涵蓋收到的位元組。解析後再輸出的 JSON 已是另一段文字，因此請傳入 `await request.body()`。",
    },
    "webhooks.advice_twice": {
        "en": "**Twice.** A delivery may come again. Keep `event.id` where it outlives the process, such as a database, "
        "and pass over those that are there already.",
        "zh-Hant": "**重複。** 同一則通知可能再次送達。請把 `event.id` 保存在程序結束後仍在的地方（例如資料庫），已處理過的直接略過。",
    },
    "webhooks.advice_fast": {
        "en": "**At once.** The API waits for a short time only. Answer first, and do the work afterwards.",
        "zh-Hant": "**立即回應。** API 只等待很短的時間。請先回應，再處理工作。",
    },
    "webhooks.advice_unknown": {
        "en": "**Unknown events.** Further types may come; answer them with success as well. `event.generation` is `None` "
        "where an event has none, and `event.raw` has all that was received.",
        "zh-Hant": "**未知的事件。** 之後可能增加其他類型，也請回應成功。事件沒有任務時 `event.generation` 為 `None`；"
        "`event.raw` 含收到的全部內容。",
    },
    "webhooks.rotate": {"en": "Change the secret", "zh-Hant": "更換密鑰"},
    "webhooks.rotate_about": {
        "en": "Whether the old secret still signs for a while is not documented. Accept both until the last delivery "
        "under the old one has arrived: each function takes several secrets.",
        "zh-Hant": "更換後舊密鑰是否仍會沿用一段時間，文件並未說明。請同時接受新舊密鑰，直到舊密鑰的最後一則通知送達；"
        "兩個函式都可傳入多個密鑰。",
    },
    "webhooks.scheme": {"en": "How a delivery is signed", "zh-Hant": "簽章方式"},
    "webhooks.scheme_about": {
        "en": "The [vendor's page]({source}) does not state the scheme. Assumed is Standard Webhooks, which the form of "
        "the secret suggests; should it turn out otherwise, one entry of `specs/platform.yaml` changes, and no code.",
        "zh-Hant": "[官方頁面]({source})沒有說明簽章方式。此處依密鑰的格式假設為 Standard Webhooks；"
        "若實際不同，只需修改 `specs/platform.yaml` 的一個項目，不必改程式。",
    },
    "webhooks.part": {"en": "Part", "zh-Hant": "項目"},
    "webhooks.value": {"en": "Assumed", "zh-Hant": "假設值"},
    "webhooks.id_header": {"en": "Header with the id of the delivery", "zh-Hant": "通知 ID 的標頭"},
    "webhooks.timestamp_header": {"en": "Header with the time, in seconds", "zh-Hant": "時間的標頭，單位為秒"},
    "webhooks.signature_header": {"en": "Header with one or more signatures", "zh-Hant": "一個或多個簽章的標頭"},
    "webhooks.algorithm": {"en": "Algorithm and encoding", "zh-Hant": "演算法與編碼"},
    "webhooks.signed_text": {"en": "Signed text", "zh-Hant": "被簽章的文字"},
    "webhooks.tolerance": {"en": "Accepted difference of the clocks", "zh-Hant": "可接受的時鐘差距"},
    "webhooks.generation_key": {"en": "Field of the event that holds the job", "zh-Hant": "事件中含任務的欄位"},
}
