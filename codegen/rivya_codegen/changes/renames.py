"""Which parameters of two versions are one under another name, and the old version as it reads with the new names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from ..contract.names import parameter_name
from ..spec.conditions import CONSEQUENCES, Condition, When
from ..spec.credits import Credits
from ..spec.model import AnyParameter, Examples, ModelSpec, ModelText
from ..text.json_data import is_object
from .comparisons import json_form

Parameters = Mapping[str, AnyParameter]
Names = Mapping[str, str]
"""Old wire key → new wire key."""

_TELLING = 0.6
"""How alike two names must be, from 0 to 1, where nothing else tells that they mean the same."""
_COMMON = {"type", "required", "python_name"}
"""What says nothing about which parameter it is."""


def renamed_parameters(old: Parameters, new: Parameters, texts: tuple[Names, Names] = ({}, {})) -> dict[str, str]:
    """Return the keys that went and the keys that came instead; doubtful pairs are none.

    `texts` says what each parameter means, in a language that both versions have. A pair has the same description, or
    the same facts; few facts only count where the names are alike.
    """
    gone, come = ([key for key in one if key not in other] for one, other in ((old, new), (new, old)))

    def is_pair(one: str, other: str) -> bool:
        if old[one].type != new[other].type:
            return False
        meant = texts[0].get(one)
        if meant is not None and meant == texts[1].get(other):
            return True
        facts = [_facts(row) for row in (old[one], new[other])]
        return facts[0] == facts[1] and (bool(facts[0].keys() - _COMMON) or _are_alike(one, other))

    pairs = [(one, other) for one in gone for other in come if is_pair(one, other)]
    olds, news = ([pair[side] for pair in pairs] for side in (0, 1))
    return {one: other for one, other in pairs if olds.count(one) == news.count(other) == 1}


def _facts(row: AnyParameter) -> dict[str, Any]:
    return {key: value for key, value in json_form(row).items() if key != "python_name"}


def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, str(parameter_name(one)), str(parameter_name(other))).ratio() >= _TELLING


def renamed_in_model(old: ModelSpec, new: ModelSpec) -> dict[str, str]:
    """Return the parameters of a model that were renamed."""
    for locale in old.text:
        if locale in new.text:
            return renamed_parameters(old.params, new.params, (old.text[locale].params, new.text[locale].params))
    return renamed_parameters(old.params, new.params)


def with_new_keys(old: Parameters, new: Parameters, names: Names) -> Parameters:
    """Return the old parameters under their new keys, called in Python what the new ones are called."""
    moved = {
        key: row.model_copy(update={"python_name": new[names[key]].python_name}) if key in names else row
        for key, row in old.items()
    }
    return {names.get(key, key): row for key, row in moved.items()}


def with_new_names(old: ModelSpec, new: ModelSpec, names: Names) -> ModelSpec:
    """Return the old model as it would be if nothing but the names of parameters had changed."""
    if not names:
        return old
    return old.model_copy(
        update={
            "credits": _credits(old.credits, names),
            "params": with_new_keys(old.params, new.params, names),
            "conditions": [_condition(row, names) for row in old.conditions],
            "examples": Examples(**dict(_examples(old.examples, names))),
            "text": {locale: _text(text, names) for locale, text in old.text.items()},
        }
    )


def _credits(credits: Credits, names: Names) -> Credits:
    prices = [
        row.model_copy(
            update={
                "of": [_moved(path, names) for path in row.of] if row.of is not None else None,
                "when": _when(row.when, names) if row.when is not None else None,
            }
        )
        for row in credits.prices
    ]
    return credits.model_copy(update={"prices": prices})


def _when(when: When, names: Names) -> When:
    return when.model_copy(update={"params": {_moved(key, names): test for key, test in when.params.items()}})


def _condition(row: Condition, names: Names) -> Condition:
    subjects = {field: [_moved(key, names) for key in getattr(row, field)] for field in CONSEQUENCES}
    limits = {_moved(key, names): limit for key, limit in row.limit.params.items()}
    parts = {"when": _when(row.when, names), "limit": row.limit.model_copy(update={"params": limits})}
    return row.model_copy(update={**parts, **subjects})


def _moved(path: str, names: Names) -> str:
    """Return the path of a parameter, or of a field, under its new name."""
    if path in names:
        return names[path]
    name, dot, field = path.partition(".")
    return f"{names.get(name, name)}{dot}{field}"


def _examples(examples: Examples, names: Names) -> Iterator[tuple[str, Any]]:
    for field in Examples.model_fields:
        example = getattr(examples, field)
        if is_object(example) and is_object(params := example.get("params")):
            example = {**example, "params": {names.get(key, key): value for key, value in params.items()}}
        yield field, example


def _text(text: ModelText, names: Names) -> ModelText:
    return text.model_copy(
        update={
            "params": {_moved(key, names): about for key, about in text.params.items()},
            "options": {_moved(key, names): about for key, about in text.options.items()},
        }
    )
