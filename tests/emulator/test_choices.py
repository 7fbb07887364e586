"""The table of choices: told once, complete in both locales, and ended like sentences."""

from __future__ import annotations

import re

import pytest
from runtime.emulator._endpoints import webhook_fields, webhooks
from runtime.emulator._results import replies as chat_replies
from runtime.emulator._server import background
from runtime.emulator._webhooks import events as webhook_events
from runtime.emulator._webhooks import post as webhook_post
from runtime.emulator.choices import Choice, load_choices

LOCALES = {"en": r"\.$", "zh-Hant": r"。$"}
"""How a sentence ends in each locale of the docs."""


def test_each_choice_is_told_once() -> None:
    ids = [choice.id for choice in load_choices()]
    assert len(ids) == len(set(ids)) > 25
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", choice_id) for choice_id in ids)


@pytest.mark.parametrize("choice", load_choices(), ids=lambda choice: choice.id)
def test_a_choice_is_complete_in_both_locales(choice: Choice) -> None:
    assert set(choice.silent_on) == set(choice.emulator) == set(LOCALES)
    for locale, ending in LOCALES.items():
        assert re.search(ending, choice.emulator[locale]), choice.emulator[locale]
        assert choice.silent_on[locale].strip(), locale
    # What stands in backquotes is exact: a translation that names other codes or headers is wrong.
    codes = [sorted(set(re.findall(r"`([^`]+)`", choice.emulator[locale]))) for locale in LOCALES]
    assert codes[0] == codes[1]


def test_the_chinese_is_chinese() -> None:
    for choice in load_choices():
        assert re.search(r"[\u4e00-\u9fff]", choice.silent_on["zh-Hant"]), choice.id


NUMBERS = {
    "chat-tokens": (chat_replies.TOKENS_PER_IMAGE,),
    "chat-price": (chat_replies.TOKENS_PER_BASE_PRICE, chat_replies.LEAST_CREDITS),
    "webhook-fields": (webhook_fields.LONGEST_URL, webhook_fields.LONGEST_NAME),
    "webhook-success": (webhook_post.TIMEOUT_SECONDS, webhook_events.RECEIVED[0], webhook_events.RECEIVED[-1]),
    "webhook-retries": webhook_events.RETRIES_AFTER,
    "webhook-order": (background.AT_ONCE,),
    "webhook-lists": (webhooks.LISTED_DELIVERIES,),
}


@pytest.mark.parametrize("choice_id", NUMBERS)
def test_the_numbers_are_those_of_the_code(choice_id: str) -> None:
    (choice,) = (choice for choice in load_choices() if choice.id == choice_id)
    for text in choice.emulator.values():
        told = re.findall(r"[0-9]+(?:\.[0-9]+)?", text)
        assert {f"{number:g}" for number in NUMBERS[choice_id]} <= set(told), text
