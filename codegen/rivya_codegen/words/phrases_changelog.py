"""The sentences of the changelog of the package, per locale, as Markdown of ours."""

from __future__ import annotations

from collections.abc import Mapping

CHANGELOG_PHRASES: Mapping[str, Mapping[str, str]] = {
    "changelog.title": {"en": "Changelog of rivya", "zh-Hant": "rivya 變更紀錄"},
    "changelog.summary": {
        "en": "What each release of the package changes for those who call it: models and limits, and what to write instead "
        "where a call breaks.",
        "zh-Hant": "套件每個版本對使用者的影響：模型與限制的變更，以及不相容時應改用的寫法。",
    },
    "changelog.none": {"en": "Nothing has been released yet", "zh-Hant": "尚未發行"},
    "changelog.release": {"en": "{version} ({date})", "zh-Hant": "{version}（{date}）"},
    "changelog.first": {"en": "The first release.", "zh-Hant": "首次發行。"},
    "changelog.same": {
        "en": "Models and limits are those of the release before.",
        "zh-Hant": "模型與限制與前一版相同。",
    },
    "changelog.added": {"en": "New: {subject}", "zh-Hant": "新增：{subject}"},
    "changelog.changed": {"en": "Changed: {subject}", "zh-Hant": "變更：{subject}"},
    "changelog.removed": {"en": "Removed: {subject}", "zh-Hant": "移除：{subject}"},
}
