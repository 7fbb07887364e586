"""Every committed spec says what is documented of its model, fact by fact."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from contract.facts import EXAMPLES, FACTS, UNDOCUMENTED, chat_facts_of, documented, facts_of
from rivya_codegen.pipeline import read_specs
from rivya_codegen.spec.model import ModelSpec

PARSED = read_specs(Path(__file__).parents[2] / "specs")
SPECS = {model.spec.id: model.spec for model in PARSED.models}
EACH = pytest.mark.parametrize("model", FACTS)
CHAT = [model for model, facts in FACTS.items() if facts["category"] == "chat"]


def test_every_model_has_a_spec() -> None:
    assert len(FACTS) == 56
    assert SPECS.keys() == FACTS.keys()


@EACH
def test_the_facts_are_the_documented_ones(model: str) -> None:
    assert facts_of(SPECS[model]) == documented(FACTS[model])


@EACH
def test_the_examples_are_the_documented_ones(model: str) -> None:
    """The facts of some models lack an example that its page has."""
    examples = SPECS[model].examples.model_dump()
    assert {key: examples[ours] for key, ours in EXAMPLES.items() if FACTS[model][key] is not None} == {
        key: FACTS[model][key] for key in EXAMPLES if FACTS[model][key] is not None
    }
    errors = FACTS[model]["common_errors"]  # some end early
    assert SPECS[model].errors[: len(errors)] == errors


@EACH
def test_what_is_not_known_is_said_so(model: str) -> None:
    """Each unknown of the facts has a path in `undocumented`, and no path is there without one."""
    said = SPECS[model].undocumented
    expected = [path for unknown in FACTS[model]["unknown"] for path in UNDOCUMENTED[unknown]]
    assert all(any(path == one or path.startswith(f"{one}.") for one in expected) for path in said)
    assert all(any(path == one or path.startswith(f"{one}.") for path in said) for one in expected)


@pytest.mark.parametrize("model", CHAT)
def test_the_fields_of_chat_are_the_documented_ones(model: str) -> None:
    plain = {"model", "message", "client_request_id"}
    rows: list[dict[str, Any]] = [row for row in FACTS[model]["chat"]["request_fields"] if row["key"] not in plain]
    ours = chat_facts_of(SPECS[model], PARSED.platform)
    assert [{**row, "default": _printed(row["default"])} for row in ours] == [
        {"key": row["key"], "required": row["required"], "default": row["default"], "options": row.get("options")}
        for row in rows
    ]


@pytest.mark.parametrize("model", CHAT)
def test_chat_is_as_documented(model: str) -> None:
    facts, chat, operations = FACTS[model]["chat"], SPECS[model].chat, PARSED.platform.operations.values()
    assert chat is not None
    assert bool(chat.streaming) == ("SSE streaming" in facts["readiness"])
    assert {facts["endpoint"], facts["stream_endpoint"]} <= {f"{one.method} {one.path}" for one in operations}


def _printed(default: object) -> object:
    return str(default).lower() if isinstance(default, bool) else default


@EACH
def test_the_text_is_complete_in_both_languages(model: str) -> None:
    spec: ModelSpec = SPECS[model]
    assert list(spec.text) == ["en", "zh-Hant"]
    for text in spec.text.values():
        assert list(text.params) == list(spec.params)
        assert (text.reference_rule is not None) == (spec.references is not None)
        assert len(text.conditions) in (0, len(spec.conditions))
    chinese = spec.text["zh-Hant"]
    texts = [chinese.summary, *chinese.params.values(), chinese.reference_rule, *chinese.conditions, *chinese.notices]
    assert [text for text in texts if text is not None and not re.search("[一-鿿]", text)] == []
