"""The uploads that a request refers to: they have to be there, and keep to the rule of the model."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..._heads.measures import measured
from ..._spec.file_rules import FileRule, ReferenceRule
from ..._spec.findings import Findings
from ..._spec.tables import ModelTable
from ..._validation.facts import ReferenceFacts
from ..._validation.keywords import REFERENCES_KEY, REFERENCES_PATH
from ..._validation.references import check_file, check_total
from .._api.bodies import is_array, is_object
from .._api.call import Call
from .._api.messages import MEDIA_PATH
from .._state.files import StoredFile


def upload_problems(call: Call, model: ModelTable, request: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the uploads among the files of a request, whose shape others check."""
    platform, rule = call.emulation.platform, model.references or ReferenceRule()
    findings = Findings(platform, model)
    missing: list[str] = []
    references: list[ReferenceFacts] = []
    uploads, inner = f"{call.base_url}{MEDIA_PATH}", request.get("params")
    params = inner if is_object(inner) else {}
    for place, url, file_rule in (*_references(rule, params), *_parameters(model, params)):
        if not isinstance(url, str) or not url.startswith(uploads):
            continue
        file = _uploaded(call, url.removeprefix(uploads))
        if file is None:
            missing.append(f"{place}: no file of this address was uploaded")
            continue
        facts = _facts(call, file, place.removesuffix(".url"), file_rule)
        check_file(findings, file_rule, platform, facts)
        references += [facts] if place.startswith(f"{REFERENCES_PATH}[") else []
    check_total(findings, rule, REFERENCES_PATH, references)
    return [*missing, *(problem.message() for problem in findings.problems if problem.severity == "error")]


def _references(rule: ReferenceRule, params: Mapping[str, Any]) -> Iterator[tuple[str, object, FileRule]]:
    """Yield place, address and rule of each reference."""
    items = params.get(REFERENCES_KEY)
    for index, item in enumerate(items if is_array(items) else ()):
        if is_object(item):
            kind = str(item.get("kind"))
            file_rule = rule.rule_at(index, kind) or FileRule(kind)
            yield f"{REFERENCES_PATH}[{index}].url", item.get("url"), file_rule


def _parameters(model: ModelTable, params: Mapping[str, Any]) -> Iterator[tuple[str, object, FileRule]]:
    """Yield place, address and rule of each file that is a parameter."""
    for key, rule in model.file_params.items():
        value = params.get(key)
        for index, url in enumerate(value if is_array(value) else [value]):
            yield f"params.{key}[{index}]" if is_array(value) else f"params.{key}", url, rule


def _uploaded(call: Call, name: str) -> StoredFile | None:
    file = call.emulation.store.files.get(name.partition(".")[0])
    return file if file is not None and file.name == name else None


def _facts(call: Call, file: StoredFile, parameter: str, rule: FileRule) -> ReferenceFacts:
    facts = ReferenceFacts(parameter, rule.kind, file.name, file.mime_type, file.size)
    if not rule.measures:
        return facts
    content = io.BytesIO(b"".join(call.emulation.store.pieces.read(file.id)))
    return replace(facts, measures=measured(content, file.size, file.mime_type))
