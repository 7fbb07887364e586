"""The docs page of a model, per locale: every fact of its spec in a place of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.contract import Contract
from ..contract.parameters import STREAM_OPERATION, may_stream, operation_of
from ..contract.samples import smallest_request
from ..python.calls import curl_call, python_call, python_stream
from ..python.deprecations import deprecation_sentences
from ..source.parse import Parsed
from ..spec.model import ModelSpec, ModelText
from ..spec.platform import PlatformSpec
from ..spec.references import FileLimit
from ..text.fragments import Fragment
from ..words.labels import label
from ..words.phrases import phrase
from .ir import Listing, Page, Section
from .model_tables import (
    chat_table,
    combination_table,
    condition_table,
    error_table,
    fact_table,
    field_table,
    limit_table,
    option_table,
    parameter_tables,
    role_table,
)
from .price_tables import price_sections


def lower_pages(parsed: Parsed) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages of each model: one for every locale its spec has text in."""
    return {
        contract.spec.id: tuple(_lower_page(contract, locale) for locale in contract.spec.text)
        for contract in parsed.contracts
    }


def _lower_page(contract: Contract, locale: str) -> Page:
    spec, platform = contract.spec, contract.platform
    text = spec.text[locale]
    sections = [
        *_deprecation_sections(spec, locale),
        Section(label("section.facts", locale), tables=(fact_table(spec, locale),)),
        *price_sections(contract, locale),
        _field_section(spec, platform, locale),
        *_parameter_sections(spec, text, locale),
        *_reference_sections(spec, text, locale),
        *_rule_sections(spec, text, locale),
        *_example_sections(spec, platform, locale),
        *_error_sections(spec, text, locale, platform),
    ]
    title = spec.name + label("page.title_suffix", locale)
    return Page(Fragment(locale), title, text.summary, tuple(sections))


def _deprecation_sections(spec: ModelSpec, locale: str) -> Iterator[Section]:
    sentences = deprecation_sentences(spec, locale)
    if sentences:
        yield Section(label("section.deprecated", locale), sentences)


def _field_section(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Section:
    about = phrase("fields.chat" if spec.is_chat else "fields", locale)
    return Section(label("section.fields", locale), (about,), tables=(field_table(spec, platform, locale),))


def _parameter_sections(spec: ModelSpec, text: ModelText, locale: str) -> Iterator[Section]:
    heading = label("section.parameters", locale)
    if not spec.params:
        yield Section(heading, (label("parameters.none", locale),))
        return
    parameters, fields = parameter_tables(spec, text, locale)
    yield Section(heading, tables=(parameters,))
    if fields.rows:
        yield Section(label("section.item_fields", locale), tables=(fields,))
    options = option_table(spec, text, locale)
    if options.rows:
        yield Section(label("section.options", locale), tables=(options,))


def _reference_sections(spec: ModelSpec, text: ModelText, locale: str) -> Iterator[Section]:
    references = spec.references
    if references is None:
        return
    yield Section(label("section.upload_policy", locale), (phrase("upload_policy", locale),))
    if text.reference_rule is not None:
        yield Section(label("section.reference_rule", locale), (text.reference_rule,))
    if references.max_files is not None:
        yield Section(label("section.max_files", locale), codes=(str(references.max_files),))
    if references.files:
        yield Section(label("section.kinds", locale), codes=tuple(references.files))
    if references.duration_token:
        kinds = tuple(references.duration_token)
        yield Section(label("section.duration_token", locale), (phrase("duration_token", locale),), kinds)
    if references.max_total_size is not None:
        yield Section(label("section.max_total_size", locale), codes=(references.max_total_size,))
    if any(limit != FileLimit() for limit in references.files.values()):
        yield Section(label("section.limits", locale), tables=(limit_table(references, locale),))
    if references.combinations:
        yield Section(label("section.combinations", locale), tables=(combination_table(references),))
    if references.roles:
        tables = (role_table(references, locale),) if references.role_files else ()
        yield Section(label("section.reference_order", locale), codes=tuple(references.roles), tables=tables)


def _rule_sections(spec: ModelSpec, text: ModelText, locale: str) -> Iterator[Section]:
    if spec.conditions:
        counts = any(not isinstance(test, str) for row in spec.conditions for test in row.when.params.values())
        about = (phrase("rule.about", locale),) if counts else ()
        yield Section(label("section.conditions", locale), about, tables=(condition_table(spec, text, locale),))
    if spec.chat is not None:
        yield Section(
            label("section.chat", locale), tables=(chat_table(spec.chat, spec.params.get("reasoning_effort"), locale),)
        )


def _example_sections(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Iterator[Section]:
    examples = spec.examples
    for name, request in (("minimal_request", examples.minimal), ("reference_request", examples.reference)):
        if request is not None:
            yield Section(label(f"section.{name}", locale), listings=_listings(spec, platform, request))
    if examples.minimal is None:
        listings = (Listing(Fragment("python"), python_call(spec, None, platform)),)
        yield Section(label("section.python_call", locale), listings=listings)
    if may_stream(spec):
        yield _stream_section(spec, platform, locale)
    if examples.response is not None:
        body = Listing(Fragment("json"), _json(examples.response))
        about = phrase("response.chat" if spec.is_chat else "response", locale)
        yield Section(label("section.response", locale), (about,), listings=(body,))


def _stream_section(spec: ModelSpec, platform: PlatformSpec, locale: str) -> Section:
    request = spec.examples.minimal or smallest_request(spec, platform)
    listings = (
        Listing(Fragment("python"), python_stream(spec, request, platform)),
        Listing(Fragment("bash"), curl_call(request, platform, STREAM_OPERATION)),
    )
    return Section(label("section.stream", locale), (phrase("chat.stream", locale),), listings=listings)


def _listings(spec: ModelSpec, platform: PlatformSpec, request: Mapping[str, Any]) -> tuple[Listing, ...]:
    return (
        Listing(Fragment("json"), _json(request)),
        Listing(Fragment("python"), python_call(spec, request, platform)),
        Listing(Fragment("bash"), curl_call(request, platform, operation_of(spec, platform))),
    )


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _error_sections(spec: ModelSpec, text: ModelText, locale: str, platform: PlatformSpec) -> Iterator[Section]:
    if spec.errors:
        yield Section(label("section.errors", locale), codes=tuple(spec.errors))
        yield Section(label("section.error_codes", locale), tables=(error_table(spec, platform, locale),))
    if text.notices:
        yield Section(label("section.notices", locale), tuple(text.notices))
