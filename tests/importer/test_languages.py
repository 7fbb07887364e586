"""Pages in languages whose labels nobody has entered, as the vendor writes them: every fact, in each form of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape

import pytest
import yaml
from importer.samples import TESTS, expected, run, spec_of, text_of
from rivya_codegen.importer import Page
from rivya_codegen.importer.findings import Findings
from rivya_codegen.importer.plain_text import read_plain
from rivya_codegen.importer.prose import characters_in
from rivya_codegen.importer.tokens import Block, Cell, Heading, Table
from rivya_codegen.words.labels import Labels

VENDOR = Labels("en")
FOLDER = TESTS / "importer"
LANGUAGES: Mapping[str, Mapping[str, str]] = yaml.safe_load((FOLDER / "languages.yaml").read_text("utf-8"))
GROUPS = ("fact", "section", "column", "answer", "category", "files_api")
PAIRED = ("reference_rule", "max_files", "kinds", "duration_token")
MODELS = ("grok-imagine", "happyhorse-1-0", "elevenlabs-turbo-2-5", "gpt-5-2-chat", "hailuo-pro")


def translated(text: str, words: Mapping[str, str]) -> str:
    """Return a text of an English page, a label or the value of a fact, in another language; what it has no word for stays."""
    limit = re.fullmatch(r"(\d+) characters|At most (\d+) characters\.", text)
    if limit:
        return f"{limit[1] or limit[2]} {words['prompt_limit.characters']}"
    names = (f"{group}.{name}" for group in GROUPS for name, label in VENDOR.words(group).items() if label == text)
    return next((words[name] for name in names if name in words), text)


class Form:
    """A form that a page is saved in: how it writes titles, pairs of label and value, tables and blocks."""

    title = heading = line = "{}"
    pair = "{}\n{}"
    pairs = "{}"
    block = "{}"
    escape: Callable[[str], str] = staticmethod(lambda text: text)

    def write(self, model: str, words: Mapping[str, str]) -> str:
        """Return a page in this form and in a language."""
        tokens = read_plain(text_of(model), Findings("page.md"))
        parts: list[str] = []
        pairs: list[str] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            assert not isinstance(token, Heading)
            text = token.text if isinstance(token, Cell) else ""
            paired = VENDOR.find("fact", text) if at < 25 else VENDOR.find("section", text) in PAIRED
            if pairs and not paired:
                parts.append(self.pairs.format("\n".join(pairs)))
                pairs = []
            if isinstance(token, Table):
                rows = [[translated(cell.text, words) for cell in row] for row in (token.header, *token.rows)]
                parts.append(self.table(rows))
            elif isinstance(token, Block):
                parts.append(self.block.format(self.escape(json.dumps(token.value, indent=2))))
            elif paired:
                value = tokens[at + 1]
                assert isinstance(value, Cell)
                pairs.append(self.pair.format(*(self.escape(translated(each, words)) for each in (text, value.text))))
                at += 1
            elif at == 1:
                parts.append(self.title.format(self.escape(text)))
            elif at == 3:
                status = "partial_requires_files" if "reference modes" in text else "available_text"
                said = (words["availability.available"], words[f"input_status.{status}"], self.category(text, words))
                parts.append(self.line.format(self.escape("".join(said))))
            else:
                form = self.heading if VENDOR.find("section", text) else self.line
                parts.append(form.format(self.escape(translated(text, words))))
            at += 1
        return "\n\n".join(parts) + "\n"

    @staticmethod
    def category(badges: str, words: Mapping[str, str]) -> str:
        """Return the last badge."""
        return next(
            words[f"category.{name}"] for name in ("image", "video", "audio", "chat") if badges.lower().endswith(name)
        )

    def table(self, rows: list[list[str]]) -> str:
        """Return a table."""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


class MarkdownList(Form):
    title, heading, pair, block = "# {}", "## {}", "- **{}**: {}", "```json\n{}\n```"


class MarkdownTable(MarkdownList):
    pair, pairs = "| {} | {} |", "| | |\n|---|---|\n{}"


class Html(Form):
    title, heading, line, block = "<h1>{}</h1>", "<h2>{}</h2>", "<p>{}</p>", "<pre><code>{}</code></pre>"
    pair, pairs = "<dt>{}</dt><dd>{}</dd>", "<dl>{}</dl>"
    escape = staticmethod(lambda text: escape(text, quote=False))

    def table(self, rows: list[list[str]]) -> str:
        """Return a table."""
        cells = ["".join(f"<td>{self.escape(cell)}</td>" for cell in row) for row in rows]
        return (
            "<table>" + "".join(f"<tr>{row}</tr>" for row in cells).replace("td>", "th>", 2 * len(rows[0])) + "</table>"
        )

    def write(self, model: str, words: Mapping[str, str]) -> str:
        """Return a page in this form and in a language."""
        return f"<!doctype html><html><body><main>{super().write(model, words)}</main></body></html>"


class HtmlList(Html):
    pair, pairs = "<li><strong>{}</strong>: {}</li>", "<ul>{}</ul>"


class HtmlTable(Html):
    pair, pairs = "<tr><th>{}</th><td>{}</td></tr>", "<table>{}</table>"


class HtmlLines(Html):
    pair = "<p><span>{}</span><br>{}</p>"


FORMS = {form.__name__: form() for form in (Form, MarkdownList, MarkdownTable, Html, HtmlList, HtmlTable, HtmlLines)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_another_language(language: str, form: str) -> None:
    """The facts are those of the English page; its text is nobody's until the caller says whose."""
    for model in MODELS:
        text = FORMS[form].write(model, LANGUAGES[language])
        result = run(Page("page.md", text))
        assert [str(problem) for problem in result.problems] == [], text
        spec, wanted = (spec_of(each) for each in (result.models[0].text, expected(model, "en")))
        assert spec.model_dump(exclude={"text"}) == wanted.model_dump(exclude={"text"})


@pytest.mark.parametrize("form", FORMS)
def test_an_english_page_in_each_form(form: str) -> None:
    names = (
        f"{group}.{name}"
        for group in (*GROUPS, "availability", "input_status", "prompt_limit")
        for name in VENDOR.words(group)
    )
    english = {name: VENDOR.label(name) for name in names}
    for model in MODELS:
        text = FORMS[form].write(model, english)
        limit = "{} characters".format(spec_of(expected(model, "en")).prompt.max_length)
        result = run(Page("page.md", text.replace(f"| {limit} |", f"| At most {limit}. |")))
        assert [str(problem) for problem in result.problems] == [], text
        assert spec_of(result.models[0].text).model_dump(exclude={"text"}) == spec_of(expected(model, "en")).model_dump(
            exclude={"text"}
        )


@pytest.mark.parametrize(
    ("text", "number"),
    [("500 ký tự", 500), ("500 milligrams", 500), ("500 тайных", 500), ("5 k", 5000), ("5k characters", 5000),
     ("5万字", 50_000), ("5 тыс. символов", 5000), ("5 tys znaków", 5000), ("5พันตัวอักษร", 5000)],
)  # fmt: skip
def test_a_word_that_begins_like_a_multiplier_is_none(text: str, number: int) -> None:
    assert characters_in(text) == [number]
