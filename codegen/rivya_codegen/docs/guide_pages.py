"""The docs pages that belong to no model, per locale."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ..source.parse import Parsed
from ..spec.model import ModelSpec
from ..spec.platform import unconfirmed_values
from ..text.fragments import Fragment, code, code_list, link
from ..text.json_data import is_list
from ..words.phrases import phrase
from .changelog import changelog_page
from .changes_guide import changes_page
from .check_guides import ci_page, rules_page
from .emulator_guide import emulator_page
from .extending_guide import extending_page
from .guide_spec import INDEX, TOPICS, Guide, GuideSection, GuideTable, load_guides
from .guide_tables import ROWS, Facts, Link, open_rows, python_name
from .ir import Listing, Page, Section, Table
from .release_guide import release_page
from .runtime_facts import RuntimeFacts, read_runtime

GUIDE_TEMPLATE = "docs/guide.md.jinja"


def lower_guides(parsed: Parsed, runtime: Mapping[str, bytes]) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages of each template: one for every locale of the platform.

    Args:
        parsed: The specs.
        runtime: The files of the runtime, of which some pages tell.
    """
    platform, known = parsed.platform, read_runtime(runtime)
    others = {
        "docs/ci.md.jinja": tuple(ci_page(locale) for locale in platform.locales),
        "docs/rules.md.jinja": tuple(rules_page(locale) for locale in platform.locales),
        "docs/changes.md.jinja": tuple(changes_page(locale) for locale in platform.locales),
        "docs/emulator.md.jinja": tuple(emulator_page(known.assumptions, locale) for locale in platform.locales),
        "docs/extending.md.jinja": tuple(extending_page(locale) for locale in platform.locales),
        "docs/release.md.jinja": tuple(release_page(platform.base_url, locale) for locale in platform.locales),
        "docs/CHANGELOG.md.jinja": tuple(changelog_page(parsed.releases, locale) for locale in platform.locales),
    }
    shipped = {"package/CHANGELOG.md.jinja": (changelog_page(parsed.releases, "en"),)}
    return {GUIDE_TEMPLATE: tuple(_topic_pages(parsed, known, others)), **others, **shipped}


def _topic_pages(parsed: Parsed, runtime: RuntimeFacts, others: Mapping[str, tuple[Page, ...]]) -> Iterator[Page]:
    guides = load_guides()
    models = tuple(model.spec for model in parsed.models)
    keys = tuple(parsed.wire["ModelList"]["properties"]["data"]["items"]["properties"])
    for locale in parsed.platform.locales:
        links = [Link(name, guides[name].title[locale], Fragment(guides[name].summary[locale])) for name in TOPICS]
        for template, pages in others.items():
            stem = PurePosixPath(template).name.partition(".")[0]
            links += [Link(stem, page.title, page.summary) for page in pages if page.locale == locale]
        facts = Facts(parsed.platform, models, keys, runtime, tuple(links), locale, {})
        for name in (INDEX, *TOPICS):
            yield _page(name, guides[name], facts)


def _page(name: str, guide: Guide, facts: Facts) -> Page:
    locale = facts.locale
    names = _model_names(facts)
    sections = [
        _section(section, facts, names)
        for section in guide.sections
        if all(word in names for word in _placeholders(section.code or ""))
        and (section.listing is None or LISTINGS[section.listing](facts))
    ]
    if guide.open or guide.unconfirmed or guide.source:
        sections.append(_open_section(guide, facts))
    title, summary = Fragment(guide.title[locale]), _say(guide.summary, facts)
    return Page(Fragment(locale), title, summary, tuple(sections), name)


def _section(section: GuideSection, facts: Facts, names: Mapping[str, str]) -> Section:
    text = string.Template(section.code).safe_substitute(names).rstrip() if section.code else None
    if section.listing is not None:
        text = LISTINGS[section.listing](facts)
    return Section(
        Fragment(section.heading[facts.locale]),
        tuple(_say(line, facts) for line in section.prose),
        tables=(_table(section.table, facts),) if section.table else (),
        listings=(Listing(Fragment(section.language), text),) if text else (),
    )


def _table(table: GuideTable, facts: Facts) -> Table:
    rows = ROWS[table.rows](replace(facts, texts=table.texts, kind=table.of or ""))
    return Table(tuple(Fragment(column[facts.locale]) for column in table.columns), tuple(rows))


def _open_section(guide: Guide, facts: Facts) -> Section:
    """Return what the vendor leaves open on the topic of a page, and where the rest is documented."""
    locale, values = facts.locale, unconfirmed_values(facts.platform)
    lines = [Fragment("\n".join(f"- {_say(line, facts)}" for line in guide.open))] if guide.open else []
    if guide.source is not None:
        source = string.Formatter().get_field(f"platform.{guide.source}", (), {"platform": facts.platform})[0]
        lines.append(phrase("guide.source", locale, source=link(source), reviewed=facts.platform.reviewed.isoformat()))
    columns = tuple(phrase(f"guide.{name}", locale) for name in ("entry", "assumed", "known"))
    rows = tuple(open_rows(facts, {path: values[path] for path in guide.unconfirmed}))
    return Section(phrase("guide.open", locale), tuple(lines), tables=(Table(columns, rows),) if rows else ())


class _Values(string.Formatter):
    """Fills in values of the platform spec: text as inline code, numbers as they are."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, int | float):
            return f"{value:g}"
        return code_list(map(str, value)) if is_list(value) else code(value)


def _say(text: Mapping[str, str], facts: Facts) -> Fragment:
    return Fragment(_Values().format(text[facts.locale], platform=facts.platform))


def _placeholders(text: str) -> list[str]:
    return [name for name in string.Template(text).get_identifiers() if name.islower()]


def _model_names(facts: Facts) -> dict[str, str]:
    """Return the models that examples call, the cheapest of their kind: by Python name and, as `…_id`, by id."""
    kinds: dict[str, Callable[[ModelSpec], bool]] = {
        "job": lambda spec: spec.category != "chat" and "text" in spec.inputs and spec.references is None,
        "edit": lambda spec: spec.references is not None and list(spec.references.files) == ["image"],
        "chat": lambda spec: spec.category == "chat",
    }
    names: dict[str, str] = {}
    for kind, fits in kinds.items():
        fitting = [
            spec for spec in facts.models if fits(spec) and not any(row.required for row in spec.params.values())
        ]
        # Pictures first: they are the quickest to make.
        if best := min(fitting, key=lambda spec: (spec.category != "image", spec.credits.base, spec.id), default=None):
            names |= {kind: python_name(best, facts.platform), f"{kind}_id": best.id}
    return names


def _first_response(facts: Facts) -> str:
    shown = (spec.examples.response for spec in facts.models if spec.category != "chat")
    return next((json.dumps(response, indent=2, ensure_ascii=False) for response in shown if response), "")


LISTINGS: Mapping[str, Callable[[Facts], str]] = {
    "error_tree": lambda facts: facts.runtime.error_tree(),
    "response": _first_response,
}
