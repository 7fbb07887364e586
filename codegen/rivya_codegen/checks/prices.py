"""Rules about prices: they count what is there, agree with the base credits, and say nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..contract.parameters import with_all_parameters
from ..contract.prices import counts, default_request
from ..contract.samples import smallest_request
from ..problems.problem import Problem
from ..spec.conditions import Condition, When
from ..spec.credits import Price
from ..spec.facts import reserved_credits
from ..spec.model import ModelSpec
from ..spec.nested import with_fields
from ..text.json_data import is_object
from ..words.messages import words
from ..yaml_text.reader import Path
from .condition_cases import check_parts
from .conditions import check_when
from .examples import is_accepted, shown
from .parameters import have_values
from .subject import Subject

_FORMS = ("credits", "times", "undocumented")
_WHOLE = ("character", "image", "token")
"""What has no parts, so that each of them is paid for in full anyway."""
_COSTS = re.compile(
    r"\b(?:costs?|prices?|pric(?:ier|iest)|cheap(?:er|est)?|expensive|dearer|dearest)\b|費用|價格|較貴|便宜|點數", re.I
)
"""Words by which a text says that something changes the price."""


def check_prices(subject: Subject) -> Iterator[Problem]:
    """Every price says one thing, of what exists, and no two say the same; together they give the base credits."""
    credits, spec = subject.spec.credits, with_all_parameters(subject.spec, subject.platform)
    found: list[Problem] = []
    for index, price in enumerate(credits.prices):
        path = ("credits", "prices", index)
        found += [*_check_form(subject, path, price), *_check_places(subject, path, price)]
        found += check_when(subject, spec, (*path, "when"), price.when) if price.when is not None else ()
        equal = (number for number, other in enumerate(credits.prices[:index], 1) if _says_as(price) == _says_as(other))
        if (number := next(equal, None)) is not None:
            found.append(subject.problem(path, "price-repeated", what=words("price-row", number=number)))
    may_try = have_values(subject)
    if not found and may_try:
        found += _check_whens(subject, spec)
    yield from found
    if credits.prices and credits.bound is not None:
        yield subject.problem(("credits", "bound"), "price-and-bound")
    if found or not may_try:
        return
    if credits.prices:
        yield from _check_base(subject)
    yield from _check_example(subject)


def _check_whens(subject: Subject, spec: ModelSpec) -> Iterator[Problem]:
    """Yield what a price asks for that holds always, or never."""
    prices = enumerate(subject.spec.credits.prices)
    whens = [(("credits", "prices", index, "when"), price.when) for index, price in prices if price.when is not None]
    tried = spec.model_copy(update={"conditions": [Condition(when=when) for _, when in whens]})
    yield from check_parts(subject, tried, smallest_request(tried, subject.platform), whens)


def _check_form(subject: Subject, path: Path, price: Price) -> Iterator[Problem]:
    """Yield what a price says too much or too little."""
    given = [name for name in _FORMS if getattr(price, name)]
    if len(given) != 1:
        yield subject.problem(path, "price-form", given=", ".join(f"`{name}`" for name in given) or "-")
        return
    wrong = {
        "per": price.credits is None,
        "of": price.per in {None, "token"},
        "every": price.per is None or (price.every == 1 and price.per in _WHOLE),
    }
    for part in (name for name, is_wrong in wrong.items() if is_wrong and getattr(price, name) is not None):
        yield subject.problem((*path, part), "price-part", part=part, whole=given[0])
    if price.when is not None and not price.when.tests():
        yield subject.problem((*path, "when"), "condition-empty", part=words("condition-when"))
    if price.when is None and price.times is not None:
        yield subject.problem((*path, "times"), "price-factor")


def _check_places(subject: Subject, path: Path, price: Price) -> Iterator[Problem]:
    """Yield where there is nothing that a price could count."""
    if price.per in {None, "token"} or price.credits is None:
        return
    spec, platform = subject.spec, subject.platform
    if price.of is None:
        yield subject.problem((*path, "per"), "price-of", per=price.per)
        return
    known = ["prompt", "references", *(name for name, _ in with_fields(subject.contract.parameters))]
    allowed = [name for name in known if counts(price, name, spec, platform)]
    for index, name in enumerate(price.of):
        if not counts(price, name, spec, platform):
            yield subject.unknown((*path, "of", index), "price-quantity", name, allowed, per=price.per)
        elif name in price.of[:index]:
            yield subject.problem((*path, "of", index), "price-repeated", what=f"`{name}`")
    if price.per == "megapixel" and len(price.of) > 2:
        yield subject.problem((*path, "of"), "price-of", per=price.per)


def _says_as(price: Price) -> Price:
    """Return what tells a price from others, whatever the numbers are that it gives."""
    same = {name: 1 for name in ("credits", "times") if getattr(price, name) is not None}
    return price.model_copy(update={**same, "when": price.when or When()})


def _check_base(subject: Subject) -> Iterator[Problem]:
    """Yield that a call at default parameters does not cost the base credits, or that all calls do."""
    credits = subject.spec.credits
    if not any(price.per or price.when for price in credits.prices):
        bound = "lower" if any(price.undocumented for price in credits.prices) else "exact"
        yield subject.problem(("credits", "prices"), "price-pointless", bound=bound)
        return
    price = subject.contract.price_of(default_request(subject.contract.request_spec))
    wrong = price.amount > credits.base if price.bound == "lower" else price.amount != credits.base
    if wrong:
        word = words("price-at-least", amount=price.amount) if price.bound == "lower" else price.amount
        yield subject.problem(("credits", "base"), "price-base", value=word, expected=credits.base)
    elif any(reason.code == "none" for reason in price.reasons):
        yield subject.problem(("credits", "prices"), "price-none")


def _check_example(subject: Subject) -> Iterator[Problem]:
    """Yield that the response reserved other credits than the example request, or one at default parameters, costs."""
    spec = subject.spec
    request = spec.examples.minimal
    if request is None or not is_accepted(subject.contract.schema, request):
        request = default_request(subject.contract.request_spec)
    price = subject.contract.price_of(request)
    by = "`credits.prices`" if spec.credits.prices else "`credits.base`"
    for path, reserved in reserved_credits(spec.examples.response):
        can_be_more = isinstance(reserved, int | float) and price.bound == "lower" and reserved > price.amount
        if reserved != price.amount and not (spec.credits.prices and (can_be_more or price.bound == "unknown")):
            place = ("examples", "response", *path)
            yield subject.problem(place, "example-price", value=shown(reserved), by=by, expected=shown(price.amount))


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
