"""What a docs page says of prices, made from the rows of a spec: each as a sentence, and what a few calls cost."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.contract import Contract
from ..contract.evaluator import Evaluation
from ..contract.price_cases import Change, price_calls, request_with
from ..spec.conditions import FileCount, FileTest, ValueRange, ValueTest, When
from ..spec.credits import Price
from ..spec.numbers import length_text
from ..text.fragments import Fragment, code_list
from ..words.labels import label
from ..words.messages import request_messages
from ..words.phrases import phrase
from .ir import NO_VALUE, Cell, Section, Table, code_cell

_MOST_EXAMPLES = 12
_SIGNS = {"min": "≥", "exclusive_min": "\\>", "max": "≤", "exclusive_max": "\\<"}


def price_sections(contract: Contract, locale: str) -> Iterator[Section]:
    """Yield the sections about prices: the rows, and what calls cost that differ in one thing."""
    prices = contract.spec.credits.prices
    if not prices:
        return
    columns = (label("column.price", locale), label("column.price_for", locale))
    rows = tuple((_amount(price, locale), Cell(prose=price_sentence(price, locale))) for price in prices)
    yield Section(label("section.prices", locale), (phrase("price.about", locale),), tables=(Table(columns, rows),))
    columns = (label("column.call", locale), label("column.price", locale))
    calls = (changes for changes in price_calls(contract) if len(changes) < 2)
    examples = tuple(row for changes in calls if (row := _example(contract, changes, locale)))[:_MOST_EXAMPLES]
    yield Section(label("section.example_prices", locale), tables=(Table(columns, examples),))


def _amount(price: Price, locale: str) -> Cell:
    if price.times is not None:
        return code_cell(f"× {price.times}")
    return NO_VALUE if price.credits is None else code_cell(price.credits)


def price_sentence(price: Price, locale: str) -> Fragment:
    """Return a row of prices in words, but for its number."""
    if price.undocumented:
        said = phrase("price.undocumented", locale)
    elif price.times is not None:
        said = phrase("price.times", locale)
    elif price.per is None:
        said = phrase("price.call", locale)
    else:
        lot = "" if price.every is None else ".started" if price.every == 1 else ".lot"
        said = phrase(f"price.{price.per}{lot}", locale, of=_places(price, locale), every=f"{price.every or 1:,}")
    if price.when is None:
        return said
    return phrase("price.when", locale, what=said, when=when_sentence(price.when, locale))


def _places(price: Price, locale: str) -> Fragment:
    between = " × " if price.per == "megapixel" else phrase("price.and", locale)
    return Fragment(between.join(code_list([path]) for path in price.of or ()))


def when_sentence(when: When, locale: str) -> Fragment:
    """Return what has to hold of a request, in words."""
    said = [_files(when.references, locale)] if when.references is not None else []
    said += [_message(f"when-prompt-{when.prompt}", locale)] if when.prompt is not None else []
    said += [_test(path, test, locale) for path, test in when.params.items()]
    return Fragment(request_messages()["and"][locale].join(said))


def _message(code: str, locale: str, **values: object) -> str:
    return request_messages()[code][locale].format(**values)


def _files(test: FileTest, locale: str) -> str:
    if not isinstance(test, FileCount):
        return _message(f"when-references-{test}", locale)
    number = test.least if test.least == test.max else length_text(test.least or None, test.max)
    if test.kind is None:
        return _message("when-files", locale, number=number)
    return _message("when-files-of-kind", locale, number=number, kind=code_list([test.kind]))


def _test(path: str, test: ValueTest, locale: str) -> str:
    parameter = code_list([path])
    if isinstance(test, ValueRange):
        bounds = ((sign, getattr(test, name)) for name, sign in _SIGNS.items())
        said = [f"{sign} {bound}" for sign, bound in bounds if bound is not None]
        between = request_messages()["and"][locale]
        return _message("when-parameter-in-range", locale, parameter=parameter, range=between.join(said))
    if isinstance(test, str):
        return _message(f"when-parameter-{test}", locale, parameter=parameter)
    return _message("when-parameter", locale, parameter=parameter, values=code_list(test))


def _example(contract: Contract, changes: tuple[Change, ...], locale: str) -> tuple[Cell, Cell] | None:
    request = request_with(contract, changes)
    if request is None:
        return None
    said = [_change(change, locale) for change in changes] or [phrase("price.defaults", locale)]
    return Cell(prose=Fragment(phrase("price.and", locale).join(said))), _price(contract.price_of(request), locale)


def _change(change: Change, locale: str) -> Fragment:
    if change.path == "references":
        item, *others = change.value
        if others:
            return phrase(f"rows.{item['kind']}", locale, count=len(change.value))
        seconds = item.get("durationSeconds")
        name = f"price.file.{item['kind']}"
        return phrase(name, locale, seconds=seconds)
    if change.length is not None:
        return phrase("price.length", locale, count=f"{change.length:,}", path=code_list([change.path]))
    value = change.value if isinstance(change.value, str) else str(change.value).lower()
    return Fragment(f"{code_list([change.path])}: {code_list([value])}")


def _price(price: Evaluation, locale: str) -> Cell:
    if price.bound == "exact":
        return code_cell(price.amount)
    return Cell(prose=phrase(f"price.{price.bound}", locale, amount=code_list([str(price.amount)])))
