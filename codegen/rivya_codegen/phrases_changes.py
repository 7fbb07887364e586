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
        "validated against the new JSON Schema. The last column says why a rule cannot be seen that way.",
        _ZH_HANT: "能驗證的都經過驗證：以新套件對舊的呼叫做型別檢查，並以新的 JSON Schema 驗證舊的請求。"
        "最後一欄說明無法如此驗證的原因。",
    },
    "changes.column.unseen": {_EN: "cannot be seen, because", _ZH_HANT: "無法驗證的原因"},
}
