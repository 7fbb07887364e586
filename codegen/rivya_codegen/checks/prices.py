"""The rule about prices: what a spec says of the bound that its base credits are, nothing else in it contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..problems.problem import Problem
from ..text.json_data import is_object
from ..yaml_text.reader import Path
from .subject import Subject

_COSTS = re.compile(
    r"\b(?:costs?|prices?|pric(?:ier|iest)|cheap(?:er|est)?|expensive|dearer|dearest)\b|費用|價格|較貴|便宜|點數", re.I
)
"""Words by which a text says that something changes the price."""


def check_credits(subject: Subject) -> Iterator[Problem]:
    """No price is exact that billing, words or an example say otherwise, and none a lower bound that was undercut."""
    bound = subject.spec.credits.bound
    if bound is None:
        return
    places = list(_undercut(subject))
    if bound == "exact":
        if subject.spec.credits.billing != "FIXED":
            places.append(("credits", "billing"))
        places += [path for path, text in _texts(subject) if _COSTS.search(text)]
    for path in places:
        place = ".".join(map(str, path))
        yield subject.problem(("credits", "bound"), "credits-bound", bound=bound, path=place)


def _undercut(subject: Subject) -> Iterator[Path]:
    """Yield where the example response says that a call cost less; 0 may mean that it has not ended."""
    response: Any = subject.spec.examples.response or {}
    inner: Any = response.get("credits")
    settled = inner.get("final") if is_object(inner) else None
    for path, final in ((("final_credits",), response.get("final_credits")), (("credits", "final"), settled)):
        if isinstance(final, int | float) and 0 < final < subject.spec.credits.base:
            yield ("examples", "response", *path)


def _texts(subject: Subject) -> Iterator[tuple[Path, str]]:
    for locale, text in subject.spec.text.items():
        sentences: list[tuple[Path, str]] = [(("params", key), about) for key, about in text.params.items()]
        sentences += [(("conditions", index), one) for index, one in enumerate(text.conditions)]
        sentences += [(("notices", index), one) for index, one in enumerate(text.notices)]
        sentences.append((("reference_rule",), text.reference_rule or ""))
        yield from ((("text", locale, *path), sentence) for path, sentence in sentences)
