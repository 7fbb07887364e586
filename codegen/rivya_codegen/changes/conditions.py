"""What differs between the conditions of two models: case by case, and which of two cases is the stricter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, NamedTuple

from ..contract.conditions import count_of, fulfils
from ..contract.schema import json_value
from ..spec.conditions import CONSEQUENCES, Condition, ValueRange, ValueTest, When
from ..spec.limits import limits_of
from ..spec.model import AnyParameter, ModelSpec
from ..spec.nested import places_of
from ..spec.numbers import is_within
from .comparisons import Finding, found, json_form

_SPECIAL = ("files", "prompt")
"""The kinds of what is asked of no parameter."""


class Part(NamedTuple):
    """What is asked of one subject: the test, and a value with its type where it is one of several."""

    shown: Any
    kind: str
    value: Any = None
    value_type: type | None = None
    by_default: tuple[Any, ...] | None = None
    """What else is fulfilled where this is, as nothing is given."""


@dataclass(frozen=True, slots=True)
class Case:
    """One consequence of one set of values. Of several subjects at least one is needed, or two exclude each other."""

    when: Mapping[str, Part]
    follows: str
    subjects: frozenset[str]
    limit: Any = None
    """What follows is limited to."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal cases have in common."""
        when = frozenset((key, *part[1:4]) for key, part in self.when.items())
        return when, self.follows, self.subjects, str(self.limit)

    @property
    def said(self) -> tuple[Any, ...]:
        """The key of the case that says the same of what is given."""
        when = {key: part[1:4] if part.by_default is None else part.by_default for key, part in self.when.items()}
        return frozenset((key, *part) for key, part in when.items()), self.follows, self.subjects, str(self.limit)

    @property
    def shown(self) -> dict[str, Any]:
        """The case as a reader of specs knows it."""
        params = {key: part.shown for key, part in self.when.items() if part.kind not in _SPECIAL}
        when = {key: part.shown for key, part in self.when.items() if part.kind in _SPECIAL}
        subjects = sorted(self.subjects)
        when |= {"params": params} if params else {}
        follows: dict[str, Any] = {self.follows: subjects[0] if len(subjects) == 1 else subjects}
        if self.limit is not None:
            follows = {"limit": {subjects[0]: {self.follows: self.limit}}}
        return {"when": when, **follows} if when else follows

    def is_stricter(self, other: Case) -> bool:
        """Return whether the case refuses all that the other does, and more."""
        if self.follows != other.follows or self.follows == "no_effect":
            return False
        if self.limit is not None and not _is_narrower(self.follows, self.limit, other.limit):
            return False
        wide = self.subjects <= other.subjects if self.follows == "at_least_one_of" else self.subjects == other.subjects
        return wide and all(key in other.when and _covers(part, other.when[key]) for key, part in self.when.items())


def _is_narrower(field: str, limit: Any, other: Any) -> bool:
    """Return whether a limit lets nothing through that the other one refuses."""
    if isinstance(limit, list):
        return {*limit} <= {*other}
    return field != "default" and bool(limit >= other if "min" in field else limit <= other)


def _covers(wide: Part, narrow: Part) -> bool:
    """Return whether what is asked holds wherever something narrower does."""
    if wide[1:4] == narrow[1:4]:
        return True
    if wide.kind == "files":
        (kind, least, most), (other, fewest, top) = wide.value, narrow.value
        return kind == other and least <= fewest and (most is None or (top is not None and top <= most))
    if wide.kind == "given":
        return narrow.kind in {"value", "range"}
    if wide.kind != "range" or narrow.kind not in {"value", "range"}:
        return False
    if narrow.kind == "value":
        return is_within(wide.value, narrow.value)
    return _ends(wide.value, 1) <= _ends(narrow.value, 1) and _ends(wide.value, -1) <= _ends(narrow.value, -1)


def _ends(row: ValueRange, sign: int) -> tuple[float, bool]:
    """Return where a range begins, and whether without that number; with -1, where it ends, counted from there."""
    closed, opened = (row.min, row.exclusive_min) if sign > 0 else (row.max, row.exclusive_max)
    bound = opened if closed is None else closed
    return (float("-inf"), False) if bound is None else (sign * bound, closed is None)


def compare_conditions(old: ModelSpec, new: ModelSpec) -> Iterator[Finding]:
    """Yield what differs, case by case; of a case that another one covers, that it is stricter now, or less so."""
    before, after = ({case.key: case for row in spec.conditions for case in _cases(spec, row)} for spec in (old, new))
    gone = [case for key, case in before.items() if key not in after]
    come = [case for key, case in after.items() if key not in before]
    pairs = [(one, other, "tightened") for one in gone for other in come if other.is_stricter(one)]
    pairs += [(one, other, "loosened") for other in come for one in gone if one.is_stricter(other)]
    for one, other, word in pairs:
        yield found(f"condition-{word}", one.shown, other.shown)
    compared = [case for one, other, _ in pairs for case in (one, other)]
    for cases, word in ((gone, "removed"), (come, "added")):
        keys = {case.key for case in cases}
        shown = [case for case in cases if case not in compared and (case.said == case.key or case.said not in keys)]
        for case in shown:
            subject = "no-effect" if case.follows == "no_effect" else "condition"
            rule = "default-changed" if case.follows == "default" else f"{subject}-{word}"
            yield found(rule, *((case.shown, None) if word == "removed" else (None, case.shown)))
    if not gone and not come and json_form(old.conditions) != json_form(new.conditions):
        yield found("notation-changed", old.conditions, new.conditions)


def _cases(spec: ModelSpec, condition: Condition) -> Iterator[Case]:
    ways = dict(_ways(spec, condition.when))
    for parts in product(*ways.values()):
        when = dict(zip(ways, parts, strict=True))
        yield from (Case(when, follows, frozenset(keys)) for follows, keys in _consequences(condition))
        for subject, limit in json_form(condition.limit).items():
            rows = limit.items() if subject == "params" else [(subject, limit)]
            limits = [(key, field, value) for key, row in rows for field, value in row.items()]
            yield from (Case(when, field, frozenset({key}), value) for key, field, value in limits)


def _consequences(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in CONSEQUENCES:
        keys: list[str] = getattr(condition, field)
        if not field.endswith("one_of"):
            yield from ((field, (key,)) for key in keys)
            continue
        yield from (("at_most_one_of", pair) for pair in combinations(keys, 2))
        yield from [("at_least_one_of", tuple(keys))] if field == "exactly_one_of" and keys else []


def _ways(spec: ModelSpec, when: When) -> Iterator[tuple[str, list[Part]]]:
    """Yield each subject with the ways in which what is asked of it is fulfilled, one for each of several values."""
    if when.references is not None:
        yield "references", [Part(json_form(when.references), "files", count_of(when.references))]
    if when.prompt is not None:
        yield "prompt", [Part(when.prompt, "prompt", when.prompt)]
    for key, test in sorted(when.params.items()):
        parameter = next((row for _, row in places_of(spec.params, key)), None)
        yield key, list(_parts(parameter, test))


def _parts(parameter: AnyParameter | None, test: ValueTest) -> Iterator[Part]:
    if isinstance(test, str):
        yield Part(test, test)
        return
    if isinstance(test, ValueRange):
        yield Part(json_form(test), "range", test)
    else:
        values = [(text, text if parameter is None else json_value(parameter, text)) for text in test]
        yield from (Part(text, "value", value, type(value)) for text, value in values)
    default = None if parameter is None else limits_of(parameter).default
    if parameter is not None and default is not None and fulfils(parameter, test, default):
        yield Part("absent", "absent", by_default=_named(test, default))


def _named(test: ValueTest, default: Any) -> tuple[Any, ...]:
    """Return what a case that names its values has for a default."""
    return ("range", test, None) if isinstance(test, ValueRange) else ("value", default, default.__class__)
