"""The rules for reference media: kinds, types, sizes, how many, and which go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any, cast

from .._core.addresses import is_web_address
from .._core.problems import Phrase, listed, shown
from .._spec.file_rules import FileRule, ReferenceRule
from .._spec.findings import Findings
from .._spec.tables import Platform
from .facts import ReferenceFacts
from .measures import check_measures, exact

NUMBER = (int, float)


@dataclass(frozen=True, slots=True)
class ItemField:
    """A field of a reference on the wire."""

    types: tuple[type, ...]
    expected: str
    required: bool = False


ITEM_FIELDS: Mapping[str, ItemField] = {
    "url": ItemField((str,), "type-url", required=True),
    "kind": ItemField((str,), "type-string", required=True),
    "name": ItemField((str,), "type-string"),
    "mimeType": ItemField((str,), "type-string"),
    "durationSeconds": ItemField(NUMBER, "type-number"),
    "durationToken": ItemField((str,), "type-string"),
}


def read_items(findings: Findings, value: object, path: str) -> list[ReferenceFacts]:
    """Check the shape of the references of a wire request, and return what they say of themselves."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        findings.add("wrong-type", path, value=shown(value), expected=Phrase("type-list"))
        return []
    items = cast("Sequence[object]", value)
    found = (_read_item(findings, item, path, index) for index, item in enumerate(items))
    return [facts for facts in found if facts is not None]


def _read_item(findings: Findings, item: object, above: str, index: int) -> ReferenceFacts | None:
    path = f"{above}[{index}]"
    if not isinstance(item, Mapping):
        findings.add("wrong-type", path, value=shown(item), expected=Phrase("type-object"))
        return None
    fields = cast("Mapping[str, Any]", item)
    good: dict[str, Any] = {}
    for key in (key for key in fields if key not in ITEM_FIELDS):
        findings.add("unknown-field", f"{path}.{key}", hint="", allowed=listed(ITEM_FIELDS, quoted=False))
    for key, rule in ITEM_FIELDS.items():
        if key not in fields:
            if rule.required:
                findings.add("missing-parameter", f"{path}.{key}", allowed="")
        elif not isinstance(fields[key], rule.types) or isinstance(fields[key], bool):
            findings.add("wrong-type", f"{path}.{key}", value=shown(fields[key]), expected=Phrase(rule.expected))
        else:
            good[key] = fields[key]
    if "url" in good and not is_web_address(good["url"]):
        findings.add("wrong-type", f"{path}.url", value=shown(good["url"]), expected=Phrase("type-url"))
    if "kind" not in good:
        return None
    measures = _stated(good.get("durationSeconds"))
    name, mime_type = good.get("name", path), good.get("mimeType")
    return ReferenceFacts(path, good["kind"], name, mime_type, measures=measures, index=index)


def _stated(seconds: int | float | None) -> Mapping[str, Fraction]:
    told = isinstance(seconds, int) or (seconds is not None and isfinite(seconds))
    return {"seconds": exact(seconds)} if told and seconds is not None else {}


def check_references(
    findings: Findings, rule: ReferenceRule | None, platform: Platform, path: str, references: Sequence[ReferenceFacts]
) -> None:
    """Check references against the rule of a model, and against the platform's limits where the model has none."""
    if not references:
        return
    if rule is None:
        findings.add("references-not-taken", path)
        return
    kinds = rule.kinds or tuple(row.kind for row in platform.files)
    rows = {row.kind: row for row in platform.files} if not rule.files else {}
    for reference in references:
        row = rule.rule_at(reference.index, reference.kind) or rows.get(reference.kind, FileRule(reference.kind))
        taken = kinds if row.kind == reference.kind else (row.kind,)
        if taken and reference.kind not in taken:
            allowed = listed(taken, quoted=False)
            findings.add("reference-kind", reference.parameter, kind=reference.kind, allowed=allowed)
        else:
            check_file(findings, row, platform, reference)
    check_total(findings, rule, path, references)
    if rule.max_files is not None and len(references) > rule.max_files:
        findings.add("too-many-references", path, count=len(references), maximum=rule.max_files)
    elif all(reference.kind in kinds for reference in references):
        _check_combination(findings, rule, path, Counter(reference.kind for reference in references))


def check_total(findings: Findings, rule: ReferenceRule, path: str, references: Sequence[ReferenceFacts]) -> None:
    """Check the size of all files together, as far as it is known."""
    total = sum(reference.size or 0 for reference in references)
    if rule.max_total_bytes is not None and total > rule.max_total_bytes:
        size, maximum = f"{total:,} bytes", f"{rule.max_total_bytes:,} bytes"
        findings.add("files-too-large", path, size=size, maximum=maximum)


def check_file(findings: Findings, row: FileRule, platform: Platform, reference: ReferenceFacts) -> None:
    """Check a file against the rule of its kind."""
    facts = {"name": reference.name, "kind": reference.kind}
    allowed = listed(row.mime_types or (), quoted=False)
    if not reference.recognized:
        findings.add("file-signature", reference.parameter, **facts, allowed=allowed)
    elif (
        row.mime_types and reference.mime_type and same_types(reference.mime_type, platform).isdisjoint(row.mime_types)
    ):
        findings.add("file-type", reference.parameter, **facts, allowed=allowed, value=reference.mime_type)
    else:
        check_measures(findings, row, reference)
    if row.max_bytes is not None and reference.size is not None and reference.size > row.max_bytes:
        size, maximum = f"{reference.size:,} bytes", f"{row.max_bytes:,} bytes"
        findings.add("file-too-large", reference.parameter, **facts, size=size, maximum=maximum)


def same_types(mime_type: str, platform: Platform) -> frozenset[str]:
    """Return the names of a media type: itself, and those that stand for the same."""
    families = [{row.mime_type, *row.aliases} for row in platform.media_types]
    return frozenset({mime_type}.union(*(family for family in families if mime_type in family)))


def _check_combination(findings: Findings, rule: ReferenceRule, path: str, given: Counter[str]) -> None:
    if not rule.combinations or any(given <= Counter(row) for row in rule.combinations):
        return
    allowed = " | ".join(", ".join(f"{kind} ≤ {most}" for kind, most in row.items()) for row in rule.combinations)
    counts = ", ".join(f"{kind} × {count}" for kind, count in given.items())
    findings.add("reference-combination", path, given=counts, allowed=allowed)
