"""The docs pages together: their links, their programs, their language, and that they leave no fact out."""

from __future__ import annotations

import operator
import re
import shutil
from pathlib import Path

import pytest
import rivya
from docs.programs import blocks, run, serving
from rivya import Rivya, RivyaError
from rivya_codegen.cli import main
from rivya_codegen.docs.guide_tables import python_name
from rivya_codegen.docs.guides import INDEX, ORDER
from rivya_codegen.docs.runtime_facts import read_runtime
from rivya_codegen.pipeline import read_specs
from rivya_codegen.source.load import load_runtime
from rivya_codegen.spec.platform import unconfirmed_values

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "generated" / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LOCALES = sorted(path.name for path in DOCS.iterdir())
TEMPLATES = REPOSITORY / "templates" / "docs"
NAMED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
PARSED = read_specs(REPOSITORY / "specs")

GUIDES = sorted(path.stem for path in (DOCS / "en").glob("*.md"))
# Their programs are run by test_webhook_docs.py and test_emulator_page.py.
RUN_ELSEWHERE = {"emulator", "webhooks"}

A_LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]\(([^)\s]+)\)")
NO_PROSE = re.compile(
    r"^```.*?^```|<!--.*?-->|`[^`\n]*`|<code>.*?</code>|\[[^\]\n]*\]\([^)\n]*\)|<?https?://\S+", re.M | re.S
)
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]*){3,}")
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff][,;:!?](?!\w)|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?:\s|$)|\([^()]*[\u4e00-\u9fff][^()]*\)"
)


def page(locale: str, name: str) -> str:
    return (DOCS / locale / f"{name}.md").read_text("utf-8")


def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a page, as they are made on the web."""
    headings = re.findall(r"^#+ (.*)$", NO_PROSE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_links_and_anchors_lead_somewhere() -> None:
    count = 0
    for path in PAGES:
        for target in A_LINK.findall(re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.M | re.S)):
            if not target.startswith("https://"):
                name, _, anchor = target.partition("#")
                there = (path.parent / name).resolve() if name else path
                assert there in PAGES, f"{path}: {target}"
                assert not anchor or anchor in anchors(there), f"{path}: {target}"
                count += 1
    assert count > 2 * len(PARSED.models)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_index_leads_to_every_page(locale: str) -> None:
    linked = {(DOCS / locale / target).resolve() for target in A_LINK.findall(page(locale, INDEX))}
    assert {path for path in PAGES if path.is_relative_to(DOCS / locale)} - {DOCS / locale / f"{INDEX}.md"} <= linked


@pytest.mark.parametrize("locale", LOCALES)
def test_the_index_has_the_facts_of_every_model(locale: str) -> None:
    rows = {
        row[0]: row[1:]
        for row in re.findall(
            r"^\| \[.*\]\(models/(.*?)\.md\) \| `(.*?)` \| ([=≥] )?(\S+) `(\w+)` \| (\S+) \|", page(locale, INDEX), re.M
        )
    }
    assert len(rows) == len(PARSED.models)
    with Rivya("rvya_sk_none") as client:
        for spec in (model.spec for model in PARSED.models):
            call, mark, credits, billing, limit = rows[spec.id]
            assert operator.attrgetter(call.removeprefix("client."))(client).credits.base == float(credits)
            assert mark == {"exact": "= ", "lower": "≥ ", None: ""}[spec.credits.bound]
            expected = spec.prompt.max_length if spec.prompt and spec.prompt.max_length else "-"
            assert (spec.credits.billing, str(expected)) == (billing, limit)


def test_no_price_passes_for_more_than_the_page_says() -> None:
    with Rivya("rvya_sk_none") as client:
        told = {
            spec.id: operator.attrgetter(python_name(spec, PARSED.platform))(client).credits.estimate(2)
            for spec in (model.spec for model in PARSED.models)
        }
    # The only page on which an option costs more, and none less, than what is used by default.
    assert [name for name, estimate in told.items() if estimate.is_lower_bound] == ["grok-imagine"]
    assert all(estimate.is_lower_bound is not False for estimate in told.values())
    for name in ("ideogram-v3", "suno-music", "elevenlabs-turbo-2-5", "gpt-5-2-chat", "z-image"):
        assert (told[name].bound, told[name].is_lower_bound) == ("unknown", None)


def test_reference_files_in_words() -> None:
    assert "| 9 images, or 1 video + 5 images |" in page("en", INDEX)
    assert "| 9 張圖片，或 1 部影片 + 5 張圖片 |" in page("zh-Hant", INDEX)


@pytest.mark.parametrize("name", GUIDES)
def test_all_languages_show_the_same_code(name: str) -> None:
    code = {locale: re.findall(r"^```(\w+)\n(.*?)^```", page(locale, name), re.M | re.S) for locale in LOCALES}
    assert all(shown == code["en"] for shown in code.values())


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(program, id=f"{name}-{number}")
        for name in GUIDES
        if name not in RUN_ELSEWHERE
        for number, program in enumerate(blocks(page("en", name), "python"))
    ],
)
def test_the_programs_run(program: str, tmp_path: Path) -> None:
    with serving() as emulator:
        printed = run(program, tmp_path, emulator)
        assert emulator.requests
    assert printed or list((tmp_path / "out").glob("task_*"))


def test_a_model_that_may_have_files_stands_in_where_none_has_none(project: Path) -> None:
    shutil.copy(REPOSITORY / "specs" / "models" / "grok-imagine.yaml", project / "specs" / "models")
    assert main(["generate", "--out", "out"]) == 0
    for name in ("README", "jobs", "credits", "errors", "reliability"):
        code = re.findall(
            r"client\.\w+\.\w+\.create|client\.\w+\.\w+\.credits", Path(f"out/docs/en/{name}.md").read_text("utf-8")
        )
        assert any("image.grok_imagine." in call for call in code), name
    assert "client.image.grok_imagine.create(" in Path("out/python/README.md").read_text("utf-8")


def test_every_assumption_is_told_once() -> None:
    assumed = r"^\| Entry of `specs/platform\.yaml` .*\n\|[-|]+\n((?:\|.*\n)+)"
    tables = [table for name in GUIDES for table in re.findall(assumed, page("en", name), re.MULTILINE)]
    told = [path for table in tables for path in re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)]
    assert sorted(told) == sorted(unconfirmed_values(PARSED.platform))


def test_every_setting_and_every_field_of_the_catalogue_is_told() -> None:
    told = {
        heading: re.findall(r"^\| `(\w+)` \|", rest, re.MULTILINE)
        for name in ("reliability", "catalogue")
        for heading, rest in re.findall(r"^## (.*)\n((?:(?!## ).*\n?)*)", page("en", name), re.MULTILINE)
    }
    defaults = read_runtime(load_runtime()).defaults
    for heading, policy in (("Retries", "RetryPolicy"), ("Timeouts", "Timeouts"), ("Sizes", "SizeLimits")):
        assert told[heading] == list(defaults[policy]), policy
    entry = PARSED.wire["ModelList"]["properties"]["data"]["items"]["properties"]
    assert told["Fields of an entry"] == list(entry)


def test_every_error_is_told() -> None:
    text = page("en", "errors")
    named = [getattr(rivya, name) for name in rivya.__all__]
    public = [value.__name__ for value in named if isinstance(value, type) and issubclass(value, RivyaError)]
    assert len(public) > 20
    assert set(read_runtime(load_runtime()).error_bases) == set(public)
    for name in (*public, *PARSED.platform.errors):
        assert text.count(f"\n| `{name}` |") == 1, name


def test_every_endpoint_has_its_call() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `(\S+)` \| .* \| `client\.([\w.]+)\(\)` \|$", page("en", "endpoints"), re.MULTILINE
    )
    assert [row[:2] for row in rows] == [(row.method, row.path) for row in PARSED.platform.operations.values()]
    with Rivya("rvya_sk_none") as client:
        assert all(callable(operator.attrgetter(call)(client)) for _, _, call in rows)


def test_every_locale_has_every_page() -> None:
    for locale in LOCALES:
        assert {path.name for path in (TEMPLATES / locale).iterdir()} == {
            f"{name}.md.jinja" for name in (INDEX, *ORDER)
        }


def shape(template: str) -> list[str]:
    """Return what a page of ours has in every locale: headings, items, paragraphs, columns, rows, and what it names."""
    lines = [line for line in template.splitlines() if line]
    kinds = (re.match(r"#+ |- |\||\{%|```|", line) for line in lines)
    return [
        f"{kind[0] if kind else ''} {line.count('|')} {sorted(NAMED.findall(line))}"
        for kind, line in zip(kinds, lines, strict=True)
    ]


@pytest.mark.parametrize("name", [INDEX, *ORDER])
def test_locales_have_the_same_headings_tables_facts_and_listings(name: str) -> None:
    """Line by line: a translation keeps the lines of its page, so that what is missing is seen where it is missing."""
    shapes = {locale: shape((TEMPLATES / locale / f"{name}.md.jinja").read_text("utf-8")) for locale in LOCALES}
    assert all(each == shapes["en"] for each in shapes.values())


def test_the_index_can_quote_every_page() -> None:
    """A title, and a summary without facts: the index shows both as they stand in the template."""
    for path in TEMPLATES.glob("*/*.md.jinja"):
        title, blank, summary, *_ = path.read_text("utf-8").splitlines()
        assert (title[:2], blank) == ("# ", ""), path
        assert path.stem == f"{INDEX}.md" or (summary and "{" not in summary), path


def test_every_listing_is_shown() -> None:
    shown = set(
        re.findall(r'listing\("(.*?)"\)', "".join(path.read_text("utf-8") for path in (TEMPLATES / "en").iterdir()))
    )
    assert shown == {path.relative_to(TEMPLATES / "code").as_posix() for path in (TEMPLATES / "code").glob("*.*")}


@pytest.mark.parametrize("path", [path for path in PAGES if "zh-Hant" in path.parts], ids=lambda path: path.stem)
def test_chinese_pages_are_chinese(path: Path) -> None:
    text = NO_PROSE.sub("", path.read_text("utf-8"))
    names = sorted((model.spec.name for model in PARSED.models), key=len, reverse=True)
    for name in names:
        text = text.replace(name, "")
    assert ENGLISH.findall(text) == []
    assert HALF_WIDTH.findall(text) == []
    assert re.search(r"[\u4e00-\u9fff]", text)


def test_what_counts_as_english_or_half_width() -> None:
    assert ENGLISH.search("這是 an English sentence in the middle")
    assert not ENGLISH.search("使用 Standard Webhooks 的 API")
    assert [bool(HALF_WIDTH.search(text)) for text in ("圖片,影片", "圖片。(上限)", "結束.", "圖片，1.5 倍 (x)")] == [
        True,
        True,
        True,
        False,
    ]
