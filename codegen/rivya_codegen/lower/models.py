"""A model spec as the picture that templates see."""

from __future__ import annotations

from collections.abc import Iterator

from .. import ir
from ..catalog import catalog_entry
from ..fragments import Fragment, literal
from ..naming import class_name, model_name, module_name
from ..platform_spec import PlatformSpec
from ..request_schema import prompt_key, request_schema
from ..spec import Condition, ModelSpec, ModelText, References, size_in_bytes
from ..vectors import model_vectors
from .parameters import lower_parameter


def lower_model(spec: ModelSpec, path: str, platform: PlatformSpec) -> ir.Model:
    """Return a model with all its names, facts and data artefacts."""
    name = Fragment(spec.python_name or model_name(spec.id, platform.categories[spec.category].id_suffix))
    owner = class_name(spec.python_name or module_name(spec.id))
    descriptions = {locale: text.params for locale, text in spec.text.items()}
    params = tuple(lower_parameter(key, row, owner, descriptions) for key, row in spec.params.items())
    text = spec.text.get("en") or next(iter(spec.text.values()))
    return ir.Model(
        id=spec.id,
        display_name=spec.name,
        category=Fragment(spec.category),
        name=name,
        module=module_name(spec.id),
        class_name=owner,
        module_path=Fragment(f"rivya.models.{module_name(spec.id)}"),
        spec_path=Fragment(f"specs/{path}"),
        headline=_headline(spec),
        summary=text.summary,
        base_credits=spec.credits.base,
        billing=spec.credits.billing,
        prompt=ir.Prompt(prompt_key(spec), spec.prompt.required, spec.prompt.max_length) if spec.prompt else None,
        signature=tuple(_signature(spec, params)),
        prompt_value=Fragment("prompt" if spec.prompt else "None"),
        params_value=Fragment("{" + ", ".join(f"{literal(row.wire)}: {row.name}" for row in params) + "}"),
        references_value=Fragment("references" if spec.references else "None"),
        arguments=tuple(_arguments(spec, params, text)),
        params=params,
        item_classes=tuple(parameter for parameter in params if parameter.items),
        defaults={row.wire: row.default for row in params if row.default is not None},
        flags=frozenset(parameter.wire for parameter in params if parameter.flag),
        references=_lower_references(spec.references, platform) if spec.references else None,
        conditions=tuple(_lower_condition(row, index, spec) for index, row in enumerate(spec.conditions)),
        source_url=spec.source.url,
        reviewed=spec.source.reviewed.isoformat(),
        request_schema=request_schema(spec, platform),
        vectors=model_vectors(spec, platform),
        catalog=catalog_entry(spec, platform),
    )


def _headline(spec: ModelSpec) -> str:
    credits = "1 credit" if spec.credits.base == 1 else f"{spec.credits.base} credits"
    return f"{spec.name} (`{spec.id}`): {spec.category} model, {credits} at default parameters."


def _signature(spec: ModelSpec, params: tuple[ir.Parameter, ...]) -> Iterator[Fragment]:
    if spec.prompt is not None:
        yield Fragment("prompt: str" if spec.prompt.required else "prompt: str | None = None")
    if params or spec.references is not None:
        yield Fragment("*")
    yield from (parameter.argument for parameter in params)
    if spec.references is not None:
        yield Fragment("references: References | None = None")


def _arguments(spec: ModelSpec, params: tuple[ir.Parameter, ...], text: ModelText) -> Iterator[ir.Argument]:
    if spec.prompt is not None:
        limit = f", at most {spec.prompt.max_length} characters" if spec.prompt.max_length else ""
        yield ir.Argument(Fragment("prompt"), f"What to make{limit}.")
    yield from (ir.Argument(parameter.name, parameter.summary) for parameter in params)
    if spec.references is not None:
        rule = text.reference_rule or "The rule for reference files is not documented."
        yield ir.Argument(
            Fragment("references"), f"A path, bytes, an open file, a URL or an uploaded file, or a list of them. {rule}"
        )


def _lower_references(references: References, platform: PlatformSpec) -> ir.References:
    megabyte = platform.files.megabyte.value
    return ir.References(
        max_files=references.max_files,
        files=tuple(
            ir.FileLimit(
                kind,
                limit.max_size,
                size_in_bytes(limit.max_size, megabyte) if limit.max_size else None,
                tuple(limit.mime_types) if limit.mime_types else None,
            )
            for kind, limit in references.files.items()
        ),
        combinations=tuple({str(kind): count for kind, count in row.items()} for row in references.combinations),
        roles=tuple(references.roles),
        duration_token=tuple(references.duration_token),
    )


_GIVEN = {"given": True, "absent": False, None: None}


def _lower_condition(condition: Condition, index: int, spec: ModelSpec) -> ir.Condition:
    return ir.Condition(
        references=_GIVEN[condition.when.references],
        prompt=_GIVEN[condition.when.prompt],
        params={key: tuple(values) for key, values in condition.when.params.items()},
        no_effect=tuple(condition.no_effect),
        require=tuple(condition.require),
        forbid=tuple(condition.forbid),
        rule=condition.model_dump(exclude_defaults=True),
        text={locale: text.conditions[index] for locale, text in spec.text.items()},
    )
