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
    """Return what is wrong with the uploads among the references, whose shape was checked before."""
    findings = Findings(call.emulation.platform, model)
    missing: list[str] = []
    found: list[ReferenceFacts] = []
    rule = model.references or ReferenceRule()
    for index, url, kind in _addresses(call, request):
        parameter = f"{REFERENCES_PATH}[{index}]"
        file = _uploaded(call, url)
        if file is None:
            missing.append(f"{parameter}.url: no file of this address was uploaded")
            continue
        file_rule = rule.rule_at(index, kind) or FileRule(kind)
        found.append(_facts(call, file, parameter, file_rule))
        check_file(findings, file_rule, call.emulation.platform, found[-1])
    for parameter, url, file_rule in _named(call, model, request):
        file = _uploaded(call, url)
        if file is None:
            missing.append(f"{parameter}: no file of this address was uploaded")
        else:
            check_file(findings, file_rule, call.emulation.platform, _facts(call, file, parameter, file_rule))
    check_total(findings, rule, REFERENCES_PATH, found)
    return [*missing, *(problem.message() for problem in findings.problems if problem.severity == "error")]


def _addresses(call: Call, request: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Yield position, address and kind of each reference that claims to be an upload."""
    params = request.get("params")
    items = params.get(REFERENCES_KEY) if is_object(params) else None
    for index, item in enumerate(items if is_array(items) else ()):
        url, kind = (item.get("url"), item.get("kind")) if is_object(item) else (None, None)
        if isinstance(url, str) and url.startswith(f"{call.base_url}{MEDIA_PATH}"):
            yield index, url, str(kind)


def _named(call: Call, model: ModelTable, request: Mapping[str, Any]) -> Iterator[tuple[str, str, FileRule]]:
    """Yield place, address and rule of each parameter that claims to be an upload."""
    params = request.get("params")
    for key, rule in model.file_params.items() if is_object(params) else ():
        value = params.get(key) if is_object(params) else None
        for index, url in enumerate(value if is_array(value) else [value]):
            if isinstance(url, str) and url.startswith(f"{call.base_url}{MEDIA_PATH}"):
                yield f"params.{key}[{index}]" if is_array(value) else f"params.{key}", url, rule


def _uploaded(call: Call, url: str) -> StoredFile | None:
    name = url.removeprefix(f"{call.base_url}{MEDIA_PATH}")
    file = call.emulation.store.files.get(name.partition(".")[0])
    return file if file is not None and file.name == name else None


def _facts(call: Call, file: StoredFile, parameter: str, rule: FileRule) -> ReferenceFacts:
    facts = ReferenceFacts(parameter, rule.kind, file.name, file.mime_type, file.size)
    if not rule.measures:
        return facts
    content = io.BytesIO(b"".join(call.emulation.store.pieces.read(file.id)))
    return replace(facts, measures=measured(content, file.size, file.mime_type))
