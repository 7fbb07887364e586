"""The calls of a model: its signature, and the overloads that say of arguments what one signature cannot.

Such are deprecations, and conditions that ask for the literals of one parameter and nothing else: overloads are told apart
by these. What conditions say beside that is found when a call is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from ..contract.schema import prompt_key
from ..contract.subject_values import fulfils
from ..spec.conditions import Condition
from ..spec.diff import ABSENT
from ..spec.limits import limits_of
from ..spec.model import ModelSpec
from ..spec.options import deprecated_options_of, options_of
from ..text.fragments import Fragment
from . import ir
from .parameters import literal_values, type_of_values

MOST_OVERLOADS = 4
"""More than these are no help to a reader."""


class _Rule(NamedTuple):
    """What a call has to keep to where a parameter has some value."""

    forbidden: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()


_NO_RULE = _Rule()


@dataclass(frozen=True, slots=True)
class _Argument:
    subject: str
    """As conditions call it."""
    name: str
    value_type: str
    required: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """The arguments of a call, with those that are deprecated or without them, and what editors say against it."""

    arguments: tuple[_Argument, ...]
    rules: Mapping[Any, _Rule]
    """For each value that the parameter may have which tells overloads apart; `ABSENT` for none."""
    deprecated: str | None


def lower_calls(
    spec: ModelSpec, params: Sequence[ir.Parameter], deprecated: str | None, deprecations: str
) -> tuple[ir.Call, ...]:
    """Return the call, behind its overloads where it has some.

    Args:
        spec: The model, with all parameters of a request.
        params: The same parameters.
        deprecated: What is said against the model.
        deprecations: What is said against it and all that is deprecated of its parameters.
    """
    key, rules = _choice(spec)
    every = tuple(_arguments(spec, [(row, row.value_type) for row in params]))
    current = tuple(_arguments(spec, [(row, row.current_type) for row in params if row.spec.deprecated is None]))
    forms = [_Form(every, rules, deprecated)]
    if current != every:
        known = _current_rules(spec, key, rules)
        forms = [_Form(current, known, deprecated), _Form(every, rules, deprecations)]
    overloads = list(_overloads(spec, key, forms))
    if not len(forms) <= len(overloads) <= MOST_OVERLOADS:
        overloads = [ir.Call(_signature(spec, form.arguments), form.deprecated) for form in forms]
    return (*(overloads if len(overloads) > 1 else ()), ir.Call(_signature(spec, every), deprecated))


def _arguments(spec: ModelSpec, params: Sequence[tuple[ir.Parameter, str]]) -> Iterator[_Argument]:
    if spec.prompt is not None:
        yield _Argument("prompt", prompt_key(spec), "str", spec.prompt.required)
    for row, value_type in params:
        yield _Argument(row.wire, row.name, value_type, bool(row.spec.required))
    if spec.references is not None and not spec.is_chat:
        yield _Argument("references", "references", "References", required=False)


def _choice(spec: ModelSpec) -> tuple[str | None, Mapping[Any, _Rule]]:
    """Return the parameter whose literals most conditions ask for, with what its values mean for other arguments."""
    rows: dict[str, list[Condition]] = defaultdict(list)
    for row in spec.conditions:
        key, *others = row.when.tests() or [""]
        is_whole = not others and key in row.when.params and key in spec.params
        if is_whole and literal_values(spec.params[key]) and any(_rule_of(spec, key, [row])):
            rows[key].append(row)
    most = max(rows, key=lambda key: len(rows[key]), default=None)
    return (most, _rules(spec, most, rows[most])) if most is not None else (None, {})


def _rules(spec: ModelSpec, key: str, conditions: Sequence[Condition]) -> Mapping[Any, _Rule]:
    """Return what follows for each value, for null, and where none is given."""
    parameter = spec.params[key]
    values = [*literal_values(parameter), *([None] if parameter.nullable else [])]
    used = {value: value for value in values}
    if not parameter.required:
        default = limits_of(parameter).default
        used[ABSENT] = ABSENT if default is None else default
    rules = {
        value: _rule_of(spec, key, [row for row in conditions if fulfils(parameter, row.when.params[key], known)])
        for value, known in used.items()
    }
    limits = [row.limit.params.get(key) for row in spec.conditions]
    depends = any(limit is not None and limit.default is not None for limit in limits)
    return rules | ({ABSENT: _NO_RULE} if depends and ABSENT in rules else {})


def _rule_of(spec: ModelSpec, key: str, conditions: Sequence[Condition]) -> _Rule:
    """Return what conditions that apply say of whole arguments."""
    subjects = {*spec.params, "prompt", "references"} - {key}
    forbidden = {subject for row in conditions for subject in row.forbid}
    required = {subject for row in conditions for subject in row.require}
    return _Rule(frozenset(forbidden & subjects), frozenset(required & subjects))


def _current_rules(spec: ModelSpec, key: str | None, rules: Mapping[Any, _Rule]) -> Mapping[Any, _Rule]:
    """Return the rules of the values that are not deprecated."""
    if key is None:
        return {}
    parameter = spec.params[key]
    options, old = options_of(parameter), deprecated_options_of(parameter)
    gone = [options[name] for name in old] if parameter.deprecated is None else [*rules.keys() - {ABSENT}]
    return {value: rule for value, rule in rules.items() if value not in gone}


def _overloads(spec: ModelSpec, key: str | None, forms: Sequence[_Form]) -> Iterator[ir.Call]:
    seen: set[tuple[Fragment, ...]] = set()
    for form in forms:
        for rule, values in _shapes(form):
            signature = _signature(spec, form.arguments, rule, {key: values} if key is not None else {})
            if signature not in seen:
                yield ir.Call(signature, form.deprecated)
            seen.add(signature)


def _shapes(form: _Form) -> Iterator[tuple[_Rule, Sequence[Any]]]:
    """Yield what calls can keep to, each with all values that allow it.

    The first is what suits every value, so that a call can be right whose value is known when the program runs.
    """
    subjects = frozenset(row.subject for row in form.arguments)
    always = frozenset(row.subject for row in form.arguments if row.required)
    rules = {
        value: _Rule(rule.forbidden & subjects, rule.required)
        for value, rule in form.rules.items()
        if rule.required <= subjects and not rule.forbidden & (rule.required | always)
    }
    if form.rules and not rules:
        return
    strictest = _Rule(
        frozenset[str]().union(*(rule.forbidden for rule in rules.values())),
        frozenset[str]().union(*(rule.required for rule in rules.values())),
    )
    suiting_all = [] if strictest.forbidden & strictest.required else [strictest]
    for rule in dict.fromkeys((*suiting_all, *rules.values())):
        rows = rules.items()
        yield rule, [v for v, row in rows if row.forbidden <= rule.forbidden and row.required <= rule.required]


def _signature(
    spec: ModelSpec,
    arguments: Sequence[_Argument],
    rule: _Rule = _NO_RULE,
    chosen: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> tuple[Fragment, ...]:
    """Return the arguments of a call that keeps to a rule, which it does where a parameter has one of some values."""
    rows: list[str] = []
    for row in arguments:
        value_type, required = row.value_type, row.required or row.subject in rule.required
        if row.subject in chosen:
            values = chosen[row.subject]
            value_type, required = type_of_values(spec.params[row.subject], values), ABSENT not in values
        elif row.subject in rule.forbidden:
            value_type = ""
        optional = f"{value_type} | None = None" if value_type else "None = None"
        rows.append(f"{row.name}: {value_type if required else optional}")
    if len(rows) > (positional := 0 if spec.prompt is None else 1):
        rows.insert(positional, "*")
    return tuple(map(Fragment, rows))
