"""The table of assumptions: told once, complete in both locales, and ended like sentences."""

from __future__ import annotations

import re

import pytest
from runtime.emulator._endpoints import webhook_fields, webhooks
from runtime.emulator._results import replies as chat_replies
from runtime.emulator._server import background
from runtime.emulator._webhooks import events as webhook_events
from runtime.emulator._webhooks import post as webhook_post
from runtime.emulator.undocumented import Assumption, load_assumptions

LOCALES = {"en": r"\.$", "zh-Hant": r"。$"}
"""How a sentence ends in each locale of the docs."""


def test_each_assumption_is_told_once() -> None:
    ids = [assumption.id for assumption in load_assumptions()]
    assert len(ids) == len(set(ids)) > 25
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", assumption_id) for assumption_id in ids)


@pytest.mark.parametrize("assumption", load_assumptions(), ids=lambda assumption: assumption.id)
def test_an_assumption_is_complete_in_both_locales(assumption: Assumption) -> None:
    assert set(assumption.silent_on) == set(assumption.emulator) == set(LOCALES)
    for locale, ending in LOCALES.items():
        assert re.search(ending, assumption.emulator[locale]), assumption.emulator[locale]
        assert assumption.silent_on[locale].strip(), locale
    # What stands in backquotes is exact: a translation that names other codes or headers is wrong.
    codes = [sorted(set(re.findall(r"`([^`]+)`", assumption.emulator[locale]))) for locale in LOCALES]
    assert codes[0] == codes[1]


def test_the_chinese_is_chinese() -> None:
    for assumption in load_assumptions():
        assert re.search(r"[\u4e00-\u9fff]", assumption.silent_on["zh-Hant"]), assumption.id


NUMBERS = {
    "chat-tokens": (chat_replies.TOKENS_PER_IMAGE,),
    "chat-price": (chat_replies.TOKENS_PER_BASE_PRICE, chat_replies.LEAST_CREDITS),
    "webhook-fields": (webhook_fields.LONGEST_URL, webhook_fields.LONGEST_NAME),
    "webhook-success": (webhook_post.TIMEOUT_SECONDS, webhook_events.RECEIVED[0], webhook_events.RECEIVED[-1]),
    "webhook-retries": webhook_events.RETRIES_AFTER,
    "webhook-order": (background.AT_ONCE,),
    "webhook-lists": (webhooks.LISTED_DELIVERIES,),
}


@pytest.mark.parametrize("assumption_id", NUMBERS)
def test_the_numbers_are_those_of_the_code(assumption_id: str) -> None:
    (assumption,) = (assumption for assumption in load_assumptions() if assumption.id == assumption_id)
    for text in assumption.emulator.values():
        told = re.findall(r"[0-9]+(?:\.[0-9]+)?", text)
        assert {f"{number:g}" for number in NUMBERS[assumption_id]} <= set(told), text
