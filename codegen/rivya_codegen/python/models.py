"""A model spec as the picture that templates see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from ..contract.catalogue import catalog_entry
from ..contract.conditions import count_of
from ..contract.contract import Contract
from ..contract.limits import options_of
from ..contract.names import category_name_of, class_name_of, module_name
from ..contract.parameters import (
    ATTACHMENTS_KEY,
    descriptions_of,
    is_flag,
    may_stream,
    operation_of,
    params_key,
)
from ..contract.schema import json_value, prompt_key
from ..spec.conditions import CONSEQUENCES, OF_THE_REQUEST, ReferenceLimit, ValueLimit, ValueTest, When
from ..spec.limits import limits_of
from ..spec.model import FileParameter, ModelSpec, ModelText
from ..spec.nested import entry_of, places_of
from ..spec.values import size_in_bytes
from ..text.fragments import Fragment, literal
from . import ir
from .deprecations import lower_deprecated_options, lower_deprecated_params, lower_deprecation
from .overloads import lower_calls
from .parameters import lower_parameter
from .platform import arguments, lower_file, lower_files, lower_roles

_ATTACHMENTS = "A path, bytes, an open file, an uploaded file or a `FileId`, or a list of them. "
_PARAMS_ABOUT = {False: "The `params` of a {} request", True: "The fields of a {} request beside its message"}


def lower_model(contract: Contract, path: str) -> ir.Model:
    """Return a model with all its names, facts and data artefacts."""
    spec, platform = contract.spec, contract.platform
    owner, module = class_name_of(spec), module_name(spec.id)
    params = tuple(_lower_params(contract, owner))
    text = _text_of(spec)
    return ir.Model(
        spec=spec,
        id=spec.id,
        category=Fragment(spec.category),
        group=category_name_of(spec, platform),
        name=contract.name,
        module=module,
        class_name=owner,
        module_path=Fragment(f"rivya.models.{module}"),
        spec_path=f"specs/{path}",
        headline=f"{spec.name} (`{spec.id}`): {spec.category} model, {_price(spec)}.",
        summary=text.summary,
        **_credits(contract),
        prompt={"key": prompt_key(spec), **arguments(spec.prompt)} if spec.prompt else None,
        prompt_value=Fragment(prompt_key(spec) if spec.prompt else "None"),
        params_value=_params_value(spec, params),
        references_value=Fragment(_references_value(spec, params)),
        params_about=_PARAMS_ABOUT[spec.is_chat].format(spec.name),
        arguments=tuple(_arguments(spec, params, text)),
        **_deprecations(contract, params),
        params=params,
        objects=tuple(_objects(params)),
        dictionaries=tuple(_objects(row for row in params if not _is_attachments(spec, row.wire))),
        defaults={row.wire: value for row in params if (value := limits_of(row.spec).default) is not None},
        flags=frozenset(row.wire for row in params if is_flag(row.spec)),
        **_files(contract),
        conditions=tuple(_lower_conditions(contract.request_spec)),
        is_chat=spec.is_chat,
        streams=may_stream(spec),
        operation=operation_of(spec, platform),
        **_data(contract),
    )


def _files(contract: Contract) -> dict[str, Any]:
    """Return the rules of all files that a call may bring along."""
    references, platform = contract.references, contract.platform
    return {
        "references": _lower_references(contract),
        "files": lower_files(references.files, platform) if references else (),
        "roles": lower_roles(references, platform) if references else (),
        "file_params": {
            key: lower_file(entry.kind, entry, platform)
            for key, row in contract.parameters.items()
            if isinstance(entry := entry_of(row), FileParameter)
        },
    }


def _text_of(spec: ModelSpec) -> ModelText:
    """Return the text for docstrings."""
    return spec.text.get("en") or next(iter(spec.text.values()))


def _lower_references(contract: Contract) -> ir.Arguments | None:
    references = contract.references
    if references is None:
        return None
    size, megabyte = references.max_total_size, contract.platform.files.megabyte.value
    total = {"max_total_bytes": size_in_bytes(size, megabyte)} if size else {}
    return {**arguments(references, without=("files", "roles", "role_files", "max_total_size")), **total}


def _data(contract: Contract) -> dict[str, Any]:
    """Return what is plain data in any language."""
    return {
        "reviewed": contract.spec.source.reviewed.isoformat(),
        "request_schema": contract.schema,
        "vectors": contract.vectors,
        "catalog": catalog_entry(contract.spec, contract.platform),
    }


def _lower_params(contract: Contract, owner: str) -> Iterator[ir.Parameter]:
    spec = contract.spec
    descriptions, options = descriptions_of(spec, contract.platform), _text_of(spec).options
    for key, row in contract.parameters.items():
        parameter = lower_parameter(key, row, owner, descriptions, options)
        if _is_attachments(spec, key):
            # What is local is uploaded by the client, so a call takes more than the ids that the wire has.
            kind = Fragment("Attachments")
            parameter = replace(parameter, value_type=kind, current_type=kind)
        yield parameter


def _is_attachments(spec: ModelSpec, wire: str) -> bool:
    """Return whether a parameter holds files, which callers give in other ways than as it goes over the wire."""
    return params_key(spec) is None and wire == ATTACHMENTS_KEY


def _objects(params: Iterable[ir.Parameter]) -> Iterator[ir.Parameter]:
    for parameter in params:
        yield from _objects(parameter.fields)
        yield from [parameter] if parameter.fields else []


def _price(spec: ModelSpec) -> str:
    credits = "1 credit" if spec.credits.base == 1 else f"{spec.credits.base} credits"
    return f"{credits} at default parameters"


def _deprecations(contract: Contract, params: tuple[ir.Parameter, ...]) -> dict[str, Any]:
    """Return what is said against the model and its parameters, and the calls by whose overloads editors say it."""
    spec = contract.spec
    model, deprecated, options = lower_deprecation(spec), lower_deprecated_params(spec), lower_deprecated_options(spec)
    sentences = [row.message for row in ([model] if model else []) + list(deprecated.values())]
    sentences += [
        row.message
        for param in params
        if param.current_type != param.value_type
        for row in options[param.wire].values()
    ]
    calls = lower_calls(contract.request_spec, params, model.message if model else None, ". ".join(sentences))
    return {"deprecated": model, "deprecated_params": deprecated, "deprecated_options": options, "calls": calls}


def _arguments(spec: ModelSpec, params: tuple[ir.Parameter, ...], text: ModelText) -> Iterator[ir.Argument]:
    if spec.prompt is not None:
        limit = f", at most {spec.prompt.max_length} characters" if spec.prompt.max_length else ""
        about = "The next message" if spec.is_chat else "What to make"
        yield ir.Argument(Fragment(prompt_key(spec)), f"{about}{limit}.")
    for parameter in params:
        taken = _ATTACHMENTS if _is_attachments(spec, parameter.wire) else ""
        yield ir.Argument(parameter.name, f"{taken}{parameter.summary}")
    if spec.references is not None and not spec.is_chat:
        rule = text.reference_rule or "The rule for reference files is not documented."
        yield ir.Argument(
            Fragment("references"), f"A path, bytes, an open file, a URL or an uploaded file, or a list of them. {rule}"
        )


def _params_value(spec: ModelSpec, params: tuple[ir.Parameter, ...]) -> Fragment:
    named = (row for row in params if not _is_attachments(spec, row.wire))
    return Fragment("{" + ", ".join(f"{literal(row.wire)}: {row.name}" for row in named) + "}")


def _references_value(spec: ModelSpec, params: tuple[ir.Parameter, ...]) -> str:
    if spec.is_chat:
        return ATTACHMENTS_KEY if any(row.wire == ATTACHMENTS_KEY for row in params) else "None"
    return "references" if spec.references else "None"


def _credits(contract: Contract) -> dict[str, Any]:
    """Return what calls cost."""
    spec = contract.spec
    bound = spec.credits.bound or "unknown"
    return {"price": Fragment(_price(spec)), "bound": bound, "prices": tuple(_lower_prices(contract))}


def _lower_prices(contract: Contract) -> Iterator[tuple[ir.Arguments, ir.Arguments]]:
    for when, row in contract.prices:
        said = ((field.name, getattr(row, field.name), field.default) for field in fields(row))
        given = {name: value for name, value, default in said if value != default}
        yield _lower_when(contract.request_spec, when), given


def _lower_conditions(spec: ModelSpec) -> Iterator[tuple[ir.Arguments, ir.Arguments]]:
    for row in spec.conditions:
        limits = {_wire_place(spec, key): _lower_limit(spec, key, limit) for key, limit in row.limit.params.items()}
        limits |= {"prompt": row.limit.prompt.model_dump()} if row.limit.prompt else {}
        then: dict[str, Any] = {
            name: tuple(_wire_place(spec, key) for key in getattr(row, name)) for name in CONSEQUENCES
        }
        then |= {"limits": limits, "files": _lower_file_limit(row.limit.references)}
        yield _lower_when(spec, row.when), {name: subjects for name, subjects in then.items() if subjects}


def _lower_limit(spec: ModelSpec, path: str, limit: ValueLimit) -> ir.Arguments:
    parameter = next(places_of(spec.params, path))[1]
    row = limit.model_dump(exclude_none=True)
    options = options_of(parameter, limit)
    row |= {"options": tuple(options)} if options is not None else {}
    return row | ({"default": json_value(parameter, limit.default)} if limit.default is not None else {})


def _lower_file_limit(limit: ReferenceLimit | None) -> ir.Arguments:
    row = limit.model_dump(exclude_none=True) if limit is not None else {}
    return row | ({"kinds": tuple(row["kinds"])} if "kinds" in row else {})


def _wire_place(spec: ModelSpec, subject: str) -> str:
    """Return a subject of a condition as the runtime has it, which tells dots in keys from fields."""
    return "/".join(next(places_of(spec.params, subject))[0]) if subject not in OF_THE_REQUEST else subject


def _lower_when(spec: ModelSpec, when: When) -> ir.Arguments:
    kind, least, most = count_of(when.references) if when.references is not None else (None, 0, None)
    count = {"kind": kind, "min": least or None, "max": most}
    params = {_wire_place(spec, path): _lower_test(spec, path, test) for path, test in when.params.items()}
    said = {
        "references": {name: value for name, value in count.items() if value is not None} or None,
        "prompt": None if when.prompt is None else when.prompt == "given",
        "params": params or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _lower_test(spec: ModelSpec, path: str, test: ValueTest) -> ir.Arguments:
    if isinstance(test, str):
        return {"given": test == "given"}
    parameter = next(places_of(spec.params, path))[1]
    default = limits_of(parameter).default
    if isinstance(test, list):
        row: ir.Arguments = {"options": tuple(json_value(parameter, text) for text in test)}
    else:
        row = test.model_dump(exclude_none=True)
    return {**row} if default is None else {**row, "default": default}
