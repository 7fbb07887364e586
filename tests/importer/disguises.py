"""Pages in other clothes: without labels, in a made-up language, with tabs for pipes, as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape

from rivya_codegen.words.labels import Labels

FACTS = ("id", "inputs", "files_api", "base_credits", "capability", "readiness", "billing", "prompt_limit")
UNDER_POLICY = ("reference_rule", "max_files", "kinds", "duration_token")


def stripped(text: str, locale: str = "en", *, badges: bool = False) -> str:
    """Return a page without the labels of its facts and reference sections and, as a rule, without badges."""
    labels = Labels(locale)
    lost = {labels.label(f"fact.{name}") for name in FACTS} | {labels.label(f"section.{name}") for name in UNDER_POLICY}
    lines = text.split("\n")
    if not badges:
        del lines[3]
    return "\n".join(line for line in lines if line not in lost)


def gibberish(word: str) -> str:
    """Return a word of a language that nobody speaks: the same for the same word, and like no other."""
    vowels, consonants = "aeiou", "bdfgklmnprstvz"
    seed = sum((at + 7) * ord(char) for at, char in enumerate(word))
    syllables = [consonants[(seed // 3**at) % 14] + vowels[(seed // 5**at) % 5] for at in range(3)]
    return "".join(syllables) + str(len(word))[-1].translate(str.maketrans("0123456789", "qwxyhjkvzg"))


def foreign(text: str, locale: str = "en") -> str:
    """Return a page with every label and every phrase for a fact, a unit or an answer in a made-up language.

    Categories stay, and so does what is the same in all languages we know, such as `min` and the words for streaming.
    """
    labels = Labels(locale)
    groups = ("fact", "section", "column", "files_api", "prompt_limit", "answer")
    words = {text: " ".join(map(gibberish, text.split())) for group in groups for text in labels.words(group).values()}
    lines = text.split("\n")
    lines[0] = "Blabla"
    lines[1] = lines[1].removesuffix(labels.label("page.title_suffix")) + " Zumpi Glomo"
    lines[3] = gibberish(lines[3])
    return "\n".join(_translated(line, words) for line in lines)


def _translated(line: str, words: Mapping[str, str]) -> str:
    glued = re.fullmatch(r"}(.+)", line)
    if glued:
        return "}" + _translated(glued.group(1), words)
    if line.startswith("|"):
        cells = [words.get(cell.strip(), cell.strip()) for cell in line.strip("|").split("|")]
        return f"| {' | '.join(cells)} |"
    limit = re.fullmatch(r"(\d+) (characters|字元)", line)
    return f"{limit[1]} {words.get(limit[2], limit[2])}" if limit else words.get(line, line)


def tabbed(text: str) -> str:
    """Return a page whose tables have tabs in place of pipes, and no line below the titles."""
    lines = [line for line in text.split("\n") if not re.fullmatch(r"[|-]+", line)]
    return "\n".join(re.sub(r" \| ", "\t", line[2:-2]) if line.startswith("| ") else line for line in lines)


def as_html(text: str, *, facts: str = "dl") -> str:
    """Return a page as HTML, in one of the ways to write pairs: `dl`, `table`, `p` (a line each) or `b` (bold labels)."""
    body: list[str] = []
    lines = text.split("\n")
    known = [Labels(locale) for locale in ("en", "zh-Hant")]

    def is_label(group: str, line: str) -> bool:
        return any(labels.find(group, line) for labels in known)

    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("|"):
            rows = [line]
            while at + 1 < len(lines) and lines[at + 1].startswith("|"):
                at += 1
                rows.append(lines[at])
            body.append(_html_table(rows))
        elif line == "{":
            rest = "\n".join(lines[at:])
            try:
                _, end = json.JSONDecoder().raw_decode(rest)
            except ValueError:
                end = 1
            body.append(f'<pre class="json"><code>{escape(rest[:end])}</code></pre>')
            lines[at:] = ["", *rest[end:].split("\n")]
        elif at == 1:
            body.append(f"<h1>{escape(line)}</h1>")
        elif at == 3:
            body.append(
                "<div>" + "".join(f"<span>{escape(part)}</span>" for part in re.split("(?<=API)", line)) + "</div>"
            )
        elif is_label("fact", line) and 3 < at < len(lines) - 1:
            at += 1
            body.append(_html_pair(escape(line), escape(lines[at]), facts))
        elif is_label("section", line):
            body.append(f"<h2 id='s{at}'>{escape(line)}</h2>")
        elif line:
            body.append(f"<p>{escape(line)}</p>")
        at += 1
    return (
        "<!DOCTYPE html>\n<html lang=en><head><title>Page</title><script>var a = '<p>no</p>';</script></head>\n"
        "<body><nav><a href=/>Home</a> <a href=/docs>Docs</a></nav><main>\n" + "\n".join(body) + "\n"
        "</main><footer>© Rivya <button>Copy</button></footer></body></html>\n"
    )


def _html_pair(label: str, value: str, how: str) -> str:
    return {
        "dl": f"<dl><dt>{label}</dt><dd>{value}</dd></dl>",
        "table": f"<table><tr><th>{label}</th><td>{value}</td></tr></table>",
        "p": f"<p>{label}</p><p>{value}</p>",
        "b": f"<li><strong>{label}:</strong> {value}</li>",
    }[how]


def _html_table(rows: list[str]) -> str:
    cells = [
        [escape(cell.strip()) for cell in row.strip("|").split(" | ")]
        for row in rows
        if not re.fullmatch(r"[|-]+", row)
    ]
    head = "".join(f"<th>{cell}</th>" for row in cells[:1] for cell in row)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>\n" for cell in row) + "</tr>\n" for row in cells[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
