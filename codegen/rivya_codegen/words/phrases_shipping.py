"""The sentences of the docs pages about releases and about own templates, per locale, as Markdown of ours."""

from __future__ import annotations

from collections.abc import Mapping

SHIPPING_PHRASES: Mapping[str, Mapping[str, str]] = {
    "release.title": {"en": "Releases", "zh-Hant": "發行"},
    "release.summary": {
        "en": "Three workflows of GitHub Actions: what a pull request means, what the catalogue has changed, and a tag that "
        "becomes two packages on PyPI. The checks of each push are on the page [Checks in CI](ci.md).",
        "zh-Hant": "三個 GitHub Actions 工作流程：說明 pull request 的意義、追蹤目錄的變動，以及由標籤發行兩個 PyPI 套件。"
        "每次推送的檢查請見[在 CI 中檢查](ci.md)。",
    },
    "release.comment": {"en": "What a pull request means", "zh-Hant": "pull request 的意義"},
    "release.comment_about": {
        "en": "Save it as `.github/workflows/changes.yml`. The comment is renewed by each push. The job that runs the code of "
        "the pull request may only read; the one that may comment runs none of it. A pull request from a fork gets the "
        "summary of the run instead. A breaking change fails the run; accept it with its reason in "
        "`specs/changes-ignore.yaml`.",
        "zh-Hant": "存成 `.github/workflows/changes.yml`。每次推送都會更新留言。執行 pull request 程式碼的工作只能讀取；"
        "可以留言的工作不執行其中任何程式。來自 fork 的 pull request 改為顯示在執行摘要中。破壞性變更會使執行失敗；"
        "若要接受，請在 `specs/changes-ignore.yaml` 寫明理由。",
    },
    "release.sync": {"en": "When the catalogue changes", "zh-Hant": "目錄變動時"},
    "release.sync_about": {
        "en": "Save it as `.github/workflows/sync.yml`, and allow GitHub Actions to create pull requests in the settings of "
        "the repository. Where a model is new, its skeleton says what is still to be filled in, and `generated/` follows "
        "with that. A pull request that a workflow opens with its own token starts no other workflow: close and reopen it, "
        "or give the step the token of an app.",
        "zh-Hant": "存成 `.github/workflows/sync.yml`，並在儲存庫設定中允許 GitHub Actions 建立 pull request。新模型的骨架會標明"
        "待填的內容，填妥後再產生 `generated/`。工作流程以自身權杖開啟的 pull request 不會觸發其他工作流程：請關閉後重新開啟，"
        "或為該步驟提供應用程式的權杖。",
    },
    "release.publish": {"en": "A tag becomes a release", "zh-Hant": "由標籤發行"},
    "release.publish_about": {
        "en": "Save it as `.github/workflows/release.yml`. The version, its [changelog](CHANGELOG.md) and the name of the tag come "
        "from `rivya-codegen release`. Once, before the first release: on PyPI, name this repository, "
        "`release.yml` and the environment `pypi` as trusted publisher of both projects; no password is stored anywhere. "
        "Each file gets a provenance attestation and the package a list of what it brings with it (SBOM, CycloneDX); PyPI "
        "gets attestations as well. Only `publish` can reach PyPI, and it runs no code of the repository.",
        "zh-Hant": "存成 `.github/workflows/release.yml`。版本、[變更紀錄](CHANGELOG.md)與標籤名稱都來自 `rivya-codegen release`。首次發行前，請在 PyPI 將本儲存庫、`release.yml` 與環境 `pypi` "
        "設為兩個專案的 trusted publisher；任何地方都不存放密碼。每個檔案都有來源證明，套件另附相依項目清單（SBOM，CycloneDX）；"
        "PyPI 也會收到證明。只有 `publish` 能存取 PyPI，而它不執行儲存庫的任何程式。",
    },
    "release.verify": {"en": "Check what was released", "zh-Hant": "驗證發行內容"},
    "release.verify_about": {
        "en": "Anybody can check where a file comes from, or build the tagged commit again: the same bytes come out.",
        "zh-Hant": "任何人都能查證檔案的來源，或重新建置該標籤的提交：產出的位元組完全相同。",
    },
    "extending.title": {"en": "Own templates and plugins", "zh-Hant": "自訂範本與外掛"},
    "extending.summary": {
        "en": "Other outputs from the same specs, without a fork. The example is a table of prices as CSV.",
        "zh-Hant": "不必 fork，就能從同一份規格產生其他輸出。範例是 CSV 價格表。",
    },
    "extending.trust": {"en": "Whom you trust", "zh-Hant": "信任誰"},
    "extending.trust_about": {
        "en": "A template and a plugin are code that you run, with all your rights: use those that you would run as a program. "
        "Specs, model pages, catalogues and repositories under `changes` are data, read within bounds and never run.",
        "zh-Hant": "範本與外掛是由你執行的程式碼，擁有你的所有權限：請只使用你願意當作程式執行的範本與外掛。"
        "規格、模型頁面、模型目錄與 `changes` 所比較的儲存庫都是資料，只在限度內讀取，絕不執行。",
    },
    "extending.override": {"en": "Change an output", "zh-Hant": "更改輸出"},
    "extending.override_about": {
        "en": "A file in the folder of `--templates` that is called like a built-in template wins over it. `templates/README.md` "
        "lists them, with the filters through which text enters a file.",
        "zh-Hant": "`--templates` 資料夾中與內建範本同名的檔案會取而代之。`templates/README.md` 列出所有範本，以及文字進入檔案所經的過濾器。",
    },
    "extending.folder": {"en": "Add an output: a folder", "zh-Hant": "新增輸出：資料夾"},
    "extending.folder_about": {
        "en": "A folder, here `extra`, with the table `artefacts.yaml` and its templates; paths count from the table.",
        "zh-Hant": "一個資料夾（此處為 `extra`），含表格 `artefacts.yaml` 與其範本；路徑從表格所在處算起。",
    },
    "extending.plugin": {"en": "Add an output: a plugin", "zh-Hant": "新增輸出：外掛"},
    "extending.plugin_about": {
        "en": "The same two files as a package, `rivya_prices/artefacts.yaml` and `rivya_prices/prices/prices.csv.jinja`, with "
        "this beside it. The entry point names the package; no Python code is needed.",
        "zh-Hant": "把同樣的兩個檔案做成套件：`rivya_prices/artefacts.yaml` 與 `rivya_prices/prices/prices.csv.jinja`，"
        "並在旁邊放入下列檔案。進入點指向該套件；不需要任何 Python 程式碼。",
    },
    "extending.plugin_rules": {
        "en": "Every installed plugin takes part. `--version` lists them, and the manifest records their versions and the hashes "
        "of their files. A plugin adds templates and outputs and replaces none; what is wrong with it is reported with its "
        "name, and nothing is written.",
        "zh-Hant": "所有已安裝的外掛都會參與。`--version` 會列出外掛，manifest 會記錄其版本與檔案雜湊。外掛只能新增範本與輸出，"
        "不能取代既有的；有問題時會連同外掛名稱回報，且不寫入任何檔案。",
    },
    "extending.scopes": {"en": "Scopes", "zh-Hant": "範圍"},
    "extending.scopes_about": {
        "en": "The scope says how often a template is rendered. The path of an output needs `{{id}}` or `{{module}}` where there "
        "is one per model, and `{{locale}}` where there is one per language.",
        "zh-Hant": "範圍決定範本算繪的次數。每個模型各有一個輸出時，路徑需要 `{{id}}` 或 `{{module}}`；每種語言各有一個時，需要 `{{locale}}`。",
    },
    "extending.stable": {"en": "What is stable", "zh-Hant": "穩定的部分"},
    "extending.stable_about": {
        "en": "These attributes and the filters keep their names and meanings within a major version of the generator; new "
        "ones may come. Everything else of `ir.py` is what the built-in templates need at the time: signatures, type text, "
        "ready-made sections. So are the templates whose names begin with `_`.",
        "zh-Hant": "下列屬性與過濾器在產生器的同一主要版本內維持名稱與意義，但可能新增。`ir.py` 的其他部分（簽章、型別文字、現成的段落）"
        "以及名稱以 `_` 開頭的範本，只配合內建範本當時的需要。",
    },
    "extending.column_scope": {"en": "Scope", "zh-Hant": "範圍"},
    "extending.column_fields": {"en": "In the path", "zh-Hant": "路徑中可用"},
    "extending.column_variables": {"en": "Variables", "zh-Hant": "變數"},
    "extending.column_value": {"en": "Value", "zh-Hant": "值"},
    "extending.column_attributes": {"en": "Attributes", "zh-Hant": "屬性"},
}
