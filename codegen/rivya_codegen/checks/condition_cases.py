"""Rules about what conditions mean together, found by trying: each can apply, be kept to and be broken, with the others.

Tried is each way to give what conditions speak of that makes a difference to one of them: options, numbers at bounds and
between, given and left out, numbers of files. Where there are too many, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import prod
from typing import Any

from ..contract.condition_vectors import variants
from ..contract.conditions import applies, broken_by, holds, is_given
from ..contract.limits import limit_codes
from ..contract.parameters import with_all_parameters
from ..contract.samples import smallest_request
from ..contract.subject_values import MOST_OBJECTS
from ..problems.problem import Problem
from ..spec.conditions import CONSEQUENCES, OF_THE_REQUEST, Condition, When, subjects_of
from ..spec.model import ModelSpec
from ..yaml_text.reader import Path
from .conditions import check_conditions, idle, impossible
from .limits import check_limits
from .parameters import have_values
from .subject import Subject

MOST_TRIALS = 50_000
"""Of requests with conditions."""
Request = dict[str, Any]


class Trial:
    """What becomes of a condition in the requests that are tried. A set of them is a number with a bit for each."""

    def __init__(self, spec: ModelSpec, condition: Condition, requests: Sequence[Request]) -> None:
        self.condition = condition
        self.applies, self.kept = 0, (1 << len(requests)) - 1
        self.touched = dict.fromkeys(_consequences(condition), 0)
        """Where each consequence is broken or, where it is no more than a warning, warned of."""
        params = condition.limit.params
        self.defaults = {("limit", key) for key, limit in params.items() if limit.default is not None}
        """Limits that name another default, and so say something even if they refuse nothing."""
        for at, request in enumerate(requests):
            if not applies(spec, condition.when, request):
                continue
            self.applies |= 1 << at
            for field, key in broken_by(spec, request, condition):
                if field != "no_effect":
                    self.kept &= ~(1 << at)
                self.touched[field, key] |= 1 << at


def _consequences(condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield what follows, each with a subject; that one of several is given is one consequence, of the first."""
    for field in CONSEQUENCES:
        keys = getattr(condition, field)
        yield from ((field, key) for key in (keys[:1] if field.endswith("one_of") else keys))
    yield from (("limit", subject) for subject in condition.limit.subjects())


def check_condition_cases(subject: Subject) -> Iterator[Problem]:
    """Each condition can apply, be kept to and be broken, alone and with the others; some request keeps to all."""
    spec = with_all_parameters(subject.spec, subject.platform)
    if not spec.conditions or any(check_conditions(subject)) or any(check_limits(subject)):
        return
    if not have_values(subject):
        return
    base = smallest_request(spec, subject.platform)
    whens = [(("conditions", index, "when"), row.when) for index, row in enumerate(spec.conditions)]
    parts = list(check_parts(subject, spec, base, whens))
    yield from parts
    requests = None if parts else _requests(spec, base)
    if requests is not None:
        trials = [Trial(spec, row, requests) for row in spec.conditions]
        yield from list(_alone(subject, trials)) or _together(subject, trials)


def check_parts(
    subject: Subject, spec: ModelSpec, base: Request, whens: Iterable[tuple[Path, When]]
) -> Iterator[Problem]:
    """Find what is asked of a single subject and holds always, or never."""
    for place, when in whens:
        for key in when.tests():
            verdicts = {holds(spec, request, when, key) for request in _all_variants(spec, base, key)}
            path = (*place, *_path(key))
            if verdicts == {True}:
                yield idle(subject, path, "condition-part-always", key=key)
            elif verdicts == {False}:
                yield impossible(subject, path, "condition-part-never", key=key)


def _path(key: str) -> Path:
    """Return where in what is asked, or in limits, a subject stands."""
    return (key,) if key in OF_THE_REQUEST else ("params", key)


def _requests(spec: ModelSpec, base: Request) -> list[Request] | None:
    """Return requests with all combinations of what conditions speak of; nothing where there are too many."""
    said = {subject for row in spec.conditions for subject in subjects_of(row)}
    special = [subject for subject in OF_THE_REQUEST if subject in said]
    tops = [*special, *(key for key in spec.params if any(f"{one}.".startswith(f"{key}.") for one in said))]
    ways = {top: _different(spec, base, top, said) for top in tops}
    if not all(ways.values()) or prod(map(len, ways.values())) * len(spec.conditions) > MOST_TRIALS:
        return None
    requests = [base]
    for top, chosen in ways.items():
        requests = [row for one in requests for at, row in enumerate(variants(spec, one, top)) if at in chosen]
    return requests


def _all_variants(spec: ModelSpec, base: Request, subject: str) -> list[Request]:
    """Return the request with each way to give a subject; none where they are too many."""
    found = list(variants(spec, base, subject))
    return found if len(found) < MOST_OBJECTS else []


def _different(spec: ModelSpec, base: Request, top: str, said: set[str]) -> set[int]:
    """Return which variants of a subject differ for conditions: the first of each kind; none where they are too many."""
    subjects = [one for one in sorted(said) if one == top or one.startswith(f"{top}.")]
    asked = [(row.when, one) for row in spec.conditions for one in row.when.tests() if one in subjects]
    limited = [(row, one) for row in spec.conditions for one in row.limit.subjects() if one in subjects]
    kinds: dict[tuple[bool, ...], int] = {}
    for at, request in enumerate(_all_variants(spec, base, top)):
        held = [holds(spec, request, when, one) for when, one in asked]
        held += [bool(limit_codes(spec, request, row, one)) for row, one in limited]
        kinds.setdefault((*held, *(is_given(spec, request, one) for one in subjects)), at)
    return {*kinds.values()}


def _common(masks: Iterable[int]) -> int:
    """Return the requests that are in all sets."""
    common = -1
    for mask in masks:
        common &= mask
    return common


def _alone(subject: Subject, trials: Sequence[Trial]) -> Iterator[Problem]:
    """Find conditions that never apply, or refuse each request that they apply to."""
    for index, trial in enumerate(trials):
        if not trial.applies & trial.kept:
            why = "condition-refuses-all" if trial.applies else "condition-cannot-apply"
            yield impossible(subject, ("conditions", index), why)


def _together(subject: Subject, trials: Sequence[Trial]) -> Iterator[Problem]:
    """Find what conditions leave of each other."""
    if not _common(trial.kept for trial in trials):
        yield impossible(subject, ("conditions",), "condition-nothing-left")
        return
    for (one, first), (other, second) in combinations(enumerate(trials), 2):
        both = first.applies & second.applies
        if both & first.kept and both & second.kept and not both & first.kept & second.kept:
            rest = [trial.kept for trial in trials if trial not in (first, second)]
            if both & _common(rest):
                yield impossible(subject, ("conditions", other), "condition-against", number=one + 1)
    yield from _idle(subject, trials)


def _idle(subject: Subject, trials: Sequence[Trial]) -> Iterator[Problem]:
    """Find conditions that change nothing, as the others let no request through that they could refuse."""
    counted = list(trials)
    for index, trial in reversed(list(enumerate(trials))):
        others = _common(each.kept for each in counted if each is not trial)
        touched = {row: mask & others for row, mask in trial.touched.items()}
        warned = {row: mask & trial.kept if row[0] == "no_effect" else mask for row, mask in touched.items()}
        if not trial.applies & others:
            yield impossible(subject, ("conditions", index), "condition-cannot-apply")
        elif not any(warned.values()) and not trial.defaults:
            yield idle(subject, ("conditions", index), "condition-unneeded")
            counted.remove(trial)
        else:
            for field, key in (row for row, mask in warned.items() if not mask and row not in trial.defaults):
                inner = _path(key) if field == "limit" else (getattr(trial.condition, field).index(key),)
                place = ("conditions", index, field, *inner)
                yield idle(subject, place, "condition-part-unneeded", key=key)
