"""Pages that mix languages: known headings over values, table heads or prose in another language, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from importer.disguises import foreign, gibberish
from importer.samples import MODELS, expected, only, page, run, spec_of, stated, text_of
from rivya_codegen.importer import Page
from rivya_codegen.words.labels import Labels

VENDOR = Labels("en")
# What pages in a language say for: required for reference modes, not required, categories, characters, yes, no, columns.
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "ur": {
        "Required for reference modes": "Reference modes کے لیے required",
        "Not required for the minimal request": "Minimal request کے لیے required نہیں",
        "Image": "تصویر", "Video": "ویڈیو", "Audio": "آڈیو", "Chat": "چیٹ", "characters": "حروف", "Yes": "ہاں", "No": "نہیں",
    },
    "bn": {
        "Required for reference modes": "Reference mode-এর জন্য required",
        "Not required for the minimal request": "Minimal request-এ required নয়",
        "Image": "ছবি", "Video": "ভিডিও", "Audio": "অডিও", "Chat": "চ্যাট", "characters": "অক্ষর", "Yes": "হ্যাঁ", "No": "না",
    },
    "hi": {
        "Required for reference modes": "Reference modes के लिए आवश्यक",
        "Not required for the minimal request": "न्यूनतम अनुरोध के लिए आवश्यक नहीं",
        "Image": "इमेज", "Video": "वीडियो", "Audio": "ऑडियो", "Chat": "चैट", "characters": "अक्षर", "Yes": "हाँ", "No": "नहीं",
    },
    "th": {
        "Required for reference modes": "จำเป็นสำหรับโหมดอ้างอิง",
        "Not required for the minimal request": "ไม่จำเป็นสำหรับคำขอขั้นต่ำ",
        "Image": "รูปภาพ", "Video": "วิดีโอ", "Audio": "เสียง", "Chat": "แชท", "characters": "อักขระ", "Yes": "ใช่", "No": "ไม่",
    },
    "ja": {
        "Required for reference modes": "参照モードで必要",
        "Not required for the minimal request": "最小リクエストでは不要",
        "Image": "画像", "Video": "動画", "Audio": "音声", "Chat": "チャット", "characters": "文字", "Yes": "はい", "No": "いいえ",
    },
    "zh": {
        "Required for reference modes": "参考素材模式需要",
        "Not required for the minimal request": "最小请求不需要",
        "Image": "图片", "Video": "视频", "Audio": "音频", "Chat": "对话", "characters": "字符", "Yes": "是", "No": "否",
    },
    "sv": {
        "Required for reference modes": "Krävs för referenslägen",
        "Not required for the minimal request": "Krävs inte för minsta anrop",
        "Image": "Bild", "Video": "Video", "Audio": "Ljud", "Chat": "Chatt", "characters": "tecken", "Yes": "Ja", "No": "Nej",
    },
    "ms": {
        "Required for reference modes": "Diperlukan untuk mod rujukan",
        "Not required for the minimal request": "Tidak diperlukan untuk permintaan minimum",
        "Image": "Imej", "Video": "Video", "Audio": "Audio", "Chat": "Sembang", "characters": "aksara", "Yes": "Ya", "No": "Tidak",
    },
}  # fmt: skip


def with_values_in(text: str, language: str, *, answers: bool = False) -> str:
    """Return an English page with the words of its facts, and perhaps its answers, in another language."""
    words = LANGUAGES[language]
    lines = text.split("\n")
    for at, line in enumerate(lines):
        limit = re.fullmatch(r"(\d+) characters", line)
        if limit:
            lines[at] = f"{limit[1]} {words['characters']}"
        elif line.startswith("|") and answers:
            lines[at] = line.replace("| Yes |", f"| {words['Yes']} |").replace("| No |", f"| {words['No']} |")
        elif VENDOR.find("fact", lines[at - 1]):
            lines[at] = words.get(line, line)
    return "\n".join(lines)


def facts_of(text: str) -> dict[str, object]:
    return spec_of(text).model_dump(exclude={"text"})


@pytest.mark.parametrize("answers", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS)
def test_values_in_another_language(model: str, language: str, answers: bool) -> None:
    """The facts are whole; the text is nobody's until the caller says whose."""
    mixed = Page("page.md", with_values_in(text_of(model), language, answers=answers))
    spec, problems = stated(mixed)
    assert spec is not None, problems
    assert spec.model_dump(exclude={"text"}) == facts_of(expected(model, "en"))
    assert spec.text["en"].summary == spec_of(expected(model, "en")).name
    assert only(run(mixed, locale="en")) == expected(model, "en")


@pytest.mark.parametrize("model", ["grok-imagine", "z-image", "gpt-5-2-chat"])
@pytest.mark.parametrize("groups", [("fact",), ("section",), ("column",), ("fact", "column"), ("section", "column")])
def test_some_headings_in_another_language(model: str, groups: tuple[str, ...]) -> None:
    text = text_of(model)
    for group in groups:
        for word in sorted(VENDOR.words(group).values(), key=len, reverse=True):
            strange = " ".join(map(gibberish, word.split()))
            text = re.sub(rf"(^}}?|\| ){re.escape(word)}($| \|)", rf"\g<1>{strange}\g<2>", text, flags=re.MULTILINE)
            text = re.sub(rf"(\| ){re.escape(word)}( \|)", rf"\g<1>{strange}\g<2>", text)
    assert text != text_of(model)
    assert only(run(Page("page.md", text), locale="en")) == expected(model, "en")


def test_chinese_headings_over_english_values_and_the_other_way_round() -> None:
    pairs = {"圖片": "Image", "參考素材模式需要": "Required for reference modes", "是": "Yes", "否": "No"}
    for locale, words in (("zh-Hant", pairs), ("en", {english: chinese for chinese, english in pairs.items()})):
        text = text_of("grok-imagine", locale)
        for old, new in words.items():
            text = re.sub(rf"(^|\| ){re.escape(old)}($| \|)", rf"\g<1>{new}\g<2>", text, flags=re.MULTILINE)
        assert text != text_of("grok-imagine", locale)
        assert only(run(Page("page.md", text))) == only(run(page("grok-imagine", locale)))


@pytest.mark.parametrize(
    "prose",
    ["تصویر بناتا ہے۔", "สร้างภาพจากข้อความ", "Gör bilder av en text och kan ändra en bild med hjälp av en annan."],
)
def test_prose_of_another_language_is_not_taken_for_english(prose: str) -> None:
    text = text_of("grok-imagine")
    tables = re.sub(r"\| [^|]+ \|$", f"| {prose} |", text, flags=re.MULTILINE).replace(
        f"| {prose} |", "| Description |", 1
    )
    lines = tables.split("\n")
    lines[2] = prose
    at = next(at for at, line in enumerate(lines) if line.startswith("| Key") and at > 25)
    lines[at] = text.split("\n")[at]
    kinds = next(at for at, line in enumerate(lines) if line.startswith("| kind"))
    lines[kinds : kinds + 3] = text.split("\n")[kinds : kinds + 3]
    (made,) = run(Page("page.md", "\n".join(lines))).models
    assert facts_of(made.text) == facts_of(expected("grok-imagine", "en"))
    assert prose not in made.text
    assert made.notes[-1].startswith("text: only the name; the language of the page is not known")


def test_one_slip_in_an_english_page_stays_a_problem() -> None:
    for old, new in (("Required for reference modes", "Required for referencemodes"), ("| No |", "| Np |")):
        problems = run(Page("page.md", text_of("grok-imagine").replace(old, new, 1))).problems
        assert [problem.code for problem in problems] == ["page-unknown-value"]


@pytest.mark.parametrize("chat", ["gpt-5-2-chat", "gemini-2-5-flash-chat"])
def test_a_summary_with_the_id_in_it_is_no_title(chat: str) -> None:
    lines = foreign(text_of(chat)).split("\n")
    lines[2] = f"Blabla {chat} umu Rivya Public API v1 zum"
    spec = spec_of(only(run(Page("page.md", "\n".join(lines)), locale="en")))
    assert (spec.name, spec.text["en"].summary) == (spec_of(expected(chat, "en")).name, lines[2])


def test_a_column_with_a_known_title_is_never_taken_for_another() -> None:
    text = with_values_in(text_of("grok-imagine"), "ur", answers=True)
    swapped = re.sub(r"\| (Type|select|string|object) \| ([^|]+) \|", r"| \2 | \1 |", text)
    assert swapped != text
    assert only(run(Page("page.md", swapped), locale="en")) == expected("grok-imagine", "en")
    strange = swapped.replace("| Default | Range | Options |", "| Zumi | Range | Blab |")
    assert run(Page("page.md", strange), locale="en").problems


# --- A row that nobody knows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["grok-imagine", "gpt-5-2-chat"])
@pytest.mark.parametrize("value", ["400000", "ja", "32 kb"])
def test_one_more_row_among_the_facts_is_named(model: str, value: str) -> None:
    """Wherever it stands: it is never taken for a fact, and never dropped."""
    lines = foreign(text_of(model)).split("\n")
    first, after = lines.index(model), next(at for at, line in enumerate(lines) if line.startswith("| "))
    for at in range(first - 1, after - 2, 2):
        more = [*lines[:at], "Kuntekst", value, *lines[at:]]
        problems = run(Page("page.md", "\n".join(more)), locale="en").problems
        assert "Kuntekst" in " ".join(map(str, problems)), at
