"""What a docs page says of prices, made from the rows of a spec: each as a sentence, and what a few calls cost."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.contract import Contract
from ..contract.evaluator import Evaluation
from ..contract.price_cases import Change, price_calls, request_with
from ..spec.credits import Price
from ..text.fragments import Fragment, code_list
from ..words.labels import label
from ..words.phrases import phrase
from .ir import NO_VALUE, Cell, Section, Table, code_cell
from .sentences import when_sentence

_MOST_EXAMPLES = 12


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
