"""The labels of model pages: one row per label, one text per locale. A new locale is a new text in each row, no code.

`# inferred` marks texts that no page we know shows: a page with another wording gives a problem that lists these
texts, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

LOCALES = ("en", "zh-Hant")

# fmt: off
_VENDOR: Mapping[str, tuple[str, ...]] = {
    # name                                     en                                     zh-Hant
    "page.kind":                              ("Model API page",                      "模型 API 接入文件"),
    "page.title_suffix":                      (" API Integration",                    " API 接入文件"),

    "fact.id":                                ("API model id",                        "API 模型 ID"),
    "fact.inputs":                            ("Inputs",                              "輸入類型"),
    "fact.files_api":                         ("Files API",                           "Files API"),
    "fact.base_credits":                      ("Base credits",                        "基礎點數"),
    "fact.capability":                        ("Capability",                          "能力類型"),
    "fact.readiness":                         ("Readiness",                           "就緒狀態"),
    "fact.billing":                           ("Billing",                             "計費方式"),
    "fact.prompt_limit":                      ("Prompt limit",                        "Prompt 上限"),

    "section.fields":                         ("Request contract",                    "請求欄位"),
    "section.parameters":                     ("Model parameters",                    "模型參數"),
    "section.upload_policy":                  ("Upload policy",                       "上傳策略"),
    "section.reference_rule":                 ("Reference rule",                      "參考素材規則"),
    "section.max_files":                      ("Max files",                           "最大文件數"),
    "section.kinds":                          ("Accepted file kinds",                 "支援文件類型"),
    "section.duration_token":                 ("Duration token",                      "Duration token"),
    "section.minimal_request":                ("Minimal request",                     "最小請求"),
    "section.reference_request":              ("Reference-file request",              "參考文件請求"),
    "section.response":                       ("Create response",                     "建立回應"),
    "section.errors":                         ("Common errors",                       "常見錯誤"),

    "column.key":                             ("Key",                                 "Key"),
    "column.type":                            ("Type",                                "類型"),
    "column.required":                        ("Required",                            "必填"),
    "column.default":                         ("Default",                             "預設值"),
    "column.range":                           ("Range",                               "範圍"),
    "column.options":                         ("Options",                             "選項"),
    "column.description":                     ("Description",                         "說明"),
    "column.kind":                            ("kind",                                "kind"),
    "column.max_size":                        ("Max size",                            "大小上限"),
    "column.mime_types":                      ("MIME types",                          "MIME 類型"),

    "answer.yes":                             ("Yes",                                 "是"),
    "answer.no":                              ("No",                                  "否"),

    "category.image":                         ("Image",                               "圖片"),
    "category.video":                         ("Video",                               "影片"),
    "category.audio":                         ("Audio",                               "音訊"),
    "category.chat":                          ("Chat",                                "聊天"),

    "availability.available":                 ("Available via API",                   "API 可呼叫"),
    "availability.coming_soon":               ("Coming soon",                         "即將推出"),          # inferred
    "availability.studio_only":               ("Studio only",                         "僅限 Studio"),       # inferred

    "input_status.available_text":            ("Text input ready",                    "文字輸入可用"),
    "input_status.available_url_input":       ("URL input ready",                     "URL 輸入可用"),      # inferred
    "input_status.partial_requires_files":    ("Text or URL ready; reference modes use Files API", "文字或 URL 可用;參考模式使用 Files API"),
    "input_status.requires_files_api":        ("Files API required",                  "需要 Files API"),    # inferred

    "files_api.not_required":                 ("Not required for the minimal request", "最小請求不需要"),
    "files_api.required_for_reference_modes": ("Required for reference modes",        "參考素材模式需要"),
    "files_api.required":                     ("Required",                            "需要"),              # inferred

    "readiness.streaming":                    ("Chat API: non-streaming + SSE streaming", "Chat API: non-streaming + SSE streaming"),
    "readiness.no_streaming":                 ("Chat API: non-streaming",             "Chat API: non-streaming"),  # inferred

    "prompt_limit.characters":                ("characters",                          "字元"),
    "prompt_limit.none":                      ("No documented prompt limit",          "未設定 prompt 上限"),

    "range.min":                              ("min",                                 "min"),
    "range.max":                              ("max",                                 "max"),
    "range.step":                             ("step",                                "step"),
}
_DOCS: Mapping[str, tuple[str, ...]] = {
    # name                                     en                                     zh-Hant
    "fact.display_name":                      ("Display name",                        "顯示名稱"),
    "fact.category":                          ("Category",                            "類別"),
    "fact.availability":                      ("Availability",                        "可用狀態"),
    "fact.input_status":                      ("Input status",                        "輸入狀態"),
    "fact.modes":                             ("Modes",                               "模式"),
    "fact.bound":                             ("Price bound",                         "價格界限"),
    "fact.source":                            ("Source",                              "來源"),
    "fact.reviewed":                          ("Reviewed",                            "核對日期"),
    "fact.deprecated":                        ("Deprecated",                          "已棄用"),
    "fact.python_name":                       ("Python name",                         "Python 名稱"),
    "fact.undocumented":                      ("Not documented",                      "文件未說明"),

    "section.facts":                          ("Facts",                               "基本資料"),
    "section.deprecated":                     ("Deprecation",                         "棄用說明"),
    "section.item_fields":                    ("List item fields",                    "清單項目欄位"),
    "section.limits":                         ("File limits",                         "檔案限制"),
    "section.combinations":                   ("Allowed combinations",                "允許的組合"),
    "section.reference_order":                ("Reference order",                     "參考素材順序"),
    "section.conditions":                     ("Conditions",                          "條件"),
    "section.chat":                           ("Chat",                                "聊天能力"),
    "section.notices":                        ("Notices",                             "注意事項"),
    "section.python_call":                    ("Python call",                         "Python 呼叫"),
    "section.stream":                         ("Stream",                              "串流回應"),
    "section.see_also":                       ("See also",                            "延伸閱讀"),
    "section.error_codes":                    ("Error codes",                         "錯誤碼說明"),

    "column.details":                         ("Details",                             "細節"),
    "column.fact":                            ("Fact",                                "項目"),
    "column.value":                           ("Value",                               "值"),
    "column.rule":                            ("Rule",                                "規則"),
    "column.meaning":                         ("Meaning",                             "含義"),

    "answer.unknown":                         ("Unknown",                             "未說明"),

    "parameters.none":                        ("This model has no parameters of its own.", "這個模型沒有專屬參數。"),

    "chat.streaming":                         ("Streaming",                           "串流"),
    "chat.web_search":                        ("Web search",                          "網頁搜尋"),
    "chat.image_attachments":                 ("Image attachments",                   "圖片附件"),
    "chat.reasoning_effort":                  ("Reasoning effort",                    "推理強度"),
    "chat.thoughts":                          ("Thoughts",                            "思考內容"),
}
# fmt: on

# fmt: off
_ALSO: Mapping[str, tuple[str, ...]] = {
    "page.kind": ("Model API pages",),
    "fact.readiness": ("可用狀態",),
    "files_api.required": ("Files required", "Files API required"),
    "input_status.available_text": ("對話可用",),
    "category.image": (
        "圖像", "图片", "图像", "画像", "イメージ", "이미지", "تصویر", "ছবি", "चित्र", "छवि", "इमेज", "รูปภาพ", "ภาพ",
        "Ảnh", "Imej", "Gambar", "Bild", "Hình ảnh", "Imagen", "Imagem", "Immagine", "Immagini", "Afbeelding", "Beeld",
        "Billede", "Bilde", "Kuva", "Obraz", "Obrázek", "Görsel", "Resim", "Imagine", "Изображение", "Изображения",
        "Зображення", "Εικόνα", "صورة", "صور", "תמונה", "Larawan",
    ),
    "category.video": ("視訊", "视频", "動画", "ビデオ", "비디오", "동영상", "영상", "ویڈیو", "ভিডিও", "वीडियो", "विडियो", "วิดีโอ",
        "Vídeo", "Vidéo", "Wideo", "Видео", "Відео", "Βίντεο", "فيديو", "וידאו",
    ),
    "category.audio": (
        "音频", "音訊", "オーディオ", "音声", "오디오", "음성", "آڈیو", "অডিও", "ऑडियो", "เสียง", "Ljud", "Suara", "Âm thanh",
        "Áudio", "Lyd", "Ääni", "Dźwięk", "Zvuk", "Ses", "Geluid", "Аудио", "Аудіо", "Звук", "Ήχος", "صوت", "אודיו", "Tunog",
    ),
    "category.chat": (
        "對話", "对话", "聊天", "チャット", "채팅", "대화", "چیٹ", "চ্যাট", "चैट", "แชท", "Sembang", "Chatt", "Trò chuyện",
        "Obrolan", "Sohbet", "Czat", "Чат", "Συνομιλία", "دردشة", "محادثة", "צ'אט", "Conversa", "Conversación",
    ),
}
# fmt: on
"""Other texts that pages have for a label, in whatever language."""
_MARKS = ": #¶§🔗"  # a colon, and what a heading has beside it to copy its address from

_LONGEST = 100
_SURE = 3


def label(name: str, locale: str) -> str:
    """Return the text of a label, such as `fact.prompt_limit`, in a locale."""
    row = _VENDOR.get(name) or _DOCS[name]
    return row[LOCALES.index(locale)]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a vendor's page may use, and the locale that most of them are in."""

    locale: str

    def label(self, name: str) -> str:
        """Return the text of a label, such as `fact.prompt_limit`."""
        return label(name, self.locale)

    def words(self, group: str) -> Mapping[str, str]:
        """Return the labels of a group, such as `section`: name without the group → text."""
        return _words(group, self.locale)

    def find(self, group: str, text: str) -> str | None:
        """Return the name of the label that `text` is, if it is one of the group.

        A vendor's page may have some of its labels in another language than the rest.
        """
        if len(text) > _LONGEST:
            return None
        folded = fold(text)
        return _folded(group, self.locale).get(folded) or _folded_anywhere(group, LOCALES).get(folded)

    def knows(self, group: str, text: str) -> bool:
        """Tell whether a text is a label of a group in one of the languages whose labels are all known."""
        return any(fold(text) in _folded(group, locale) for locale in LOCALES)

    def texts(self, group: str) -> Iterable[tuple[str, str]]:
        """Return the texts of a group with their names in every known language."""
        return _folded_anywhere(group, LOCALES).items()

    def is_badges(self, text: str) -> bool:
        """Tell whether a line begins like one of badges, which are glued to each other or set apart."""
        line = squeeze(text)
        return any(line.startswith(squeeze(known)) for known, _ in self.texts("availability"))


@cache
def _words(group: str, locale: str) -> Mapping[str, str]:
    prefix = f"{group}."
    return {name.removeprefix(prefix): label(name, locale) for name in _VENDOR if name.startswith(prefix)}


@cache
def _folded(group: str, locale: str) -> Mapping[str, str]:
    return {fold(text): name for name, text in _words(group, locale).items()}


@cache
def _folded_anywhere(group: str, locales: tuple[str, ...]) -> Mapping[str, str]:
    prefix = f"{group}."
    also = {fold(text): name.removeprefix(prefix) for name in _ALSO if name.startswith(prefix) for text in _ALSO[name]}
    known = [_folded(group, locale) for locale in reversed(locales)]
    return also | {text: name for folded in known for text, name in folded.items()}


@lru_cache(maxsize=64)  # a line is compared with one group after the other
def fold(text: str) -> str:
    """Return the form in which labels are compared: width, case, spaces and a final colon do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(_MARKS)


def squeeze(text: str) -> str:
    """Return a folded text without spaces and separators, to compare badges that are glued or set apart."""
    return re.sub(r"[\s·•|,;:/()、`]+", "", fold(text))


def find_anywhere(group: str, text: str) -> str | None:
    """Return the name of the label of a group that `text` is on the vendor's pages in any locale."""
    return Labels(LOCALES[0]).find(group, text)


def is_heading(text: str) -> bool:
    """Tell whether a text is a section heading of the vendor's pages in any locale."""
    return find_anywhere("section", text) is not None


def find_locale(texts: Iterable[str]) -> str | None:
    """Return the locale whose headings and fact labels occur most among the texts; none if hardly any does.

    A text that is the same label in every locale, such as "Files API", tells nothing.
    """
    seen = {fold(text) for text in texts if len(text) <= _LONGEST}
    known = {locale: _headings(locale) for locale in LOCALES}
    common = {text for text in known[LOCALES[0]] if all(text in headings for headings in known.values())}
    scores = {locale: len(seen & (known[locale] - common)) for locale in LOCALES}
    best = max(LOCALES, key=lambda locale: scores[locale])
    return best if scores[best] >= _SURE else None


def _headings(locale: str) -> frozenset[str]:
    return frozenset(text for group in ("section", "fact") for text in _folded(group, locale))
