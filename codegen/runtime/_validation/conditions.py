"""What follows in a request when something holds of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.problems import Phrase, listed
from .._spec.findings import Findings
from .._spec.tables import Condition, ModelTable, When
from .keywords import REFERENCES_PATH


def prompt_key(model: ModelTable) -> str:
    """Return the field of a request that carries the prompt."""
    return model.prompt.key if model.prompt is not None else "prompt"


def param_path(model: ModelTable, key: str) -> str:
    """Return where in a request a parameter stands."""
    return f"{model.params_key}.{key}" if model.params_key is not None else key


@dataclass(frozen=True, slots=True)
class Given:
    """What a request gives, as conditions ask for it."""

    model: ModelTable
    request: Mapping[str, Any]
    params: Mapping[str, Any]
    references: bool

    def has(self, key: str) -> bool:
        special = {"references": self.references, "prompt": bool(self.request.get(prompt_key(self.model)))}
        return special.get(key, key in self.params)

    def has_value(self, key: str, values: Iterable[str]) -> bool:
        value = self.params.get(key)
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        return key in self.params and text in values

    def path(self, key: str) -> str:
        special = {"references": REFERENCES_PATH, "prompt": prompt_key(self.model)}
        return special.get(key, param_path(self.model, key))


def holds(when: When, given: Given) -> bool:
    """Return whether all that is said holds of a request."""
    stated = {"references": when.references, "prompt": when.prompt}
    return all(wanted is None or given.has(key) == wanted for key, wanted in stated.items()) and all(
        given.has_value(key, values) for key, values in when.params.items()
    )


def check_condition(findings: Findings, condition: Condition, given: Given) -> None:
    """Add what of a condition that applies a request does not keep to."""
    if not holds(condition.when, given):
        return
    when = tuple(when_phrases(findings, condition.when, given.model))
    for key in filter(given.has, condition.no_effect):
        findings.warn("no-effect", given.path(key), when=when)
    for key in (key for key in condition.require if not given.has(key)):
        findings.add("condition-requires", given.path(key), when=when)
    for key in filter(given.has, condition.forbid):
        findings.add("condition-forbids", given.path(key), when=when)


def when_phrases(findings: Findings, when: When, model: ModelTable) -> Iterator[Phrase]:
    """Yield what is said of a request, each part in words."""
    for key, wanted in {"references": when.references, "prompt": when.prompt}.items():
        if wanted is not None:
            yield Phrase(f"when-{key}-{'given' if wanted else 'absent'}")
    yield from (_when_parameter(findings, model, key, values) for key, values in when.params.items())


def _when_parameter(findings: Findings, model: ModelTable, key: str, texts: Sequence[str]) -> Phrase:
    from .parameters import in_python, wire_fields

    field = wire_fields(model.params).get(key)
    values: Sequence[object] = in_python(field.annotation, texts) if findings.python and field is not None else texts
    said = listed(values, python=findings.python and field is not None)
    return Phrase("when-parameter", {"parameter": findings.named(param_path(model, key)), "values": said})
