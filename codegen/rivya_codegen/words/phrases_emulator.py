"""The sentences of the docs page about the emulator, per locale, as Markdown of ours."""

from __future__ import annotations

from collections.abc import Mapping

EMULATOR_PHRASES: Mapping[str, Mapping[str, str]] = {
    "emulator.title": {"en": "Emulator", "zh-Hant": "模擬器"},
    "emulator.summary": {
        "en": "A real HTTP server on your machine that behaves like the API: for trying things out and for tests, "
        "without an account and without cost.",
        "zh-Hant": "在你的電腦上執行、行為如同 API 的真實 HTTP 伺服器：用於試用與測試，不需帳號也不花費。",
    },
    "emulator.run": {"en": "Run it", "zh-Hant": "啟動"},
    "emulator.run_about": {
        "en": "It prints its address, a ready key, and what to set in the shell of the client. `--help` lists the options.",
        "zh-Hant": "啟動後會印出網址、可直接使用的金鑰，以及用戶端要設定的環境變數。`--help` 列出所有選項。",
    },
    "emulator.program": {"en": "In a program", "zh-Hant": "在程式中使用"},
    "emulator.program_about": {
        "en": "Each emulator has a port, a wallet and a state of its own. With `clock=ManualClock()` time stands still "
        "until `clock.advance(seconds)`; jobs, windows and retries go by it. A client whose `base_url` is this machine goes "
        "through no proxy of the environment.",
        "zh-Hant": "每個模擬器都有自己的連接埠、點數與狀態。使用 `clock=ManualClock()` 時，時間會停住，直到呼叫 "
        "`clock.advance(seconds)`；任務、時段與重試都依此時鐘進行。`base_url` 是本機的用戶端不經過環境變數中的代理伺服器。",
    },
    "emulator.pytest": {"en": "In your tests", "zh-Hant": "在測試中使用"},
    "emulator.pytest_about": {
        "en": "With the extra installed, pytest has the fixtures `rivya_emulator`, a fresh emulator for each test that "
        "asks for one, `rivya_client`, a client of it that polls quickly, and `rivya_async_client`, the same with `await`. "
        "None of them is asynchronous itself, so they serve tests that pytest-asyncio, anyio or `asyncio.run` runs; none "
        "goes through a proxy. A fixture of yours by the name `rivya_emulator_options` returns other options. Without "
        "autoload of plugins, `-p rivya_pytest` loads them. A module of yours called `rivya` hides the package: pytest "
        "then runs on, and says so.",
        "zh-Hant": "安裝額外套件後，pytest 就有這些 fixture：`rivya_emulator` 為每個需要的測試提供全新的模擬器，"
        "`rivya_client` 是連到它且快速輪詢的用戶端，`rivya_async_client` 則搭配 `await` 使用。它們本身都不是非同步的，"
        "因此 pytest-asyncio、anyio 或 `asyncio.run` 執行的測試都能使用，也都不經過代理伺服器。自行定義名為 "
        "`rivya_emulator_options` 的 fixture 可回傳其他選項。若關閉外掛自動載入，以 `-p rivya_pytest` 載入。"
        "你自己名為 `rivya` 的模組會遮住套件：pytest 仍會執行，並指出這點。",
    },
    "emulator.webhooks": {"en": "Webhooks to your machine", "zh-Hant": "投遞 Webhook 到本機"},
    "emulator.webhooks_about": {
        "en": "The API refuses addresses that are not public. `allow_local_webhooks=True` takes them, so that a receiver "
        "in a test gets real, signed deliveries.",
        "zh-Hant": "API 拒絕非公開的網址。`allow_local_webhooks=True` 會接受，讓測試中的接收端收到真實且已簽章的投遞。",
    },
    "emulator.options": {"en": "Options", "zh-Hant": "選項"},
    "emulator.options_about": {
        "en": "The same on the command line and in Python.",
        "zh-Hant": "命令列與 Python 相同。",
    },
    "emulator.column.flag": {"en": "Command line", "zh-Hant": "命令列"},
    "emulator.column.option": {"en": "Python", "zh-Hant": "Python"},
    "emulator.column.meaning": {"en": "Meaning", "zh-Hant": "意義"},
    "emulator.option.port": {
        "en": "Where to listen; 0 finds a free port.",
        "zh-Hant": "監聽的連接埠；0 表示自動找空的。",
    },
    "emulator.option.host": {"en": "The address to listen on.", "zh-Hant": "監聽的位址。"},
    "emulator.option.credits": {"en": "What a new wallet holds.", "zh-Hant": "新帳戶的點數。"},
    "emulator.option.job_seconds": {"en": "How long a job takes.", "zh-Hant": "任務需要的秒數。"},
    "emulator.option.key": {
        "en": "The API key to accept, with every scope.",
        "zh-Hant": "接受的 API 金鑰，具有所有權限範圍。",
    },
    "emulator.option.keys": {
        "en": "Further keys, each with its scopes, revoked or expired.",
        "zh-Hant": "其他金鑰，各有其權限範圍，或已撤銷、已過期。",
    },
    "emulator.option.state": {
        "en": "A file that keeps everything, also when the process is killed; in memory without it. Uploads lie beside it, "
        "in a folder with `.files` at the end. Both are readable by you alone. What no emulator of this version made, or is "
        "damaged, is refused and left as it is.",
        "zh-Hant": "保存一切的檔案，程序被強制終止也不會遺失；省略時只存在記憶體。上傳的檔案放在旁邊以 `.files` 結尾的"
        "資料夾。兩者只有你能讀取。不是由這個版本的模擬器建立或已損壞的檔案會被拒絕，並保持原樣。",
    },
    "emulator.option.rate_limit": {
        "en": "How many requests a key may send in how many seconds; then `rate_limited` with `Retry-After`.",
        "zh-Hant": "一把金鑰在多少秒內可送出多少請求；超過時回傳 `rate_limited` 與 `Retry-After`。",
    },
    "emulator.option.disabled": {
        "en": "Answers everything with `public_api_disabled`.",
        "zh-Hant": "一律回應 `public_api_disabled`。",
    },
    "emulator.option.faults": {"en": "What goes wrong; see below.", "zh-Hant": "要發生的故障；見下方。"},
    "emulator.option.allow_local_webhooks": {
        "en": "Lets webhooks go to http addresses and to this machine.",
        "zh-Hant": "允許把 Webhook 投遞到 http 網址與本機。",
    },
    "emulator.option.clock": {
        "en": "Where the time comes from; a `ManualClock` is moved by hand.",
        "zh-Hant": "時間的來源；`ManualClock` 由測試手動推進。",
    },
    "emulator.faults": {"en": "Faults", "zh-Hant": "故障"},
    "emulator.faults_about": {
        "en": "A fault strikes any request, or those to one `operation`; once, or `times`. The option `faults` takes it, "
        "`emulator.faults.add(…)` while the emulator runs, and the header `X-Emulator-Fault`, all of them as the text "
        "shown here. In the header it strikes each request that carries it or, with `times`, the first so many of the same "
        "method, path and `Idempotency-Key`. A fault that there is not is refused with what there is: in Python as "
        "`rivya.emulator.FaultRefused`, over HTTP as `validation_failed`.",
        "zh-Hant": "故障可作用於任何請求，或只作用於某個 `operation`；一次，或 `times` 次。選項 `faults`、執行中的 "
        "`emulator.faults.add(…)` 與標頭 `X-Emulator-Fault` 都接受這裡所示的文字。寫在標頭時，作用於每個帶有它的請求；"
        "若有 `times`，則作用於相同方法、路徑與 `Idempotency-Key` 的前幾次。不存在的故障會被拒絕並列出可用者："
        "在 Python 是 `rivya.emulator.FaultRefused`，在 HTTP 是 `validation_failed`。",
    },
    "emulator.column.fault": {"en": "Fault", "zh-Hant": "故障"},
    "emulator.fault.latency": {
        "en": "Waits so many seconds before anything else.",
        "zh-Hant": "在處理之前先等待這麼多秒。",
    },
    "emulator.fault.status": {
        "en": "Answers with this error status; nothing is done. `retry_after` goes with it.",
        "zh-Hant": "回應此錯誤狀態碼，不做任何事；可附上 `retry_after`。",
    },
    "emulator.fault.page": {
        "en": "Answers with a proxy's HTML page of this status.",
        "zh-Hant": "以此狀態碼回應代理伺服器的 HTML 頁面。",
    },
    "emulator.fault.drop": {
        "en": "Closes the connection without an answer, before or after the work is done.",
        "zh-Hant": "不回應就關閉連線，在工作完成之前或之後。",
    },
    "emulator.fault.truncate": {
        "en": "Closes the connection in the middle of the answer.",
        "zh-Hant": "回應到一半就關閉連線。",
    },
    "emulator.fault.drip": {
        "en": "Sends the answer in eight parts, so many seconds apart.",
        "zh-Hant": "把回應分成八段送出，每段相隔這麼多秒。",
    },
    "emulator.fault.fail": {
        "en": "Accepts the job, which then fails with this code.",
        "zh-Hant": "受理任務，但任務以此錯誤碼失敗。",
    },
    "emulator.assumptions": {"en": "Where the vendor is silent", "zh-Hant": "文件沒有說明之處"},
    "emulator.assumptions_about": {
        "en": "The documentation leaves these questions open. The emulator has to pick something; the real API may differ, "
        "so a program should rely on none of it. `python -m rivya.emulator --assumptions` prints the same list.",
        "zh-Hant": "以下問題官方文件沒有說明。模擬器必須選擇一種做法，真正的 API 可能不同，程式不應依賴其中任何一項。"
        "`python -m rivya.emulator --assumptions zh-Hant` 會印出同一份清單。",
    },
    "emulator.column.silent_on": {"en": "The documentation does not say", "zh-Hant": "文件沒有說明"},
    "emulator.column.emulator": {"en": "The emulator", "zh-Hant": "模擬器的做法"},
}
