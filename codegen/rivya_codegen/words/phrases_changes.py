"""The sentences about changes: of the docs page of their rules, and of the report."""

from __future__ import annotations

from collections.abc import Mapping

_EN, _ZH_HANT = "en", "zh-Hant"

CHANGES_PHRASES: Mapping[str, Mapping[str, str]] = {
    "changes.none": {_EN: "No changes.", _ZH_HANT: "沒有變更。"},
    "changes.and": {_EN: ", ", _ZH_HANT: "、"},
    "changes.then": {_EN: " ", _ZH_HANT: ""},
    "changes.stop": {_EN: ".", _ZH_HANT: "。"},
    "changes.breaking": {_EN: "breaking", _ZH_HANT: "不相容"},
    "changes.risky": {_EN: "risky", _ZH_HANT: "有風險"},
    "changes.safe": {_EN: "safe", _ZH_HANT: "安全"},
    "changes.text": {_EN: "text only", _ZH_HANT: "僅文字"},
    "changes.ignored": {_EN: "ignored", _ZH_HANT: "已忽略"},
    "changes.ignored_because": {_EN: "Ignored:", _ZH_HANT: "已忽略："},
    "changes.column.rule": {_EN: "rule", _ZH_HANT: "規則"},
    "changes.column.severity": {_EN: "severity", _ZH_HANT: "程度"},
    "changes.column.python": {_EN: "Python", _ZH_HANT: "Python"},
    "changes.column.api": {_EN: "API", _ZH_HANT: "API"},
    "changes.column.mirror": {_EN: "backwards", _ZH_HANT: "反向"},
    "changes.column.where": {_EN: "where", _ZH_HANT: "位置"},
    "changes.column.old": {_EN: "old", _ZH_HANT: "舊值"},
    "changes.column.new": {_EN: "new", _ZH_HANT: "新值"},
    "changes.column.meaning": {_EN: "meaning", _ZH_HANT: "意義"},
    "changes.title": {_EN: "What a change means", _ZH_HANT: "變更的意義"},
    "changes.summary": {
        _EN: "The rules by which a change of the specs is judged, and with it the next version of the package.",
        _ZH_HANT: "判斷規格變更影響的規則；套件的下一個版本也由此決定。",
    },
    "changes.base": {_EN: "What is compared", _ZH_HANT: "比較的對象"},
    "changes.base_about": {
        _EN: "A folder is written as an absolute path, or with `./` or `../` in front. Anything else is a git revision, and "
        "`REVISION:FOLDER` names another folder in it. Where a folder has the name of a revision, or several branches and "
        "tags share a name, nothing is compared: a pull request cannot put another base in place of the one that was meant.",
        _ZH_HANT: "資料夾請寫絕對路徑，或以 `./`、`../` 開頭；其餘一律視為 git 修訂版，`REVISION:FOLDER` 則指定其中的另一個資料夾。"
        "若資料夾與修訂版同名，或多個分支、標籤同名，就不進行比較：pull request 無法以其他內容取代原本要比較的基準。",
    },
    "changes.base_store": {
        _EN: "A revision is read from the objects of the repository that the specs lie in, from any folder of it, or from "
        "outside with an absolute `--specs`. Attributes, filters, hooks, replaced objects and the configuration of the "
        "repository have no say, and nothing is fetched.",
        _ZH_HANT: "修訂版直接從規格所在儲存庫的物件讀取；可在儲存庫的任何資料夾執行，或在外部以絕對路徑的 `--specs` 執行。"
        "屬性、篩選器、hook、取代的物件與儲存庫的設定都不影響結果，也不會擷取任何內容。",
    },
    "changes.accepted": {_EN: "Accepted changes", _ZH_HANT: "接受的變更"},
    "changes.accepted_about": {
        _EN: "`changes-ignore.yaml` in the folder of the specs lists changes that `--fail-on` lets pass, each with a reason and "
        "the last day on which the row holds. `subject` and `path` are patterns; left out, they fit all. A row that has "
        "expired, or names no rule, is an error, and one that accepts nothing a note. `--ignore FILE` takes another file.",
        _ZH_HANT: "規格資料夾中的 `changes-ignore.yaml` 列出 `--fail-on` 可放行的變更，每列都有理由與最後有效日。"
        "`subject` 與 `path` 是樣式；省略時符合全部。過期或規則不存在的列是錯誤，沒有用到的列則是提醒。"
        "`--ignore FILE` 可改用其他檔案。",
    },
    "changes.accepted_review": {
        _EN: "The file is that of the new specs, so that a pull request can accept its own changes: the rows are part of what "
        "is reviewed. Every report, in each format, shows what was accepted and why. `release` and the version ignore the file.",
        _ZH_HANT: "使用的是新規格中的檔案，因此 pull request 可以接受自己的變更：這些列也是審查的內容。"
        "每種格式的報告都會列出接受了什麼以及理由。`release` 與版本號不受此檔案影響。",
    },
    "changes.severities": {_EN: "Severities", _ZH_HANT: "程度"},
    "changes.severities_about": {
        _EN: "A rule has a severity for callers of the Python package and one for callers of the API; the higher counts.",
        _ZH_HANT: "每條規則對 Python 套件的使用者與 API 的呼叫者各有一個程度，以較高者為準。",
    },
    "changes.breaking_about": {
        _EN: "A call that was right is refused, or no longer type-checks.",
        _ZH_HANT: "原本正確的呼叫會被拒絕，或無法通過型別檢查。",
    },
    "changes.risky_about": {
        _EN: "Calls go on, but may give or cost something else, or be refused in some cases.",
        _ZH_HANT: "呼叫可繼續，但結果或費用可能不同，或在某些情況下被拒絕。",
    },
    "changes.safe_about": {
        _EN: "Calls go on as before; something may have become possible.",
        _ZH_HANT: "呼叫照舊；可能多了新的用法。",
    },
    "changes.text_about": {_EN: "Nothing but words.", _ZH_HANT: "只有文字不同。"},
    "changes.rules": {_EN: "Rules", _ZH_HANT: "規則"},
    "changes.rules_about": {
        _EN: "What can be checked was checked: old calls are type-checked against the new package, and old requests are "
        "given to its client and validated against the new JSON Schema. What the new client refuses is breaking for "
        "callers of the package. The last column says why a rule cannot be seen that way.",
        _ZH_HANT: "能驗證的都經過驗證：以新套件對舊的呼叫做型別檢查，並以新套件的用戶端與新的 JSON Schema 驗證舊的請求。"
        "新用戶端會拒絕的，對套件的使用者即為不相容。"
        "最後一欄說明無法如此驗證的原因。",
    },
    "changes.column.unseen": {_EN: "cannot be seen, because", _ZH_HANT: "無法驗證的原因"},
}
