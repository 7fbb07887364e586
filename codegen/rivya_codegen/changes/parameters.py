"""What differs between the parameters of two models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..contract.names import parameter_name_of
from ..contract.parameters import is_flag
from ..spec.formats import pattern_of
from ..spec.model import AnyParameter, FileParameter, NumberParameter, Select, TextParameter
from ..spec.numbers import Grid, accepts, exact, grid_of, implied_grid, is_integer, numbers_on
from ..spec.options import deprecated_options_of, options_of
from ..spec.references import FileLimit
from ..spec.values import Number
from .comparisons import Finding, Special, compare_parts, deprecation, found, members, nothing
from .references import compare_limits
from .renames import Parameters, renamed_parameters, with_new_keys

_RETYPED: Mapping[tuple[str, str], str] = {
    ("select", "text"): "select-became-text",
    ("text", "select"): "text-became-select",
    ("flag", "text"): "flag-became-text",
    ("text", "flag"): "text-became-flag",
    ("flag", "boolean"): "flag-became-boolean",
    ("boolean", "flag"): "boolean-became-flag",
    ("flag", "number"): "switch-became-number",
    ("number", "flag"): "number-became-switch",
    ("boolean", "number"): "switch-became-number",
    ("number", "boolean"): "number-became-switch",
}
"""Kinds whose values partly fit each other; any other change of the kind is `parameter-retyped`."""


def compare_parameters(old: Parameters, new: Parameters, *, nested: bool = False) -> Iterator[Finding]:
    """Yield what differs; `nested` for the fields of an array's items, which Python code gives as they are sent."""
    renamed = renamed_parameters(old, new)
    yield from (found("parameter-renamed", one, other) for one, other in renamed.items())
    old = with_new_keys(old, new, renamed)
    for key in (key for key in old if key not in new):
        yield found("required-parameter-removed" if old[key].required else "parameter-removed", old[key], None, key)
    for key in (key for key in new if key not in old):
        yield found("required-parameter-added" if new[key].required else "parameter-added", None, new[key], key)
    for key in (key for key in old if key in new):
        yield from (finding.under(key) for finding in _compare_parameter(key, old[key], new[key], nested))


def _compare_parameter(key: str, old: AnyParameter, new: AnyParameter, nested: bool) -> Iterator[Finding]:
    yield from (finding.under("required") for finding in _requirement(old.required, new.required))
    yield from (finding.under("deprecated") for finding in deprecation(old.deprecated, new.deprecated))
    if old.nullable != new.nullable:
        yield found("null-allowed" if new.nullable else "null-refused", old.nullable, new.nullable, "nullable")
    yield from (finding.under("python_name") for finding in _name(key, old, new, nested))
    before, after = (row.type if nested or not is_flag(row) else "flag" for row in (old, new))
    if old.type != new.type:
        yield found(_RETYPED.get((before, after), "parameter-retyped"), old, new)
        yield from _text_limits_of_options(old, new)
        return
    yield from compare_parts(old, new, _SPECIAL)
    yield from (finding.under("deprecated_options") for finding in _deprecated_options(old, new))
    if isinstance(old, Select) and isinstance(new, Select) and before != after:
        yield found("flag-became-select" if before == "flag" else "select-became-flag", old.options, new.options)
    elif isinstance(old, TextParameter) and isinstance(new, TextParameter):
        yield from _compare_forms(old, new)
    elif isinstance(old, FileParameter) and isinstance(new, FileParameter):
        yield from compare_limits(old, new, None)
    elif isinstance(old, NumberParameter) and isinstance(new, NumberParameter):
        yield from _compare_numbers(old, new)


def _deprecated_options(old: AnyParameter, new: AnyParameter) -> Iterator[Finding]:
    """Yield what is said otherwise against options; of those that go or come, that they do says all."""
    before, after = deprecated_options_of(old), deprecated_options_of(new)
    for name, option in {**options_of(old), **options_of(new)}.items():
        if _has_option(old, option) and _has_option(new, option):
            findings = deprecation(before.get(name), after.get(name))
            yield from (finding.under(name) for finding in findings)


def _has_option(parameter: AnyParameter, option: str | Number) -> bool:
    """Return whether a value is an option or, where none are listed, within the limits of a number."""
    if isinstance(parameter, NumberParameter) and parameter.options is None:
        return not isinstance(option, str) and accepts(parameter, option)
    return option in options_of(parameter).values()


def _requirement(old: bool | None, new: bool | None) -> Iterator[Finding]:
    if bool(old) != bool(new):
        yield found("parameter-required" if new else "parameter-optional", old, new)
    elif old != new:
        yield found("documented" if old is None else "undocumented", old, new)


def _name(key: str, old: AnyParameter, new: AnyParameter, nested: bool) -> Iterator[Finding]:
    names = [str(parameter_name_of(key, row)) for row in (old, new)]
    if names[0] != names[1]:
        yield found("item-attribute-renamed" if nested else "python-name-changed", *names)
    elif old.python_name != new.python_name:
        yield found("notation-changed", old.python_name, new.python_name)


def _text_limits_of_options(old: AnyParameter, new: AnyParameter) -> Iterator[Finding]:
    """Yield the limits of a text that replaces a list of options, or is replaced, as far as an option breaks them."""
    for one, other, rule in ((old, new, "length-narrowed"), (new, old, "length-widened")):
        if isinstance(one, Select) and isinstance(other, TextParameter):
            for name, outside in (("min_length", -1), ("max_length", 1)):
                limit = getattr(other, name)
                if limit is not None and any((len(option) - limit) * outside > 0 for option in one.options):
                    values = (None, limit) if one is old else (limit, None)
                    yield found(rule, *values, name)
            if other.format == "url" and not all(option.startswith(("http://", "https://")) for option in one.options):
                values = (None, "url") if one is old else ("url", None)
                yield found("url-required" if one is old else "url-not-required", *values, "format")
            pattern = pattern_of(other)
            if pattern is not None and not all(re.fullmatch(pattern.expression, option) for option in one.options):
                yield _of_either("form-required" if one is old else "form-dropped", old, new, _FORMS)


_ENDS = {"min": (1, "exclusive_min"), "max": (-1, "exclusive_max")}
"""Of each bound in which direction it narrows, and the field of the bound that is excluded itself."""


def _compare_numbers(old: NumberParameter, new: NumberParameter) -> Iterator[Finding]:
    """Yield what of the numbers is gone or new: options count alone, else each end of the range and the steps."""
    if old.options is not None and new.options is not None:
        found_options = members("option-removed", "option-added", old.options, new.options)
        yield from (finding.under("options") for finding in found_options)
    elif old.options is not None or new.options is not None:
        yield from _listed_or_ranged(old, new)
        return
    for name, (_, exclusive) in _ENDS.items():
        before, after = (_end(row, name) for row in (old, new))
        if before != after:
            narrows = after is not None and (before is None or after > before)
            yield _of_either("range-narrowed" if narrows else "range-widened", old, new, (name, exclusive))
    yield from _compare_steps(old, new)


_FORMS = ("format", "pattern")


def _listed_or_ranged(old: NumberParameter, new: NumberParameter) -> Iterator[Finding]:
    """Yield what is gone or new where one side lists its numbers and the other has a range."""
    listed, ranged = (old, new) if old.options is not None else (new, old)
    options, every = set(listed.options or ()), numbers_on(implied_grid(ranged), ranged)
    outside = [option for option in listed.options or () if not accepts(ranged, option)]
    for option in outside:
        yield found("option-removed", option, None) if listed is old else found("option-added", None, option)
    if every is None or not set(every) <= options:
        yield found("range-widened" if listed is old else "range-narrowed", old, new)
    elif not outside:
        yield found("notation-changed", old, new)


def _of_either(rule: str, old: AnyParameter, new: AnyParameter, names: tuple[str, str]) -> Finding:
    """Return a finding about what one of two fields says: at that field, or at the parameter where it is both."""
    rows = [{name: getattr(row, name, None) for name in names} for row in (old, new)]
    values = [{name: value for name, value in row.items() if value is not None} for row in rows]
    if len(both := {*values[0], *values[1]}) > 1:
        return found(rule, values[0], values[1])
    name = both.pop()
    return found(rule, values[0].get(name), values[1].get(name), name)


def _end(parameter: NumberParameter, name: str) -> tuple[Number, bool] | None:
    """Return the narrower bound at an end of the range, as a number that grows inwards, and whether it is excluded."""
    inwards, exclusive = _ENDS[name]
    bounds = ((getattr(parameter, name), False), (getattr(parameter, exclusive), True))
    return max(((inwards * bound, excluded) for bound, excluded in bounds if bound is not None), default=None)


def _compare_steps(old: NumberParameter, new: NumberParameter) -> Iterator[Finding]:
    before, after = is_integer(old), is_integer(new)
    if before != after:
        yield found("integer-became-number" if before else "number-became-integer", before, after, "integer")
    elif old.integer != new.integer:
        yield found("notation-changed", old.integer, new.integer, "integer")
    whole = before and after
    finer, coarser = _on_grid_of(old, new, whole), _on_grid_of(new, old, whole)
    names = ("step", "multiple_of")
    if not (finer and coarser):
        rule = "step-refined" if finer else "step-coarsened" if coarser else "step-changed"
        yield _of_either(rule, old, new, names)
    elif (old.step, old.multiple_of) != (new.step, new.multiple_of):
        yield _of_either("notation-changed", old, new, names)


def _on_grid_of(inner: NumberParameter, outer: NumberParameter, whole: bool) -> bool:
    """Return whether each step of `inner` is one of `outer`; whole numbers without a step have one of 1."""
    fine, coarse = grid_of(outer), grid_of(inner) or (Grid(1) if whole else None)
    if fine is None:
        return not whole or coarse is None or _multiple(coarse.step, 1)
    return coarse is not None and _multiple(coarse.step, fine.step) and fine.has(coarse.base)


def _multiple(number: float, step: float) -> bool:
    return exact(number) % exact(step) == 0


def _min_length(old: int | None, new: int | None) -> Iterator[Finding]:
    if (old or 0) != (new or 0):
        yield found("length-narrowed" if (new or 0) > (old or 0) else "length-widened", old, new)
    elif old != new:
        yield found("notation-changed", old, new)


def _compare_forms(old: TextParameter, new: TextParameter) -> Iterator[Finding]:
    forms = [pattern.expression if (pattern := pattern_of(row)) else None for row in (old, new)]
    urls = [row.format == "url" for row in (old, new)]
    if urls[0] != urls[1] and forms == [None, None]:
        yield found("url-required" if urls[1] else "url-not-required", old.format, new.format, "format")
    elif urls[0] != urls[1]:
        yield _of_either("form-changed", old, new, _FORMS)
    elif forms[0] != forms[1]:
        rule = "form-required" if forms[0] is None else "form-dropped" if forms[1] is None else "form-changed"
        yield _of_either(rule, old, new, _FORMS)
    elif old.pattern != new.pattern:
        yield _of_either("example-changed", old, new, _FORMS)


def _items(old: AnyParameter, new: AnyParameter) -> Iterator[Finding]:
    yield from _compare_parameter("", old, new, nested=True)


def _fields(old: Parameters, new: Parameters) -> Iterator[Finding]:
    yield from compare_parameters(old, new, nested=True)


_OF_NUMBERS = (
    "deprecated_options",
    "options",
    "min",
    "max",
    "exclusive_min",
    "exclusive_max",
    "step",
    "multiple_of",
    "integer",
)
_SPECIAL: Special = {
    "TextParameter.min_length": _min_length,
    "TextParameter.format": nothing,
    "TextParameter.pattern": nothing,
    "ArrayParameter.items": _items,
    "ObjectParameter.fields": _fields,
    **dict.fromkeys((f"FileLimit.{name}" for name in FileLimit.model_fields), nothing),
    **dict.fromkeys((f"NumberParameter.{name}" for name in _OF_NUMBERS), nothing),
    "Select.deprecated_options": nothing,
    **dict.fromkeys(
        (f"Parameter.{name}" for name in ("type", "required", "nullable", "deprecated", "python_name")), nothing
    ),
}
"""What finds nothing here needs more than the two values of the field, and is compared above."""
