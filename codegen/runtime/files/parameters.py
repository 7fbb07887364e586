"""Files that are parameters of a call: planned like references, and sent as their addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_origin

from .._core.messages import Answer
from .._core.null import NULL
from .._core.problems import Phrase, Problem, shown
from .._core.wire import File
from .._spec.file_rules import ReferenceRule
from .._spec.findings import Findings
from .._spec.tables import ModelTable, Platform
from .._validation.conditions import param_path
from .._validation.references import check_references
from .media import Media, Reference, is_local, is_url
from .references import Planned, Planner

TO_COME = "https://upload.invalid/to-come"
"""Stands for the address of a file while the request is checked."""


@dataclass(frozen=True, slots=True)
class PlannedFiles:
    """The files of one parameter, which takes one or `many`, among which null stands at some positions."""

    files: Sequence[Planned]
    many: bool
    nulls: Sequence[int] = ()

    def value(self, items: Sequence[Mapping[str, object]]) -> Any:
        """Return the parameter as it goes over the wire, of the items that its files have become.

        No page says what a file is there: this is the one place that decides it.
        """
        addresses = [item.get("url", TO_COME) for item in items]
        for position in self.nulls:
            addresses.insert(position, None)
        return addresses if self.many else next(iter(addresses), TO_COME)


def plan_parameters(
    platform: Platform, table: ModelTable | None, params: Mapping[str, object], findings: Findings
) -> dict[str, PlannedFiles]:
    """Return what is to be done with the parameters that are files. What is unusable goes to the findings."""
    planned: dict[str, PlannedFiles] = {}
    if table is None:
        return planned
    for key, rule in table.file_params.items():
        value = params.get(key)
        if value is None or value is NULL:
            continue
        many = _takes_many(table, key)
        planner = Planner(platform, ReferenceRule(files=(rule,)), findings)
        path = findings.named(param_path(table, key))
        if isinstance(value, list | tuple) != many:
            expected = Phrase("type-list" if many else "type-reference")
            findings.add("wrong-type", path, value=shown(value), expected=expected)
            value = list[object]() if many else TO_COME
        given = cast("Sequence[Reference | None]", value if many else [value])
        found = (
            planner.plan_one(_of_kind(one, rule.kind), f"{path}[{index}]" if many else path)
            for index, one in enumerate(given)
            if one is not None
        )
        nulls = [index for index, one in enumerate(given) if one is None]
        planned[key] = PlannedFiles([one for one in found if one is not None], many, nulls)
    return planned


def _takes_many(table: ModelTable, key: str) -> bool:
    # pydantic is loaded when the first request is checked, not with the package.
    from .._validation.parameters import bare, wire_fields

    return get_origin(bare(wire_fields(table.params)[key].annotation)) is list


def _of_kind(reference: Reference, kind: str) -> Reference:
    """Return a file that is elsewhere as one of the kind that the parameter takes, where nothing else says its kind."""
    media = reference if isinstance(reference, Media) else Media(reference)
    if media.kind is not None or isinstance(getattr(media.source, "kind", None), str):
        return reference
    elsewhere = is_url(media.source) or not is_local(media.source)
    return replace(media, kind=cast("Any", kind)) if elsewhere else reference


def parameter_problems(
    platform: Platform, table: ModelTable | None, planned: Mapping[str, PlannedFiles]
) -> list[Problem]:
    """Return what is wrong with files by the rules of their parameters."""
    findings = Findings(platform, table)
    for key, files in planned.items():
        rule = ReferenceRule(files=(table.file_params[key],)) if table is not None else None
        check_references(findings, rule, platform, key, [one.facts for one in files.files])
    return findings.problems


def parameter_item(_: Planned, answer: Answer[File]) -> dict[str, object]:
    """Return an uploaded file as an item, of which a parameter is the address."""
    return {"url": answer.value.url}
