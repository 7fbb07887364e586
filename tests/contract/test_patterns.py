"""Patterns of texts: what is of the subset, what is not and why, and that every engine reads them alike."""

from __future__ import annotations

import re
from itertools import islice
from typing import Annotated

import pytest
from pydantic import StringConstraints, TypeAdapter, ValidationError
from rivya_codegen.spec.formats import FORMATS
from rivya_codegen.spec.patterns import PatternError, matching_texts, read_pattern
from rivya_codegen.words.messages import words

TAKEN = {
    "[a-z]+(-[a-z]+)*": ("a-b", "ab", "a-", "-a", "a--b"),
    "#[0-9a-f]{6}": ("#00ff00", "#00FF00", "00ff00", "#00ff0", "#00ff00\n"),
    "[A-Z]{2,4}": ("AB", "ABCD", "A", "ABCDE"),
    "(?:red|green|blue)": ("red", "green", "redgreen", ""),
    "[^,]+(,[^,]+)*": ("a,b", "a,,b", ",", "\u00e9,\U0001f600"),
    "a{2}a": ("aaa", "aa", "aaaa"),
    "(a?b)*c": ("abbc", "c", "aac"),
    r"[0-9]+\.[0-9]+(\+[a-z]+)?": ("1.5", "1.5+x", "1x5", "1."),
    r"[\^\]\-\\]+/x": ("^]-\\/x", "a/x"),
    "x|y|": ("x", "", "xy"),
    **{pattern.expression: (pattern.example, pattern.counterexample) for pattern in FORMATS.values()},
}
REFUSED = {
    "a)": "closes-nothing",
    "(a": "group-open",
    "[a": "ends",
    "a\\": "ends",
    r"\d": "escape",
    r"\-": "escape",
    "[\\.]": "escape",
    "a.": "sign",
    "^a": "sign",
    "a$": "sign",
    "a+?": "sign",
    "(?=a)": "sign",
    "a]": "sign",
    "[z-a]": "range",
    "[]": "class-empty",
    "a{,3}": "brace",
    "a{x}": "brace",
    "a{2": "brace",
    "a{3,2}": "repetition",
    "a{0}": "repetition",
    "a{1001}": "repetition",
    "(a*)*": "repeats-nothing",
    "(a|)+": "repeats-nothing",
    "a*a": "two-ways",
    "[a-z]+x": "two-ways",
    "(ab|ac)": "two-ways",
    "(a|b)*a": "two-ways",
    "a{2,3}a": "two-ways",
    "a?(b?a)": "two-ways",
    "(a+b?)+": "two-ways",
    "(|a)a": "two-ways",
    "[a&&b]": "sign",
    "[a~~b]": "sign",
    "a{2,\u0663}": "brace",
    "a{" + "9" * 5000 + "}": "brace",
    "(" * 400 + "a" + ")" * 400: "too-large",
    "a" * 10_001: "too-large",
    "(x[a-c]{0,1000}){0,1000}": "too-large",
    "((([^a]{1000}){1000}){1000}){1000}": "too-large",
}


@pytest.mark.parametrize("pattern", TAKEN)
def test_engines_agree(pattern: str) -> None:
    other_engine = TypeAdapter(Annotated[str, StringConstraints(pattern=f"^(?:{pattern})$")])
    samples = list(islice(matching_texts(read_pattern(pattern)), 200))
    assert len(set(samples)) == len(samples) > 1 or "{2}a" in pattern
    assert all(re.fullmatch(pattern, text) for text in samples)
    for text in (*samples, *TAKEN[pattern]):
        try:
            other_engine.validate_python(text)
            accepted = True
        except ValidationError:
            accepted = False
        assert accepted == bool(re.fullmatch(pattern, text)), text


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_is_refused_says_why(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        read_pattern(pattern)
    assert caught.value.reason == REFUSED[pattern]
    assert words(f"pattern-{caught.value.reason}", **caught.value.details)


def test_each_reason_is_tried() -> None:
    assert len(set(REFUSED.values())) == 12
