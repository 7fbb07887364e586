"""What stands around a page, and how its parts are written, does not matter: breadcrumbs, contents, buttons, Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from importer.samples import MODELS, expected, only, page, run, spec_of, stated, text_of
from repository.work import assert_steps_grow_with
from rivya_codegen.importer import Page
from rivya_codegen.words.labels import Labels

MODEL = "grok-imagine"
TEXT = text_of(MODEL)
WANTED = expected(MODEL, "en")
LABELS = Labels("en")
ERRORS = "validation_failed, insufficient_credits, idempotency_conflict, rate_limited, not_found"
POLLING = next(line for line in TEXT.split("\n") if line.startswith("Creation answers"))
CONTENTS = "On this page\n" + "".join(
    f"{LABELS.label(f'section.{name}')}\n" for name in ("fields", "parameters", "upload_policy", "response", "errors")
)
BADGES = "Available via APIText or URL ready; reference modes use Files APIImage"


def with_blocks(text: str, change: Callable[[str], str]) -> str:
    """Return a page with each block of JSON changed."""
    changed, position = "", 0
    while (start := text.find("\n{", position)) >= 0:
        _, end = json.JSONDecoder().raw_decode(text, start + 1)
        changed += text[position : start + 1] + change(text[start + 1 : end])
        position = end
    return changed + text[position:]


def _before(mark: str, more: str) -> str:
    assert mark in TEXT
    return TEXT.replace(mark, more + mark, 1)


def _numbers(block: str) -> str:
    return "\n".join(f"{at}  {line}" for at, line in enumerate(block.split("\n"), 1))


def _gutter(block: str) -> str:
    return "".join(f"{at}\n" for at in range(1, block.count("\n") + 2)) + block


AROUND = {
    "breadcrumb": "Rivya AI Docs\nModel API pages\n" + TEXT.split("\n", 1)[1],
    "breadcrumb in one line": f"Rivya AI Docs / Model API pages / Grok Imagine\n{TEXT}",
    "navigation": f"Skip to content\nPricing\nGPT-5.2 API Integration\nGrok Imagine Video API Integration\n{TEXT}",
    "cookies": f"We use cookies.\nAccept\n{TEXT}",
    "contents above": CONTENTS + TEXT,
    "contents above the facts": _before("API model id", CONTENTS),
    "contents below": f"{TEXT.rstrip()}\n{CONTENTS}",
    "a button": _before("Available via API", "Copy page\n"),
    "buttons of blocks": with_blocks(TEXT, lambda block: f"json\nCopy\n{block}\n"),
    "numbered lines": with_blocks(TEXT, _numbers),
    "numbers in front": with_blocks(TEXT, _gutter),
    "badges by line": TEXT.replace(
        BADGES, "Available via API\nText or URL ready; reference modes use Files API\nImage"
    ),
    "badges with marks": TEXT.replace(
        BADGES, "Available via API · Text or URL ready; reference modes use Files API · Image"
    ),
    "fixed spaces": TEXT.replace("5000 characters\n", "5000\u00a0characters\n")
    .replace("Grok Imagine API Integration", "Grok Imagine\u00a0API\u00a0Integration")
    .replace("Base credits", "Base\u202fcredits")
    .replace('\n"model"', '\n\u00a0\u00a0"model"'),
    "tables without pipes at the sides": re.sub(r"^\|[ ]?(.*?)[ ]?\|$", r"\1", TEXT, flags=re.MULTILINE),
    "codes by line": TEXT.replace(ERRORS, ERRORS.replace(", ", "\n")),
    "codes with bullets": TEXT.replace(ERRORS, "• " + ERRORS.replace(", ", "\n• ")),
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND)
def test_what_frames_a_page_is_left_out(text: str) -> None:
    assert text != TEXT
    assert only(run(Page("page.md", text))) == WANTED


BEHIND = {
    "a question": (
        "Was this page helpful?\nYes\nNo\nPrevious\nFlux 2\nNext\nVideo\n© 2026 Rivya. All rights reserved.",
        8,
    ),
    "the sentence on polling": (POLLING, 0),
    "the sentence on polling and more": (f"{POLLING}\nWas this page helpful?\nYes\nNo\nNext", 4),
    "rights": ("© 2026 Rivya. All rights reserved.", 1),
}


@pytest.mark.parametrize(("text", "count"), BEHIND.values(), ids=BEHIND)
def test_what_follows_a_page_is_left_out_by_name(text: str, count: int) -> None:
    (model,) = run(Page("page.md", f"{TEXT.rstrip()}\n{text}\n")).models
    assert model.text == WANTED
    first = [line for line in text.split("\n") if line != POLLING][:1]
    rest = f" and {count - 1} more" if count > 1 else ""
    assert model.notes == tuple(f'left out behind the error codes: "{line}"{rest}' for line in first)


def test_sentences_behind_the_codes_are_notices() -> None:
    text = f"{TEXT.rstrip()}\n{POLLING}\nSome modes need an upload.\nWas this page helpful?\nThis is no notice.\n"
    assert spec_of(only(run(Page("page.md", text)))).text["en"].notices == ["Some modes need an upload."]


def test_a_table_behind_the_page_is_named() -> None:
    (problem,) = run(Page("page.md", f"{TEXT.rstrip()}\nPrices\n| a | b |\n|---|---|\n| 1 | 2 |\n")).problems
    assert (problem.code, problem.location.line) == ("page-stray", TEXT.rstrip().count("\n") + 3)


# --- Facts ------------------------------------------------------------------------------------------------------------

LINES = TEXT.split("\n")
FIRST, AFTER = LINES.index("API model id"), LINES.index("Request contract")
PAIRS = [(LINES[at], LINES[at + 1]) for at in range(FIRST, AFTER, 2)]
PIPES = ["| {} | {} |".format(*pair) for pair in PAIRS]
FACTS = {
    "bold labels": ["- **{}**: {}".format(*pair) for pair in PAIRS],
    "bold labels with colons": ["- **{}:** {}".format(*pair) for pair in PAIRS],
    "bold labels alone": ["**{}** {}".format(*pair) for pair in PAIRS],
    "bullets": ["* {}: {}".format(*pair) for pair in PAIRS],
    "colons": ["{}: {}".format(*pair) for pair in PAIRS],
    "wide colons": ["{}：{}".format(*pair) for pair in PAIRS],
    "tabs": ["{}\t{}".format(*pair) for pair in PAIRS],
    "pipes": PIPES,
    "pipes below titles": ["| Field | Value |", "|---|---|", *PIPES],
    "one row": ["| " + " | ".join(row) + " |" for row in zip(*PAIRS, strict=True)],
    "two facts in a row": [f"{PIPES[at]}{[*PIPES, '|  |  |'][at + 1][1:]}" for at in range(0, len(PIPES), 2)],
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_facts_are_read_however_they_stand(facts: list[str]) -> None:
    assert only(run(Page("page.md", "\n".join([*LINES[:FIRST], *facts, *LINES[AFTER:]])))) == WANTED


# --- Tables -----------------------------------------------------------------------------------------------------------


def loose(text: str) -> str:
    """Return a page with each cell of its tables on a line of its own."""
    rows = [line for line in text.split("\n") if not re.fullmatch(r"[|-]+", line)]
    return "\n".join(line[2:-2].replace(" | ", "\n") if line.startswith("| ") else line for line in rows)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_cells_on_lines_of_their_own(model: str, locale: str) -> None:
    text = text_of(model, locale)
    if "\\|" not in text:
        assert only(run(Page("page.md", loose(text)))) == only(run(page(model, locale)))


@pytest.mark.parametrize("model", ["grok-imagine", "gpt-5-2-chat"])
def test_glued_cells_are_one_problem(model: str) -> None:
    glued = "\n".join(line.replace(" | ", "").strip("| ") for line in text_of(model).split("\n") if "|-" not in line)
    (problem,) = run(Page("page.md", glued)).problems
    assert problem.code == "page-glued-cells"
    assert "KeyTypeRequired" in str(problem)


# --- Markdown ---------------------------------------------------------------------------------------------------------

HEADINGS = {f"section.{name}": text for name, text in LABELS.words("section").items()}
MARKED = "# " + TEXT.split("\n", 1)[1]
for heading in HEADINGS.values():
    MARKED = re.sub(rf"^(}}?){re.escape(heading)}$", rf"\1\n## {heading}\n", MARKED, flags=re.MULTILINE)
FENCED = with_blocks(MARKED, lambda block: f"```json\n{block}\n```\n")
DIALECTS = {
    "bare blocks": MARKED,
    "fences": FENCED,
    "fences without a language": FENCED.replace("```json", "```"),
    "fences with waves": FENCED.replace("```json", "~~~").replace("```", "~~~"),
    "code in other languages": FENCED.replace("```json", "```bash\ncurl -d '{\n}'\n```\n\n```json", 1),
    "escapes": FENCED.replace("\ngrok-imagine\n", "\ngrok\\-imagine\n", 1).replace(
        "aspect_ratio |", "aspect\\_ratio |"
    ),
    "struck text": FENCED.replace("\n4\n", "\n~~8~~ **4**\n"),
    "a footnote": FENCED.replace("\n4\n", "\n4[^1]\n"),
    "tags": FENCED.replace("\n4\n", "\n<del>8</del> 4<sup>1</sup>\n"),
    "lines in a cell": FENCED.replace("1:1, 2:3, 3:2, 16:9,", "1:1<br>2:3<br>~~5:5~~<br>3:2<br>16:9<br>"),
    "code": FENCED.replace("1:1, 2:3, 3:2, 16:9, 9:16", "`1:1`, `2:3`, `3:2`, `16:9`, `9:16`"),
    "links": FENCED.replace("\ngrok-imagine\n", "\n[grok-imagine](https://example.com/m)\n", 1),
    "anchors": re.sub(r"^(## .*)$", r"\1 [#](#a)", FENCED, flags=re.MULTILINE),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
def test_a_page_of_the_vendor_in_markdown(text: str) -> None:
    assert only(run(Page("page.md", text))) == WANTED


# --- Words of the vendor's own pages ----------------------------------------------------------------------------------


def test_a_chat_page_in_traditional_chinese() -> None:
    text = text_of("gpt-5-2-chat", "zh-Hant").replace("\n聊天\n", "\n對話\n").replace("就緒狀態", "可用狀態")
    for badges in ("API可呼叫文字輸入可用對話", "API 可呼叫對話可用對話", "API 可呼叫\n文字輸入可用\n對話"):
        said = text.replace("API 可呼叫文字輸入可用聊天", badges)
        assert said != text
        assert only(run(Page("page.md", said))) == expected("gpt-5-2-chat", "zh-Hant")


def test_a_page_that_lacks_its_text_is_whole_facts() -> None:
    text = text_of(MODEL, "zh-Hant")
    lacking = text.replace(text.split("\n")[2] + "\n", "")
    (model,) = run(Page("page.md", lacking)).models
    whole = spec_of(expected(MODEL, "zh-Hant"))
    assert spec_of(model.text).model_dump(exclude={"text"}) == whole.model_dump(exclude={"text"})
    assert model.notes == ("text: only the name; the page has no summary below its title",)


@pytest.mark.parametrize(
    "piece",
    [
        "Key\nType\nRequired\n",
        "kind\nMax size\nMIME types\nimage\n",
        "Grok Imagine API Integration\n",
        "Request contract\nModel parameters\nCommon errors\n",
        "1 {\n2 }\n",
        "1\n2\n",
        "```\n\n",
        "- **Base credits**: 9\n",
        "Base credits: 9\n",
        "~~~~ [^ [^1] ** **a** <b> </b> <br\n",
        "modelstrin\n",
        "validation_failed\n",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_work_grows_with_the_page(piece: str, above: bool) -> None:
    def read(times: int) -> None:
        stated(Page("page.md", piece * times + TEXT if above else TEXT + piece * times))

    assert_steps_grow_with(read, 40)
