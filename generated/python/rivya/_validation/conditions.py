"""What follows in a request when something holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .._core.problems import Phrase, listed, range_text
from .._spec.conditions import Condition, FileCount, ValueTest, When
from .._spec.findings import Findings
from .._spec.tables import ModelTable
from .keywords import REFERENCES_PATH
from .limits import file_problems, value_problems

_ABSENT = object()
_BOUNDS = {"min": "≥", "exclusive_min": ">", "max": "≤", "exclusive_max": "<"}
"""The bounds of a range, and the sign that says each."""


def prompt_key(model: ModelTable) -> str:
    """Return the field of a request that carries the prompt."""
    return model.prompt.key if model.prompt is not None else "prompt"


def param_path(model: ModelTable, key: str) -> str:
    """Return where in a request a parameter stands."""
    return f"{model.params_key}.{key}" if model.params_key is not None else key


@dataclass(frozen=True, slots=True)
class Given:
    """What a request gives, as conditions ask for it. `kinds` are those of its reference files, one each."""

    model: ModelTable
    request: Mapping[str, Any]
    params: Mapping[str, Any]
    kinds: Sequence[str]

    def has(self, subject: str) -> bool:
        """Return whether the request gives a parameter, a field, `prompt` or `references`."""
        special = {"references": bool(self.kinds), "prompt": bool(self.request.get(prompt_key(self.model)))}
        return special[subject] if subject in special else self._sent(subject) is not _ABSENT

    def value(self, subject: str, default: object) -> object:
        """Return the value that holds for a parameter or a field: what is sent, else the default."""
        if subject == "prompt":
            return self.request.get(prompt_key(self.model))
        default = self.default(subject, default)
        value, above = self._sent(subject), subject.rpartition("/")[0]
        has_default = default is not None and (not above or isinstance(self._sent(above), Mapping))
        return default if value is _ABSENT and has_default else value

    def default(self, subject: str, usual: object) -> object:
        """Return the default of a parameter or a field, which may be another one where a condition applies."""
        for condition in self.model.conditions:
            limit = condition.limits.get(subject)
            if limit is not None and "default" in limit and holds(condition.when, self):
                usual = limit["default"]
        return usual

    def count(self, kind: str | None) -> int:
        """Return the number of reference files, of one kind or of all."""
        return sum(kind in {None, each} for each in self.kinds)

    def path(self, subject: str) -> str:
        """Return where in the request a subject stands."""
        special = {"references": REFERENCES_PATH, "prompt": prompt_key(self.model)}
        return special.get(subject) or param_path(self.model, subject.replace("/", "."))

    def _sent(self, subject: str) -> object:
        value: object = self.params
        for key in subject.split("/"):
            value = cast("Mapping[str, object]", value).get(key, _ABSENT) if isinstance(value, Mapping) else _ABSENT
        return value


def holds(when: When, given: Given) -> bool:
    """Return whether all that is said holds of a request."""
    return (
        (when.references is None or _counts(when.references, given))
        and (when.prompt is None or given.has("prompt") == when.prompt)
        and all(_fulfils(test, given.value(subject, test.get("default"))) for subject, test in when.params.items())
    )


def _counts(test: FileCount, given: Given) -> bool:
    count = given.count(test.get("kind"))
    return test.get("min", 0) <= count <= test.get("max", count)


def _fulfils(test: ValueTest, value: object) -> bool:
    if "given" in test:
        return (value is not _ABSENT) == test["given"]
    if "options" in test:
        return any(_is_equal(value, option) for option in test["options"])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    least, most = test.get("min", value), test.get("max", value)
    above, below = test.get("exclusive_min"), test.get("exclusive_max")
    return least <= value <= most and (above is None or value > above) and (below is None or value < below)


def _is_equal(value: object, option: object) -> bool:
    """Return whether two JSON values are equal: 2 is 2.0, and 1 is not true."""
    is_plain = isinstance(value, str | int | float) and isinstance(value, bool) == isinstance(option, bool)
    return is_plain and value == option


def check_condition(findings: Findings, condition: Condition, given: Given) -> None:
    """Add what of a condition that applies a request does not keep to."""
    if not holds(condition.when, given):
        return
    parts = tuple(when_phrases(findings, condition.when, given.model))
    when = Phrase("when", {"parts": parts}) if parts else ""
    for subject in filter(given.has, condition.no_effect):
        findings.warn("no-effect", given.path(subject), when=when)
    for subject in (subject for subject in condition.require if not given.has(subject)):
        findings.add("condition-requires", given.path(subject), when=when)
    for subject in filter(given.has, condition.forbid):
        findings.add("condition-forbids", given.path(subject), when=when)
    for subjects in (condition.exactly_one_of, condition.at_most_one_of):
        there = [subject for subject in subjects if given.has(subject)]
        names = listed((findings.named(given.path(subject)) for subject in subjects), quoted=False)
        for subject in there[1:]:
            findings.add("condition-excludes", given.path(subject), when=when, subjects=names)
        if subjects is condition.exactly_one_of and subjects and not there:
            findings.add("condition-needs-one", given.path(subjects[0]), when=when, subjects=names)

    for subject, limit in condition.limits.items():
        if given.has(subject):
            for code, values in value_problems(limit, given.value(subject, None), python=findings.python):
                findings.add_once(code, given.path(subject), when=when, **values)
    for code, values in file_problems(condition.files, given.kinds) if condition.files is not None else ():
        findings.add_once(code, given.path("references"), when=when, **values)


def when_phrases(findings: Findings, when: When, model: ModelTable) -> Iterator[Phrase]:
    """Yield what is said of a request, each part in words."""
    if when.references is not None:
        yield _when_files(when.references)
    if when.prompt is not None:
        yield Phrase(f"when-prompt-{'given' if when.prompt else 'absent'}")
    yield from (_when_parameter(findings, model, subject, test) for subject, test in when.params.items())


def _when_files(test: FileCount) -> Phrase:
    if test == {"min": 1}:
        return Phrase("when-references-given")
    if test == {"max": 0}:
        return Phrase("when-references-absent")
    least, most = test.get("min", 0), test.get("max")
    number = str(least) if least == most else range_text(least or None, most)
    kind = {"kind": test["kind"]} if "kind" in test else {}
    return Phrase("when-files-of-kind" if kind else "when-files", {"number": number, **kind})


def _when_parameter(findings: Findings, model: ModelTable, subject: str, test: ValueTest) -> Phrase:
    named = {"parameter": findings.named(param_path(model, subject.replace("/", ".")))}
    if "given" in test:
        return Phrase(f"when-parameter-{'given' if test['given'] else 'absent'}", named)
    if "options" in test:
        values = _in_python(model, subject, test["options"]) if findings.python else test["options"]
        return Phrase("when-parameter", {**named, "values": listed(values, python=findings.python)})
    bounds: Mapping[str, object] = {**test}
    said = tuple(f"{sign} {bounds[name]}" for name, sign in _BOUNDS.items() if name in bounds)
    return Phrase("when-parameter-in-range", {**named, "range": said})


def _in_python(model: ModelTable, subject: str, values: Iterable[object]) -> Sequence[object]:
    """Return values of a parameter as Python code says them: of a flag, as `bool`."""
    return [value == "true" for value in values] if subject in model.flags else list(values)
