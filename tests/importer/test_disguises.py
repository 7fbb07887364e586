"""The same page in other clothes says the same: without labels, with tabs for pipes, as HTML, in an unknown language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from importer.disguises import as_html, foreign, gibberish, stripped, tabbed
from importer.samples import MODELS, PAGES, SPECS, expected, only, page, run, spec_of, text_of
from rivya_codegen.importer import Page, frame
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.words import labels

BOTH = pytest.mark.parametrize("locale", ["en", "zh-Hant"])
EACH = pytest.mark.parametrize("model", MODELS)
STRIPPED = sorted(path.name.split(".")[0] for path in PAGES.glob("*.stripped.md"))


def test_the_stripped_pages_we_were_given() -> None:
    assert STRIPPED == ["gpt-5-2-chat", "happyhorse-1-0", "z-image"]
    for model in STRIPPED:
        assert only(run(page(model, "en.stripped"))) == expected(model, "en")
        assert stripped(text_of(model)) == text_of(model, "en.stripped")


@EACH
@BOTH
def test_every_page_without_its_labels(model: str, locale: str) -> None:
    for badges in (False, True):
        text = stripped(text_of(model, locale), locale, badges=badges)
        assert only(run(Page("page.md", text))) == expected(model, locale)


@EACH
@BOTH
def test_every_page_with_tabs(model: str, locale: str) -> None:
    text = tabbed(text_of(model, locale))
    assert "|" not in text.replace("\\|", "")
    assert only(run(Page("page.md", text))) == expected(model, locale)


@EACH
@BOTH
@pytest.mark.parametrize("facts", ["dl", "table", "p", "b"])
def test_every_page_as_html(model: str, locale: str, facts: str) -> None:
    assert only(run(Page("page.html", as_html(text_of(model, locale), facts=facts)))) == expected(model, locale)


@EACH
@BOTH
def test_every_page_in_an_unknown_language(model: str, locale: str) -> None:
    """With labels and without; the text goes where the caller says."""
    for text in (text_of(model, locale), stripped(text_of(model, locale), locale, badges=True)):
        strange = foreign(text, locale)
        assert labels.find_locale(strange.split("\n")) is None
        assert only(run(Page("page.md", strange), locale=locale)) == expected(model, locale)


# --- Without labels ---------------------------------------------------------------------------------------------------


def test_what_a_stripped_page_does_not_say_stays(project: Path) -> None:
    text = expected("z-image", "en").replace("availability: available\n", "availability: coming_soon\n")
    (project / "specs" / "models" / "z-image.yaml").write_text(text)
    (model,) = run(page("z-image", "en.stripped"), specs=SPECS).models
    assert (model.changes, model.changed) == ((), False)
    (conflict,) = run(page("z-image"), specs=SPECS).problems
    assert conflict.parameters["path"] == "availability"


def test_what_is_said_comes_before_what_is_guessed(project: Path) -> None:
    said = Page("page.md", text_of("z-image").replace("Available via API", "Coming soon"))
    result = run(page("z-image", "en.stripped"), said, specs=SPECS)
    assert spec_of(only(result)).availability == "coming_soon"


def test_guesses_are_told() -> None:
    (model,) = run(page("happyhorse-1-0", "en.stripped")).models
    assert model.notes == (
        "availability: available, which the page does not say; it follows from the rest",
        "input_status: partial_requires_files, which the page does not say; it follows from the rest",
    )


# --- In an unknown language -------------------------------------------------------------------------------------------


def test_without_a_locale_facts_come_without_text(project: Path) -> None:
    """A new spec gets the name where the format needs a text; one that is there keeps its own."""
    strange = Page("page.md", foreign(text_of("happyhorse-1-0")))
    (model,) = run(strange, specs=SPECS).models
    assert {**_facts(spec_of(model.text)), "text": None} == {
        **_facts(spec_of(expected("happyhorse-1-0", "en"))),
        "text": None,
    }
    assert yaml.safe_load(model.text)["text"] == {"en": {"summary": "HappyHorse 1.0"}}
    assert model.notes[-1].startswith("text: only the name; the language of the page is not known")
    (project / "specs" / "models" / "happyhorse-1-0.yaml").write_text(expected("happyhorse-1-0", "en"))
    assert [model.changes for model in run(strange, specs=SPECS).models] == [()]


def _facts(spec: ModelSpec) -> dict[str, object]:
    return spec.model_dump()


def test_the_locale_must_be_one_of_the_platform(project: Path) -> None:
    result = run(Page("page.md", foreign(text_of("z-image"))), specs=SPECS, locale="tlh")
    assert [str(problem) for problem in result.problems] == [
        'specs/platform.yaml: error: the locale "tlh" is not one of the platform spec: en, zh-Hant [text-locale-unknown]'
    ]


def test_an_unknown_category_is_asked_for(project: Path) -> None:
    strange = Page("page.md", re.sub(r"^Image$", "Bildo", foreign(text_of("z-image")), flags=re.MULTILINE))
    (problem,) = run(strange, specs=SPECS, locale="en").problems
    assert str(problem) == (
        'page.md:14:1: error: no known word says what kind of model this is; known: "Image", "Video", "Audio", "Chat", '
        '"圖片", "影片", "音訊", "聊天"; say it with --category, or import a page in a known language first [page-category]'
    )
    assert only(run(strange, specs=SPECS, locale="en", category="image")) == expected("z-image", "en")
    both = run(strange, page("z-image"), specs=SPECS, locale="en")
    assert only(both) == expected("z-image", "en")


def test_words_of_other_alphabets_for_a_category() -> None:
    strange = re.sub(r"^Video$", "Vidéo", foreign(text_of("sora-2")), flags=re.MULTILINE)
    assert spec_of(only(run(Page("page.md", strange), locale="en"))).category == "video"


def test_the_words_of_a_range_are_learned() -> None:
    """Two parts are a least and a most; one part alone is understood where the word was learned from another row."""
    strange = foreign(text_of("happyhorse-1-0"))
    for word in ("min", "max"):
        strange = re.sub(rf"\b{word} (\d)", rf"{gibberish(word)} \1", strange)
    assert only(run(Page("page.md", strange), locale="en")) == expected("happyhorse-1-0", "en")
    low = gibberish("min")
    alone = strange.replace(f"{low} 0 / {gibberish('max')} 2147483647", f"{low} 0")
    assert spec_of(only(run(Page("page.md", alone), locale="en"))).params["seed"].model_dump()["min"] == 0
    unknown = alone.replace(f"{low} 3 / {gibberish('max')} 15", "-")
    assert [str(problem) for problem in run(Page("page.md", unknown), locale="en").problems] == [
        f'page.md:34:33: error: range of seed: "{low} 0" is not a range, such as min 0 / max 1 / step 0.05'
        " (each part once, or left out) [page-range]"
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("| aspect_ratio | select |", "| aspect_ratio | selekto |", ["30:18 page-unknown-value"]),
        ("z-image API", "z-image API", []),
        ("\n{\n", "\nPrezoj\n| daŭro | kostoj |\n|---|---|\n| 5 | 28 |\n{\n", ["0:0 page-missing", "31:1 page-stray"]),
        ("1000 ", "1,000 ", []),
    ],
)
def test_what_has_no_place_is_reported_by_name(old: str, new: str, found: list[str]) -> None:
    text = foreign(text_of("z-image")).replace(old, new, 1)
    problems = run(Page("page.md", text), locale="en").problems
    places = [f"{problem.location.line}:{problem.location.column} {problem.code}" for problem in problems]
    assert places[: len(found)] == found
    assert bool(places) == bool(found)


# --- A language that somebody enters ----------------------------------------------------------------------------------


def test_a_new_locale_is_rows(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    """No code: a text for every label, and pages in the language are read as strictly as any."""
    platform = project / "specs" / "platform.yaml"
    platform.write_text(
        platform.read_text("utf-8").replace("locales: [en, zh-Hant]", "locales: [en, zh-Hant, eo]"), "utf-8"
    )

    def entered(known: Mapping[str, str]) -> Mapping[str, str]:
        words = {name: " ".join(map(gibberish, text.split())) for name, text in known.items()}
        return {name: f" {word}" if known[name].startswith(" ") else word for name, word in words.items()}

    for reader, read in (("_vendor", labels._vendor), ("_docs", labels._docs)):
        texts = {"eo": entered(read("en")), **{locale: read(locale) for locale in labels.LOCALES}}
        monkeypatch.setattr(labels, reader, texts.__getitem__)
    locales = (*labels.LOCALES, "eo")
    for module in (labels, frame):
        monkeypatch.setattr(module, "LOCALES", locales)
    text = _in_new_locale(text_of("happyhorse-1-0"))
    assert "Inputs" not in text
    assert labels.find_locale(text.split("\n")) == "eo"
    spec = spec_of(only(run(Page("page.md", text))))
    english = spec_of(expected("happyhorse-1-0", "en"))
    assert spec.model_dump(exclude={"text"}) == english.model_dump(exclude={"text"})
    assert spec.text == {"eo": english.text["en"]}
    unknown = labels.label("section.minimal_request", "eo")
    problems = run(Page("page.md", text.replace(unknown, "Kiom"))).problems
    assert [problem.code for problem in problems] == ["page-missing", "page-stray"]
    assert 'has no section "' + unknown in str(problems[0])
    result = run(page("happyhorse-1-0"), Page("page.md", text), specs=SPECS)
    assert list(spec_of(only(result)).text) == ["en", "eo"]


def _in_new_locale(text: str) -> str:
    """Return an English page in the third language of the table."""
    vendor = labels.Labels("en")
    groups = ["fact", "section", "column", "answer", "category", "files_api", "range"]
    words = {
        word: labels.label(f"{group}.{name}", "eo") for group in groups for name, word in vendor.words(group).items()
    }
    lines = text.split("\n")
    lines[0] = labels.label("page.kind", "eo")
    lines[1] = lines[1].replace(" API Integration", labels.label("page.title_suffix", "eo"))
    names = ("availability.available", "input_status.partial_requires_files", "category.video")
    lines[3] = "".join(labels.label(name, "eo") for name in names)
    limit = labels.label("prompt_limit.characters", "eo")
    result: list[str] = []
    for line in lines:
        glue, rest = ("}", line[1:]) if line.startswith("}") and line[1:] in words else ("", line)
        if rest.startswith("|"):
            cells = [words.get(cell.strip(), cell.strip()) for cell in rest.strip("|").split("|")]
            cells = [re.sub(r"\b(min|max) ", lambda match: f"{words[match[1]]} ", cell) for cell in cells]
            rest = f"| {' | '.join(cells)} |"
        result.append(glue + words.get(rest, re.sub(r"^(\d+) characters$", rf"\1 {limit}", rest)))
    return "\n".join(result)
