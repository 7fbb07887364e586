"""What differs between two versions of a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from ..contract.contract import Contract
from ..contract.names import category_name_of, model_name_of
from ..contract.parameters import parameters_of, references_of, with_all_parameters
from ..spec.model import Chat, ModelSpec, ModelText, Prompt
from ..spec.platform import PlatformSpec
from .comparisons import Finding, Special, compare_parts, deprecation, found, json_form, members, nothing, texts
from .conditions import compare_conditions
from .parameters import compare_parameters
from .prices import compare_prices
from .references import compare_references
from .renames import renamed_in_model, with_new_names

_FILES_API = get_args(ModelSpec.model_fields["files_api"].annotation)
"""From what asks least of a caller to what asks most, as the format lists them."""


def _availability(old: str, new: str) -> Iterator[Finding]:
    if old != new:
        rule = "lost" if old == "available" else "gained" if new == "available" else "changed"
        yield found(f"availability-{rule}", old, new)


def _category(old: ModelSpec, new: ModelSpec) -> Iterator[Finding]:
    if old.is_chat != new.is_chat:
        yield found("chat-became-job" if old.is_chat else "job-became-chat", old.category, new.category, "category")
    elif old.category != new.category:
        yield found("category-changed", old.category, new.category, "category")


def _files_api(old: str, new: str) -> Iterator[Finding]:
    if old != new:
        rises = _FILES_API.index(new) > _FILES_API.index(old)
        yield found("upload-required" if rises else "upload-optional", old, new)


def _prompt(old: Prompt | None, new: Prompt | None) -> Iterator[Finding]:
    if old is None or new is None:
        prompt = old or new
        if prompt is not None:
            rule = f"{'required-' if prompt.required else ''}prompt-{'removed' if new is None else 'added'}"
            yield found(rule, old, new)
        return
    yield from compare_parts(old, new, {})


def _listed(old: list[str] | None, new: list[str] | None) -> Iterator[Finding]:
    """Yield that a list is documented now, or no longer; which options come and go is found in the parameter."""
    if (old is None) != (new is None):
        yield found("documented" if old is None else "undocumented", old, new)


def _chat(old: Chat | None, new: Chat | None) -> Iterator[Finding]:
    yield from compare_parts(old or Chat(), new or Chat(), {"Chat.reasoning_effort": _listed})
    if (old or Chat()) == (new or Chat()) and old != new:
        yield found("notation-changed", old, new)


def _text(old: Mapping[str, ModelText], new: Mapping[str, ModelText]) -> Iterator[Finding]:
    yield from members("locale-removed", "locale-added", old, new, "notation-changed")
    for locale in (locale for locale in old if locale in new):
        both = (json_form(old[locale]), json_form(new[locale]))
        yield from (finding.under(locale) for finding in texts("text-changed", *both))


_SPECIAL: Special = {
    "Credits.prices": nothing,
    "ModelSpec.availability": _availability,
    "ModelSpec.files_api": _files_api,
    "ModelSpec.deprecated": deprecation,
    "ModelSpec.prompt": _prompt,
    "ModelSpec.chat": _chat,
    "ModelSpec.text": _text,
    **dict.fromkeys(
        (f"ModelSpec.{name}" for name in ("id", "category", "python_name", "params", "references", "conditions")),
        nothing,
    ),
}
"""Prices and the last five need more than their own two values and are compared below."""


def compare_model(old: ModelSpec, new: ModelSpec, platforms: tuple[PlatformSpec, PlatformSpec]) -> Iterator[Finding]:
    """Yield what differs between two versions of a model, each with the platform that it belongs to."""
    yield from _python_name(old, new, platforms)
    renamed = renamed_in_model(old, new)
    yield from (found("parameter-renamed", one, other, "params") for one, other in renamed.items())
    old = with_new_names(old, new, renamed)
    yield from compare_parts(old, new, _SPECIAL)
    yield from compare_prices(Contract(old, platforms[0]), Contract(new, platforms[1]))
    yield from _category(old, new)
    if old.is_chat and new.is_chat:
        yield from _chat_parameters(old, new, platforms)
    else:
        yield from (finding.under("params") for finding in compare_parameters(old.params, new.params))
    rows = [with_all_parameters(spec, platform) for spec, platform in zip((old, new), platforms, strict=True)]
    yield from (finding.under("conditions") for finding in compare_conditions(rows[0], rows[1]))
    yield from (finding.under("references") for finding in _references(old, new, platforms))


def _references(old: ModelSpec, new: ModelSpec, platforms: tuple[PlatformSpec, PlatformSpec]) -> Iterator[Finding]:
    """Yield what differs in the rules that hold, and that a rule is documented now which held before."""
    rules = [old.references, new.references]
    if old.is_chat == new.is_chat:
        rules = [references_of(spec, platform) for spec, platform in zip((old, new), platforms, strict=True)]
    findings = list(compare_references(rules[0], rules[1], platforms))
    if not findings and old.references != new.references:
        is_documented = old.references is None or not old.references.files
        yield found("documented" if is_documented else "undocumented", old.references, new.references)
    yield from findings


def _python_name(old: ModelSpec, new: ModelSpec, platforms: tuple[PlatformSpec, PlatformSpec]) -> Iterator[Finding]:
    names = [str(model_name_of(spec, platform)) for spec, platform in zip((old, new), platforms, strict=True)]
    groups = [str(category_name_of(spec, platform)) for spec, platform in zip((old, new), platforms, strict=True)]
    if old.category == new.category and groups[0] != groups[1]:
        names = [f"{group}.{name}" for group, name in zip(groups, names, strict=True)]
    if names[0] != names[1]:
        yield found("python-name-changed", *names, "python_name")
    elif old.python_name != new.python_name:
        yield found("notation-changed", old.python_name, new.python_name, "python_name")


def _chat_parameters(old: ModelSpec, new: ModelSpec, platforms: tuple[PlatformSpec, PlatformSpec]) -> Iterator[Finding]:
    """Yield what the model itself changes of its parameters and of the fields of all chat requests, under either platform."""
    own = {*old.params, *new.params}
    findings = [
        finding.under("params" if not finding.path or finding.path[0] in own else "chat")
        for platform in platforms
        for finding in compare_parameters(parameters_of(old, platform), parameters_of(new, platform))
    ]
    yield from without_repetitions(findings)


def without_repetitions(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once."""
    once: list[Finding] = []
    for finding in findings:
        if finding not in once:
            once.append(finding)
    return once
