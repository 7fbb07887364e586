"""The messages of the real catalogue, with the phrases that the runtime needs where the catalogue lacks them yet."""

from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).parents[3] / "codegen" / "rivya_codegen" / "messages.yaml"

PHRASES: dict[str, dict[str, str]] = {
    "hint": {"en": ' (did you mean "{word}"?)', "zh-Hant": "(是不是「{word}」?)"},
    "one-of": {"en": "; allowed: {allowed}", "zh-Hant": ";可用選項:{allowed}"},
    "and": {"en": " and ", "zh-Hant": "且"},
    "type-string": {"en": "a string", "zh-Hant": "字串"},
    "type-integer": {"en": "an integer", "zh-Hant": "整數"},
    "type-number": {"en": "a finite number", "zh-Hant": "有限的數字"},
    "type-boolean": {"en": "true or false", "zh-Hant": "true 或 false"},
    "type-list": {"en": "a list", "zh-Hant": "陣列"},
    "type-object": {"en": "an object", "zh-Hant": "物件"},
    "type-url": {"en": "an http(s) address", "zh-Hant": "http(s) 網址"},
    "type-identifier": {"en": "an id", "zh-Hant": "id"},
    "type-reference": {
        "en": "a path, an address, bytes, a binary file object or an uploaded file",
        "zh-Hant": "路徑、網址、bytes、二進位檔案物件或已上傳的檔案",
    },
    "type-local-file": {"en": "a local file", "zh-Hant": "本機檔案"},
    "unit-characters": {"en": "characters", "zh-Hant": "字元"},
    "unit-items": {"en": "items", "zh-Hant": "項"},
    "detail-kind-unknown": {
        "en": "the kind of {name} cannot be told from its address; say it: Media(…, kind=…)",
        "zh-Hant": "無法由網址判斷 {name} 的類型;請寫明:Media(…, kind=…)",
    },
    "when-references-given": {"en": "references are given", "zh-Hant": "有參考檔案"},
    "when-references-absent": {"en": "no references are given", "zh-Hant": "沒有參考檔案"},
    "when-prompt-given": {"en": "a prompt is given", "zh-Hant": "有 prompt"},
    "when-prompt-absent": {"en": "no prompt is given", "zh-Hant": "沒有 prompt"},
    "when-parameter": {"en": "{parameter} is {values}", "zh-Hant": "{parameter} 為 {values}"},
}

_catalogue: dict[str, Any] = yaml.safe_load(CATALOGUE.read_text("utf-8"))["request"]
MESSAGES: dict[str, dict[str, str]] = {**PHRASES, **_catalogue}
