"""The sentences of the docs pages about checks, the rules and their use in CI, per locale, as Markdown of ours."""

from __future__ import annotations

from collections.abc import Mapping

CI_PHRASES: Mapping[str, Mapping[str, str]] = {
    "ci.title": {"en": "Checks in CI", "zh-Hant": "在 CI 中檢查"},
    "ci.summary": {
        "en": "A wrong spec and a stale `generated/` are found before anybody merges them.",
        "zh-Hant": "在合併之前，就能發現有誤的規格與過期的 `generated/`。",
    },
    "ci.formats": {"en": "Formats", "zh-Hant": "輸出格式"},
    "ci.formats_about": {
        "en": "`rivya-codegen validate --format …` prints the problems in one of these forms. The exit code is 0 where there "
        "are none, 1 where there are some, and 2 after wrong usage, in every form. `--locale` is the language of the messages.",
        "zh-Hant": "`rivya-codegen validate --format …` 以下列格式輸出問題。不論何種格式，沒有問題時結束代碼為 0，有問題時為 1，"
        "用法錯誤時為 2。`--locale` 指定訊息的語言。",
    },
    "ci.format": {"en": "Format", "zh-Hant": "格式"},
    "ci.goes_to": {"en": "Goes to", "zh-Hant": "輸出到"},
    "ci.what": {"en": "What it is", "zh-Hant": "內容"},
    "ci.stdout": {"en": "standard output", "zh-Hant": "標準輸出"},
    "ci.stderr": {"en": "standard error", "zh-Hant": "標準錯誤"},
    "ci.text": {
        "en": "A line per problem: file, line, column, message, code.",
        "zh-Hant": "每個問題一行：檔案、行、欄、訊息、代碼。",
    },
    "ci.json": {
        "en": "One object with the list `problems`; each has `code`, `severity`, `message`, `file`, `line`, `column` and "
        "`remedy`. Line and column are `null` where the whole file is meant.",
        "zh-Hant": "一個含 `problems` 清單的物件；每項有 `code`、`severity`、`message`、`file`、`line`、`column` 與 `remedy`。"
        "問題屬於整個檔案時，行與欄為 `null`。",
    },
    "ci.github": {
        "en": "Workflow commands of GitHub Actions, shown beside the lines of a pull request.",
        "zh-Hant": "GitHub Actions 的工作流程指令，會顯示在 pull request 的程式行旁。",
    },
    "ci.sarif": {
        "en": "A SARIF 2.1.0 log with the rules that were broken, for code scanning. A finding keeps its fingerprint when lines move.",
        "zh-Hant": "SARIF 2.1.0 記錄，附上違反的規則，供程式碼掃描使用。行號移動時，同一問題的指紋不變。",
    },
    "ci.actions": {"en": "GitHub Actions", "zh-Hant": "GitHub Actions"},
    "ci.actions_about": {
        "en": "Save it as `.github/workflows/specs.yml` in the repository that holds `specs/`. A pull request from a fork may "
        "not upload findings; the annotations are there all the same.",
        "zh-Hant": "在含有 `specs/` 的儲存庫中存成 `.github/workflows/specs.yml`。來自 fork 的 pull request 不能上傳掃描結果，"
        "但仍會顯示註解。",
    },
    "ci.precommit": {"en": "pre-commit", "zh-Hant": "pre-commit"},
    "ci.precommit_about": {
        "en": "The repository defines the hooks `rivya-codegen-validate` and `rivya-codegen-check`. In "
        "`.pre-commit-config.yaml` of the repository that holds `specs/`, with the address of your copy of this one:",
        "zh-Hant": "本儲存庫定義了 `rivya-codegen-validate` 與 `rivya-codegen-check` 兩個 hook。請在含有 `specs/` 的儲存庫的 "
        "`.pre-commit-config.yaml` 中加入以下內容，並換成你的儲存庫網址：",
    },
    "rules.title": {"en": "Rules", "zh-Hant": "規則"},
    "rules.summary": {
        "en": "What each code in brackets means, and how to mend it. All of them are errors: nothing is generated or written "
        "while one is open. `rivya-codegen rules CODE` prints the same in the terminal.",
        "zh-Hant": "說明方括號中每個代碼的意義與修正方式。所有規則都是錯誤：未解決前不會產生或寫入任何檔案。"
        "`rivya-codegen rules CODE` 會在終端機顯示相同內容。",
    },
    "rules.code": {"en": "Code", "zh-Hant": "代碼"},
    "rules.means": {"en": "What it means", "zh-Hant": "意義"},
}
